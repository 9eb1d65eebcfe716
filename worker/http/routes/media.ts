import { eq } from "drizzle-orm";
import { z } from "zod";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { IMAGE_TYPES, MAX_ALT, MAX_IMAGE_BYTES, MediaRow } from "../../../shared/fields/media.ts";
import { cursorBy } from "../../services/keyset.ts";
import {
  countMedia,
  deleteMedia,
  describeMedia,
  listMedia,
  MediaSort,
  readMedia,
  toMediaRow,
} from "../../services/media/media-rows.ts";
import { type ImageWords, storeImage } from "../../services/media/store-image.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });
const Alt = z.strictObject({ alt: z.string().trim().max(MAX_ALT).optional() });

/** A picture is never run, framed or taken for something else, whatever its bytes also are (reliability S-14). */
const PICTURE_POLICY = "default-src 'none'; sandbox";
/** The bytes behind an id never change; only the browser that was shown the id keeps them. */
const PICTURE_CACHING = "private, max-age=31536000, immutable";

const refused = (path: string, message: string, publicMessage = `${path} ${message}.`): AppError =>
  new AppError("invalid", path, { publicMessage, fields: [{ path, message }] });

/** The picture and what is said of it. @throws AppError `invalid` naming the field. */
function readForm(form: FormData): { file: File; words: ImageWords } {
  for (const name of form.keys()) {
    if (name !== "file" && name !== "alt") throw refused(name, "cannot be set");
    if (form.getAll(name).length > 1) throw refused(name, "stands twice");
  }
  const [file, alt] = [form.get("file"), form.get("alt") ?? undefined];
  if (file === null || typeof file === "string")
    throw refused("file", "is missing", "Send the picture in the field `file`.");
  if (alt instanceof File) throw refused("alt", "has to be a text");
  const { success, data } = Alt.safeParse({ alt });
  if (!success) throw refused("alt", `may have at most ${MAX_ALT} characters`);
  return { file, words: { filename: file.name, alt: data.alt } };
}

const upload = endpoint({
  method: "POST",
  path: "/api/media",
  need: "session",
  summary: "Upload a picture (PNG, JPEG, WebP or GIF, field `file`)",
  bodyKind: "form",
  // Room for the form around the file.
  bodyLimit: MAX_IMAGE_BYTES + 64 * 1_024,
  output: MediaRow,
  status: 201,
  rate: { max: 20, windowS: 60, of: "upload" },
  handler: async ({ env, principal }, { body }) => {
    const { file, words } = readForm(body as unknown as FormData);
    return toMediaRow(await storeImage(env, principal.userId, new Uint8Array(await file.arrayBuffer()), words));
  },
});

const list = endpoint({
  method: "GET",
  path: "/api/media",
  need: "session",
  summary: "My uploads, newest first",
  query: ListQuery.extend({ sort: MediaSort, mimeType: z.enum(IMAGE_TYPES).optional() }),
  output: listOf(MediaRow),
  handler: async ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const rows = listMedia(db, principal.userId, asked).then((records) => records.map(toMediaRow));
    return listAnswer(query, rows, cursorBy(query.sort), () => countMedia(db, principal.userId, asked));
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/media/:id",
  need: "owner",
  summary: "One of my uploads",
  params: ById,
  output: MediaRow,
  handler: async ({ db, principal }, { params }) => toMediaRow(await readMedia(db, params.id, principal.userId)),
});

const describe = endpoint({
  method: "PATCH",
  path: "/api/media/:id",
  need: "owner",
  summary: "Say what a picture shows",
  params: ById,
  body: Alt,
  output: MediaRow,
  handler: async (context, { params, body: { alt } }) => {
    if (alt === undefined) return toMediaRow(await readMedia(context.db, params.id, context.principal.userId));
    return toMediaRow(await describeMedia(context.db, params.id, editorOf(context), alt));
  },
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/media/:id",
  need: "owner",
  summary: "Delete an upload that is shown nowhere",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteMedia(context.env, params.id, editorOf(context));
    return null;
  },
});

/**
 * The bytes. Whoever knows an id may see the picture: ids hold 62 random bits, are only given to those who may see what
 * shows the picture, and an address that asked for a session could not be shown to visitors of a public bot.
 */
const show = endpoint({
  method: "GET",
  path: "/media/:id",
  need: "none",
  summary: "The picture itself",
  params: ById,
  output: z.null(),
  handler: async ({ env, db, request }, { params }) => {
    const row = await db.select().from(media).where(eq(media.id, params.id)).get();
    const object = row === undefined ? null : await env.MEDIA.get(row.r2_key, { onlyIf: request.headers });
    if (row === undefined || object === null) throw new AppError("not_found", "no such picture");
    const headers = new Headers({
      "content-type": row.mimeType,
      "content-security-policy": PICTURE_POLICY,
      "content-disposition": "inline",
      "cache-control": PICTURE_CACHING,
      etag: object.httpEtag,
    });
    const { body } = object as Partial<Pick<R2ObjectBody, "body">>;
    if (body === undefined) return new Response(null, { status: 304, headers });
    headers.set("content-length", String(object.size));
    return new Response(body, { headers });
  },
});

export const mediaEndpoints: readonly Endpoint[] = [upload, list, read, describe, remove, show];
