import type { Command } from "../../shared/protocol/client-messages.ts";
import { MAX_FRAME_BYTES } from "../../shared/protocol/limits.ts";
import type { NackError } from "../../shared/protocol/server-messages.ts";

/** What a device refuses by itself, in the form the room would. */

export const TOO_LARGE: NackError = {
  code: "too_large",
  message: "This message is too long to send at once. Shorten it or split it.",
  retryable: false,
};
export const PASSED: NackError = {
  code: "offline",
  message: "There was no connection for a minute, so this was not done. Try again if you still want it.",
  retryable: true,
};

/** Whether the room would close the socket over this frame; a resend would then close it again and again. */
export function isTooLarge(command: Command): boolean {
  const frame = JSON.stringify(command);
  return frame.length * 3 > MAX_FRAME_BYTES && new TextEncoder().encode(frame).length > MAX_FRAME_BYTES;
}
