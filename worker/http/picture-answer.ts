import type { MediaRecord } from "../../schema/tables/media.ts";
import { AppError } from "../../shared/app-error.ts";
import type { Env } from "../env.ts";

/** A picture is never run, framed or taken for something else, whatever its bytes also are (reliability S-14). */
const PICTURE_POLICY = "default-src 'none'; sandbox";
/** The bytes behind an id never change; only the browser that was shown the id keeps them. */
const SHOWN = "private, max-age=31536000, immutable";
/** Who may see it is asked each time, since a part in a room ends; what the browser has is not sent again. */
const IN_ROOMS = "private, no-cache";

/** The bytes of an upload, or that the browser has them. The caller has checked every right. @throws AppError `not_found`. */
export async function pictureAnswer(
  env: Env,
  request: Request,
  row: Pick<MediaRecord, "mimeType" | "r2_key" | "room_only">,
  isInRoom = row.room_only,
): Promise<Response> {
  const object = await env.MEDIA.get(row.r2_key, { onlyIf: request.headers });
  if (object === null) throw new AppError("not_found", "no such picture");
  const headers = new Headers({
    "content-type": row.mimeType,
    "content-security-policy": PICTURE_POLICY,
    "content-disposition": "inline",
    "cache-control": isInRoom ? IN_ROOMS : SHOWN,
    etag: object.httpEtag,
  });
  const { body } = object as Partial<Pick<R2ObjectBody, "body">>;
  if (body === undefined) return new Response(null, { status: 304, headers });
  headers.set("content-length", String(object.size));
  return new Response(body, { headers });
}
