import { sql } from "drizzle-orm";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";

/** Most rooms told of one person; sockets of further ones end when their proof does. Chosen: one call each. */
const MAX_ROOMS = 500;

/** Has every room of a person, and their own object, look at their rights now: whoever may not be there any more is cut off. */
export async function cutOff(env: Env, userId: string): Promise<void> {
  const rooms = await openDb(env.DB).all<{ id: string }>(
    sql`select id from conversations where user = ${userId}
        union select conversation from conversation_members where user = ${userId} limit ${MAX_ROOMS}`,
  );
  await Promise.allSettled([
    env.USER.getByName(userId).accessChanged(),
    ...rooms.map(({ id }) => callRoom(env, id, (room) => room.accessChanged(userId))),
  ]);
}
