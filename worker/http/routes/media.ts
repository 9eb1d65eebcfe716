import { eq } from "drizzle-orm";
import { z } from "zod";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { MAX_IMAGE_BYTES, MediaRow } from "../../../shared/fields/media.ts";
import { deleteMedia, describeMedia, listMedia, readMedia, toMediaRow } from "../../services/media/media-rows.ts";
import { storeImage } from "../../services/media/store-image.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { decodeCursor, ListQuery, listOf, toPage } from "../list.ts";

const ById = z.object({ id: Id });
const Alt = z.strictObject({ alt: z.string().trim().max(1_000) });

/** A picture is never run, framed or taken for something else, whatever its bytes also are (reliability S-14). */
const PICTURE_POLICY = "default-src 'none'; sandbox";
/** The bytes behind an id never change; only the browser that was shown the id keeps them. */
const PICTURE_CACHING = "private, max-age=31536000, immutable";

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
  rate: { max: 20, windowS: 60 },
  handler: async ({ env, principal }, { body }) => {
    const form = body as unknown as FormData;
    const file = form.get("file");
    if (file === null || typeof file === "string")
      throw new AppError("invalid", "no file", {
        publicMessage: "Send the picture in the field `file`.",
        fields: [{ path: "file", message: "is missing" }],
      });
    const alt = form.get("alt");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const words = { filename: file.name, alt: typeof alt === "string" ? alt : undefined };
    return toMediaRow(await storeImage(env, principal.userId, bytes, words));
  },
});

const list = endpoint({
  method: "GET",
  path: "/api/media",
  need: "session",
  summary: "My uploads, newest first",
  query: ListQuery.omit({ search: true, count: true }),
  output: listOf(MediaRow),
  handler: async ({ db, principal }, { query: { limit, cursor } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await listMedia(db, principal.userId, { after, limit });
    return toPage(rows.map(toMediaRow), limit, ({ createdAt, id }) => ({ value: createdAt, id }));
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
  handler: async ({ db, principal, nowMs }, { params, body }) =>
    toMediaRow(await describeMedia(db, params.id, principal.userId, body.alt, nowMs)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/media/:id",
  need: "owner",
  summary: "Delete an upload that is shown nowhere",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async ({ env, principal }, { params }) => {
    await deleteMedia(env, params.id, principal.userId);
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
