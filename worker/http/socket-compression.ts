/**
 * Base-two logarithm of how far back a frame's compression looks, bytes: 2 KiB. Left to itself the runtime takes 15, and
 * spends nearly half of what a stored message costs in a room of 50 on searching 32 KiB for each of them, and a quarter
 * of a megabyte a socket on remembering it. What a frame has in common with others is the shape of its row, and that
 * stands in the frame before: measured over a room's own frames, a stored message of 1,334 bytes becomes 161 so and 121
 * with all 32 KiB, but 644 with 1 KiB; a snapshot of 62 kB 5.7 kB and 4.0 kB. ADR 0056.
 */
const WINDOW_BITS = 11;

/** What is agreed to where a client offers compression; where it does not, nothing is compressed. */
const AGREED = `permessage-deflate; server_max_window_bits=${WINDOW_BITS}; client_max_window_bits=${WINDOW_BITS}`;

/** A socket handed on by an object, its compression agreed on. Whatever is no socket passes as it is. */
export function withCompression(opened: Response): Response {
  if (opened.webSocket === null) return opened;
  return new Response(null, {
    status: 101,
    webSocket: opened.webSocket,
    headers: { "sec-websocket-extensions": AGREED },
  });
}
