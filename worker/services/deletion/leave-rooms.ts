import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";

/** Cuts someone off from rooms of others whose member they were, and takes them out of their lists. */
export async function leaveRooms(env: Env, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  await Promise.all(
    rows.map(({ conversation = "", user = "" }) => callRoom(env, conversation, (room) => room.accessChanged(user))),
  );
  await env.DB.prepare(
    `delete from conversation_members where (conversation, user) in
     (select value ->> '$.conversation', value ->> '$.user' from json_each(?1))`,
  )
    .bind(JSON.stringify(rows))
    .run();
}
