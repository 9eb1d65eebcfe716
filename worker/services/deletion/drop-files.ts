import type { Env } from "../../env.ts";
import { archiveKeys } from "../export/archive-keys.ts";

type Rows = readonly Readonly<Record<string, string>>[];

const idsOf = (rows: Rows): string => JSON.stringify(rows.map(({ id }) => id));

/** Removes pictures: their bytes, then their rows, so that no bytes are left which nothing names. */
export async function dropMedia(env: Env, rows: Rows): Promise<void> {
  await env.MEDIA.delete(rows.flatMap(({ r2_key }) => (r2_key === undefined ? [] : [r2_key])));
  await env.DB.prepare("delete from media where id in (select value from json_each(?1))").bind(idsOf(rows)).run();
}

/** Removes the originals of documents that no other entry was made of, and takes their keys out of these entries. */
export async function dropDocuments(env: Env, rows: Rows): Promise<void> {
  const ids = idsOf(rows);
  const unneeded = await env.DB.prepare(
    `select distinct entry.r2_file_key as r2_file_key from knowledge as entry where entry.id in (select value from json_each(?1))
     and not exists (select 1 from knowledge as other where other.r2_file_key = entry.r2_file_key
                     and other.id not in (select value from json_each(?1)))`,
  )
    .bind(ids)
    .all<{ r2_file_key: string }>();
  await env.MEDIA.delete(unneeded.results.map(({ r2_file_key }) => r2_file_key));
  await env.DB.prepare("update knowledge set r2_file_key = null where id in (select value from json_each(?1))")
    .bind(ids)
    .run();
}

/** Removes archives of exports, then what their jobs say of them. */
export async function dropArchives(env: Env, rows: Rows): Promise<void> {
  for (const { id = "" } of rows) await env.MEDIA.delete(await archiveKeys(env, id));
  await env.DB.prepare("update jobs set result = null where id in (select value from json_each(?1))")
    .bind(idsOf(rows))
    .run();
}
