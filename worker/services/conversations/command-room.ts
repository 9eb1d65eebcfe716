import { AppError } from "../../../shared/app-error.ts";
import type { Command } from "../../../shared/protocol/client-messages.ts";
import type { CallActor } from "../../conversation/call-command.ts";
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
  const answer = await callRoom(env, id, (room) => room.act(actor, command));
  if (answer.ok) return answer.message_id;
  const fields = answer.field === undefined ? [] : [{ path: field(answer.field), message: answer.message }];
  throw new AppError(answer.code, "the room refused", { publicMessage: `${answer.message}.`, fields });
}
