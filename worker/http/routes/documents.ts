import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { DocumentAnswer, DocumentFields, MAX_DOCUMENT_BYTES } from "../../../shared/fields/documents.ts";
import { readFileOf } from "../../services/documents/document-files.ts";
import { importDocument, type UploadedDocument } from "../../services/documents/import-document.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { parse } from "../parse.ts";
import { readerOf, viewerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });
/** Room for the form around the file. */
const FORM_BYTES = 64 * 1_024;

const upload = endpoint({
  method: "POST",
  path: "/api/knowledge/documents",
  need: "session",
  summary:
    "Make lore of a document: PDF, TXT or Markdown in the field `file`, the tome in `knowledge_collection`, `tags` separated by commas",
  bodyKind: "form",
  bodyLimit: MAX_DOCUMENT_BYTES + FORM_BYTES,
  output: DocumentAnswer,
  status: 201,
  rate: { max: 20, windowS: 60, of: "upload" },
  handler: async (context, { body }) => {
    const form = body as unknown as FormData;
    const file = await fileOf(form);
    const texts = [...form.entries()].filter(([name]) => name !== "file");
    return importDocument(
      context.env,
      file,
      parse(DocumentFields, Object.fromEntries(texts), "form"),
      readerOf(context),
    );
  },
});

/** @throws AppError `invalid` where the form has no file. */
async function fileOf(form: FormData): Promise<UploadedDocument> {
  const file = form.get("file");
  if (file === null || typeof file === "string")
    throw new AppError("invalid", "no file", {
      publicMessage: "Send the document in the field `file`.",
      fields: [{ path: "file", message: "is missing" }],
    });
  return { bytes: new Uint8Array(await file.arrayBuffer()), filename: file.name };
}

const download = endpoint({
  method: "GET",
  path: "/api/knowledge/:id/file",
  need: "none",
  summary: "The file an entry was made of, to be kept",
  params: ById,
  output: z.null(),
  handler: (context, { params }) => readFileOf(context.env, params.id, viewerOf(context)),
});

export const documentEndpoints: readonly Endpoint[] = [upload, download];
