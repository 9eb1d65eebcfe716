/** Most bytes of a close frame's reason. */
const MAX_REASON_BYTES = 123;
/** Codes that stand for the lack of one and are never sent. */
const NEVER_SENT: readonly number[] = [1004, 1005, 1006, 1015];
const NORMAL = 1000;

/**
 * Answers a close that says no code, one that nobody may send or too long a reason: the platform sends nothing back to
 * those, and the other end waits for an answer, a browser for seconds. All others are answered for us.
 */
export function answerClose(socket: Pick<WebSocket, "close">, code: number, reason: string): void {
  const isSayable = code >= NORMAL && code < 5_000 && !NEVER_SENT.includes(code);
  if (isSayable && new TextEncoder().encode(reason).length <= MAX_REASON_BYTES) return;
  try {
    socket.close(NORMAL, "");
  } catch {
    // Gone already.
  }
}
