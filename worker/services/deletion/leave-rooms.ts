import { AppError } from "../../../shared/app-error.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";
import { GONE_NAME } from "./relations.ts";

/** Takes someone out of rooms of others whose member they were; what they said there stays under nobody's name. */
export async function leaveRooms(env: Env, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  await Promise.all(rows.map(({ conversation = "", user = "" }) => leave(env, conversation, user)));
  await env.DB.prepare(
    `delete from conversation_members where (conversation, user) in
     (select value ->> '$.conversation', value ->> '$.user' from json_each(?1))`,
  )
    .bind(JSON.stringify(rows))
    .run();
}

/** A row of D1 whose room is not there names nothing that could be left. */
async function leave(env: Env, conversation: string, user: string): Promise<void> {
  try {
    await callRoom(env, conversation, (room) => room.passOn(user, { user_id: null, name: GONE_NAME }));
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
  }
}
