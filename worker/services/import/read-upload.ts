import { AppError } from "../../../shared/app-error.ts";

/** A file as someone sent it, with what they say of it. */
export interface Upload {
  readonly bytes: Uint8Array;
  readonly filename?: string;
  readonly mimeType?: string;
}

/**
 * The file of an import: the field `file` of a form, or the whole body.
 * @param bytes The body, already within its limit.
 * @throws AppError `invalid` for a form that cannot be read or holds no file.
 */
export async function readUpload(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<Upload> {
  if (!/^multipart\/form-data\b/i.test(contentType)) return { bytes, mimeType: contentType };
  const file = (await readForm(bytes, contentType)).get("file");
  if (file === null || typeof file === "string")
    throw new AppError("invalid", "no file", {
      publicMessage: "Send the file in the field `file`.",
      fields: [{ path: "file", message: "is missing" }],
    });
  return { bytes: new Uint8Array(await file.arrayBuffer()), filename: file.name, mimeType: file.type };
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new AppError("invalid", "multipart", { cause, publicMessage: "The form could not be read." });
  }
}
