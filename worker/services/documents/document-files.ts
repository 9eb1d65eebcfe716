import { eq } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { AppError } from "../../../shared/app-error.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { Viewer } from "../access/rights.ts";
import { readEntry } from "../knowledge/read-entries.ts";

type Files = Pick<Env, "DB" | "MEDIA">;

/** Removes an uploaded file that no entry refers to any more. @param key What `deleteEntry` answered. */
export async function releaseFile(env: Files, key: string | null): Promise<void> {
  if (key === null) return;
  const db = openDb(env.DB);
  const user = await db
    .select({ id: knowledge.id })
    .from(knowledge)
    .where(eq(knowledge.r2_file_key, key))
    .limit(1)
    .get();
  if (user === undefined) await env.MEDIA.delete(key);
}

/** Never run, framed or shown in place of a page of ours, whatever its bytes are (reliability S-14). */
const FILE_POLICY = "default-src 'none'; sandbox";

/** A name in both of the forms that RFC 6266 has: plain for the old, whole for everyone else. */
function disposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(filename).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

/**
 * The file that an entry was made of, as it was sent, to be kept and not shown.
 * @throws AppError `not_found`, also where the entry is none of the caller's or came from no file; `forbidden`.
 */
export async function readFileOf(env: Files, id: string, viewer: Viewer): Promise<Response> {
  const db = openDb(env.DB);
  const { content_metadata } = await readEntry(db, id, viewer);
  const stored = await db.select({ key: knowledge.r2_file_key }).from(knowledge).where(eq(knowledge.id, id)).get();
  const object = stored?.key == null ? null : await env.MEDIA.get(stored.key);
  if (object === null) throw new AppError("not_found", "no file of this entry");
  return new Response(object.body, {
    headers: {
      "content-type": content_metadata.mime_type ?? "application/octet-stream",
      "content-length": String(object.size),
      "content-disposition": disposition(content_metadata.filename ?? "document"),
      "content-security-policy": FILE_POLICY,
      "cache-control": "private, no-store",
    },
  });
}
