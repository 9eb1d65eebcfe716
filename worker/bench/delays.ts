import { clockMs } from "./provider.ts";
import type { BenchSocket } from "./sockets.ts";

/** How late tokens are at one socket, milliseconds each, as they come; the provider wrote into each when it was said. */
export function hearDelays(socket: BenchSocket, late: (ms: number) => void): () => void {
  let rest = "";
  return socket.onText((raw) => {
    if (!raw.startsWith('{"type":"delta"')) return;
    const now = clockMs();
    // A token may be cut in two; it counts when its end is here.
    rest += (JSON.parse(raw) as { text?: string }).text ?? "";
    const whole = rest.slice(0, rest.lastIndexOf(">") + 1);
    rest = rest.slice(whole.length);
    for (const [, said] of whole.matchAll(/<(\d+)>/g)) late(now - Number(said));
  });
}

/** Whether a frame is the last of a stream: of the bare relay, or of a reply. */
export const endsStream = (raw: string): boolean =>
  raw.startsWith('{"type":"end"') || (raw.includes('"message.updated"') && raw.includes('"streaming":false'));
