import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";
import { dropRoomPictures } from "./drop-room-pictures.ts";

/**
 * Empties the objects of conversations, removes the pictures sent there and notes it, so that no row of theirs is
 * removed while their outbox may still write, and none comes back afterwards.
 */
export async function endRooms(
  env: Env,
  rows: readonly Readonly<Record<string, string>>[],
  now: string,
): Promise<void> {
  const ids = rows.flatMap(({ id }) => (id === undefined ? [] : [id]));
  await Promise.all(ids.map((id) => destroyRoom(env, id)));
  await dropRoomPictures(env, ids);
  await env.DB.prepare(
    `insert into tombstones (id, kind, ended_at, createdAt) select value, 'conversations', ?2, ?2 from json_each(?1) where true
     on conflict (id) do update set ended_at = excluded.ended_at`,
  )
    .bind(JSON.stringify(ids), now)
    .run();
}

/** The object may end itself before its answer is out; then whether it still knows the room is the answer. */
async function destroyRoom(env: Env, id: string): Promise<void> {
  try {
    await callRoom(env, id, (room) => room.destroy());
  } catch (error) {
    const left = await env.CONVERSATION.getByName(id).snapshot();
    if (left.ok || left.code !== "not_found") throw error;
  }
}
