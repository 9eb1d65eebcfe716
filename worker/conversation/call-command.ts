import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import type { Command } from "../../shared/protocol/client-messages.ts";
import type { ServerMessage } from "../../shared/protocol/server-messages.ts";
import type { CommandDesk } from "./command-desk.ts";
import type { RoomSocket } from "./ports.ts";
import { newSession } from "./sessions.ts";

/** Who calls; the caller of the object has proved it. */
export interface CallActor {
  readonly user_id: string;
  readonly name: string;
}

/** What became of a command: what its `ack` names, or why it had no effect. */
export type CommandAnswer =
  | { readonly ok: true; readonly message_id?: string; readonly conversation_id?: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly field?: string };

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

/** A device for the length of one call: it hears the answer to its command and nothing of the room. */
class CallSocket implements RoomSocket {
  readonly id = "call";
  answer: CommandAnswer = { ok: false, code: "forbidden", message: "you take no part in this room" };

  send(frame: string): void {
    // Our own frame, encoded a moment ago in this object.
    const answer = JSON.parse(frame) as Extract<ServerMessage, { type: "ack" | "nack" }>;
    if (answer.type === "ack") {
      const { message_id, conversation_id } = answer;
      this.answer = { ok: true, ...(message_id && { message_id }), ...(conversation_id && { conversation_id }) };
    } else {
      const { code, message, field } = answer.error;
      this.answer = {
        ok: false,
        code: isErrorCode(code) ? code : "internal",
        message,
        ...(field !== undefined && { field }),
      };
    }
  }
  close(): void {}
  save(): void {}
  lastPingMs(): null {
    return null;
  }
}

/** Does what a command asks on behalf of `actor`, by the same rules as a command from a socket. */
export async function callCommand(
  desk: CommandDesk,
  actor: CallActor,
  command: Command,
  nowMs: number,
): Promise<CommandAnswer> {
  const socket = new CallSocket();
  const facts = {
    ...actor,
    session_id: "",
    // The proof was checked for this call.
    expires_at_ms: Number.MAX_SAFE_INTEGER,
    device_kind: "call",
    device_id: "call",
    device_name: "",
    live: false,
    watch_activation: false,
    watch_prompt: false,
  };
  await desk.take(newSession(socket, facts, nowMs), command);
  return socket.answer;
}
