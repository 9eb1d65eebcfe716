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
import { pictureAnswer } from "../picture-answer.ts";
import { editorOf, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });
const Alt = z.strictObject({ alt: z.string().trim().max(MAX_ALT).optional() });
const FORM_FIELDS: readonly string[] = ["file", "alt", "for"];

const refused = (path: string, message: string, publicMessage = `${path} ${message}.`): AppError =>
  new AppError("invalid", path, { publicMessage, fields: [{ path, message }] });

/** The picture and what is said of it. @throws AppError `invalid` naming the field. */
function readForm(form: FormData): { file: File; words: ImageWords } {
  for (const name of form.keys()) {
    if (!FORM_FIELDS.includes(name)) throw refused(name, "cannot be set");
    if (form.getAll(name).length > 1) throw refused(name, "stands twice");
  }
  const [file, alt] = [form.get("file"), form.get("alt") ?? undefined];
  if (file === null || typeof file === "string")
    throw refused("file", "is missing", "Send the picture in the field `file`.");
  if (alt instanceof File) throw refused("alt", "has to be a text");
  const { success, data } = Alt.safeParse({ alt });
  if (!success) throw refused("alt", `may have at most ${MAX_ALT} characters`);
  const purpose = form.get("for");
  if (purpose !== null && purpose !== "room") throw refused("for", "is `room` or nothing");
  return { file, words: { filename: file.name, alt: data.alt, room_only: purpose === "room" } };
}

const upload = endpoint({
  method: "POST",
  path: "/api/media",
  need: "session",
  summary: "Upload a picture (PNG, JPEG, WebP or GIF, field `file`); with `for=room`, one to attach to messages",
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
 * shows the picture, and an address that asked for a session could not be shown to visitors of a public bot. What was
 * sent in a room is for its uploader alone here; others see it through the message that shows it.
 */
const show = endpoint({
  method: "GET",
  path: "/media/:id",
  need: "none",
  summary: "The picture itself",
  params: ById,
  output: z.null(),
  handler: async ({ env, db, request, principal }, { params }) => {
    const row = await db.select().from(media).where(eq(media.id, params.id)).get();
    const isHidden = row?.room_only && row.user !== principal?.userId;
    if (row === undefined || isHidden) throw new AppError("not_found", "no such picture");
    return pictureAnswer(env, request, row);
  },
});

export const mediaEndpoints: readonly Endpoint[] = [upload, list, read, describe, remove, show];
