import { AppError } from "../../../shared/app-error.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import type { MessageInput } from "../../../shared/fields/message-input.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";
import { commandRoom } from "../conversations/command-room.ts";
import { demandRole } from "../conversations/read-conversations.ts";

/** What the room's command calls `text` is the row's `entry`. */
const fieldName = (name: string): string => (name === "text" ? "entry" : name);

/**
 * Posts a message into its room, as a socket would; bots answer as the room's turn-taking has it.
 * @returns The message as the room has it. @throws AppError `not_found` for no part in the room; as the room refuses.
 */
export async function postMessage(
  env: Env,
  { conversation, entry, ref = crypto.randomUUID(), ...rest }: MessageInput,
  { userId, name }: { readonly userId: string; readonly name: string },
): Promise<MessageRow> {
  await demandRole(openDb(env.DB), conversation, userId);
  const command = { type: "send", ref, text: entry, ...rest } as const;
  const id = await commandRoom(env, conversation, { user_id: userId, name }, command, fieldName);
  const message = id === undefined ? null : await callRoom(env, conversation, (room) => room.message(id));
  if (message === null) throw new AppError("internal", "a message that was posted is not there");
  return message;
}
