import type { ConversationSnapshot, CreateRoom } from "../../conversation/rpc.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import { callRoom } from "./call-room.ts";

/**
 * Makes a room and sees to it that D1 knows it, since nobody is let into a conversation that D1 does not know. A room
 * whose row is late is there all the same: its outbox goes on trying.
 */
export async function openRoom(env: Env, input: CreateRoom): Promise<ConversationSnapshot> {
  const create = () => callRoom(env, input.id, (room) => room.create(input));
  const made = await create();
  if (made.persisted) return made;
  const again = await create();
  if (!again.persisted) log.warn("conversation.row_is_late");
  return again;
}
