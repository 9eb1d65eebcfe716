import type { Env } from "../../env.ts";
import { dropMedia } from "./drop-files.ts";

/** Pictures of one statement; R2 takes ten times as many keys. */
const AT_ONCE = 100;

/** Sent in these rooms and shown in no other: a branch keeps what its messages show. */
const ONLY_THERE = `
  select distinct media.id as id, media.r2_key as r2_key from messages, json_each(messages.message_content, '$.media_attachments') as shown
  inner join media on media.id = shown.value and media.room_only = 1
  where messages.conversation in (select value from json_each(?1))
    and not exists (
      select 1 from messages as other, json_each(other.message_content, '$.media_attachments') as again
      where other.user = media.user and other.conversation not in (select value from json_each(?1)) and again.value = media.id)
  limit ${AT_ONCE}`;

/** Removes the pictures of rooms that have ended, while D1 still has their messages. A repeat finds nothing more. */
export async function dropRoomPictures(env: Env, rooms: readonly string[]): Promise<void> {
  const found = env.DB.prepare(ONLY_THERE).bind(JSON.stringify(rooms));
  for (let isMore = true; isMore; ) {
    const { results } = await found.all<Record<string, string>>();
    if (results.length > 0) await dropMedia(env, results);
    isMore = results.length === AT_ONCE;
  }
}
