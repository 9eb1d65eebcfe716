import { AppError } from "../../../shared/app-error.ts";
import type { Command } from "../../../shared/protocol/client-messages.ts";
import type { CallActor, CommandAnswer } from "../../conversation/call-command.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "./call-room.ts";

/**
 * Has a room do what a command asks. The caller has checked that `actor` takes part in it; the room asks again.
 * @param field What the command calls a field, by what the caller called it.
 * @returns Id of the message it posted, where it posted one. @throws AppError as the room refused it.
 */
export async function commandRoom(
  env: Env,
  id: string,
  actor: CallActor,
  command: Command,
  field: (name: string) => string = (name) => name,
): Promise<string | undefined> {
  return (await commandForAnswer(env, id, actor, command, field)).message_id;
}

/** The same. @returns All that the room's answer names. */
export async function commandForAnswer(
  env: Env,
  id: string,
  actor: CallActor,
  command: Command,
  field: (name: string) => string = (name) => name,
): Promise<Extract<CommandAnswer, { ok: true }>> {
  const answer = await callRoom(env, id, (room) => room.act(actor, command));
  if (answer.ok) return answer;
  const fields = answer.field === undefined ? [] : [{ path: field(answer.field), message: answer.message }];
  throw new AppError(answer.code, "the room refused", { publicMessage: `${answer.message}.`, fields });
}
