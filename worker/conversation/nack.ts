import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import type { ServerMessage } from "../../shared/protocol/server-messages.ts";
import type { Session } from "./sessions.ts";

/** Tells a socket that its frame had no effect, and why. */
export function nack(
  session: Session,
  ref: string | undefined,
  error: { code: ErrorCode; message: string; field?: string | undefined; retry_after_ms?: number },
): void {
  const { code, message, field, retry_after_ms } = error;
  const frame: ServerMessage = {
    type: "nack",
    ...(ref !== undefined && { ref }),
    error: {
      code,
      message,
      retryable: ERROR_CODES[code].retryable,
      ...(field !== undefined && { field }),
      ...(retry_after_ms !== undefined && { retry_after_ms }),
    },
  };
  session.socket.send(JSON.stringify(frame));
}
