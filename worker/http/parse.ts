import type { z } from "zod";
import { AppError, type FieldError } from "../../shared/app-error.ts";
import type { Endpoint } from "./endpoint.ts";
import { parseJson } from "./parse-json.ts";
import { plainComplaint } from "./plain-complaint.ts";

/** Complaints of a failed parse as answers carry them: dotted paths, unknown fields each by its name. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "cannot be set" }));
  });

/** `value` as `schema` reads it. @throws AppError `invalid` naming every field. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value, { error: plainComplaint });
  if (result.success) return result.data;
  const fields = fieldErrors(result.error);
  throw new AppError("invalid", what, { publicMessage: sentenceOf(fields), fields });
}

const sentenceOf = (fields: readonly FieldError[]): string => {
  const [first] = fields;
  if (first === undefined) return "Something in the request is not right.";
  return first.path === "" ? `The request: ${first.message}.` : `${first.path}: ${first.message}.`;
};

/** The query as an object. @throws AppError `invalid` for a name that stands twice. */
export function readQuery(url: URL): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (query.has(name))
      throw new AppError("invalid", "query", {
        publicMessage: `${name} stands twice in the address.`,
        fields: [{ path: name, message: "stands twice" }],
      });
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

/** Path parameters, percent-decoded. @throws AppError `not_found` for an address that cannot be decoded. */
export function readParams(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  try {
    const known = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return Object.fromEntries(known.map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch (cause) {
    throw new AppError("not_found", "undecodable path", { cause });
  }
}

const tooLarge = (limit: number): AppError =>
  new AppError("too_large", `body over ${limit}`, {
    publicMessage: `The request is larger than the ${limit} bytes allowed here.`,
  });

/** The body's bytes, never more than `limit` of them in memory. @throws AppError `too_large`. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

const contentType = (request: Request): string =>
  (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

const wrongType = (wanted: string): AppError =>
  new AppError("unsupported_media_type", "content type", { publicMessage: `Send this request as ${wanted}.` });

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (cause) {
    throw new AppError("invalid", "body is not UTF-8", { cause, publicMessage: "The request is not UTF-8 text." });
  }
}

function readJson(bytes: Uint8Array, type: string): unknown {
  if (bytes.length === 0) return {};
  if (type !== "application/json" && !type.endsWith("+json")) throw wrongType("application/json");
  return parseJson(decodeText(bytes));
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, request: Request): Promise<FormData> {
  if (contentType(request) !== "multipart/form-data") throw wrongType("multipart/form-data");
  try {
    return await new Response(bytes, {
      headers: { "content-type": request.headers.get("content-type") ?? "" },
    }).formData();
  } catch (cause) {
    throw new AppError("invalid", "multipart", { cause, publicMessage: "The form could not be read." });
  }
}

/**
 * The body as its endpoint wants it, checked. No body counts as `{}`.
 * @param read The body's bytes; not asked for where the endpoint takes none.
 */
export async function readBody(
  endpoint: Endpoint,
  request: Request,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<unknown> {
  const type = contentType(request);
  if (endpoint.bodyKind === "raw") return { bytes: await read(), type };
  if (endpoint.bodyKind === "form") return readForm(await read(), request);
  if (endpoint.body === null) return undefined;
  return parse(endpoint.body, readJson(await read(), type), "body");
}
