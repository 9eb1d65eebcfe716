import { ERROR_CODES, type ErrorCode, toErrorCode } from "../../shared/app-error.ts";
import type { ReplyError } from "../../shared/fields/message.ts";
import { ModelFailure } from "./ports.ts";

/** A failure as people see it in the bot's place. */
export const replyError = (code: ErrorCode, message: string): ReplyError => ({
  code,
  message,
  retryable: ERROR_CODES[code].retryable,
});

/** What to tell people of anything thrown; what a provider's adapter has sorted stays as it is. */
export function replyErrorOf(cause: unknown): ReplyError {
  if (cause instanceof ModelFailure) return cause.error;
  return replyError(toErrorCode(cause), "Something broke on our side. Your message is saved.");
}
