import { PING_MS } from "../../shared/protocol/limits.ts";
import type { ClientClock } from "../state/ports.ts";

/** How long an answer to `ping` may take, milliseconds: with PING_MS, a half-open socket is seen within 35 s (reliability P4). */
export const PONG_MS = 10_000;

export interface Heartbeat {
  /** A socket has opened. */
  start(): void;
  /** Anything was received: it is alive. */
  heard(): void;
  /** Asks now instead of at the next beat: the page woke up, the network changed. */
  probe(): void;
  stop(): void;
}

/** Says `ping` at a steady pace and calls `dead` when nothing at all comes back in time. */
export function createHeartbeat(clock: ClientClock, ping: () => void, dead: () => void): Heartbeat {
  let cancelBeat = () => {};
  let cancelWait: (() => void) | null = null;
  const heard = () => {
    cancelWait?.();
    cancelWait = null;
  };
  const stop = () => {
    cancelBeat();
    heard();
  };
  const beat = () => {
    cancelBeat();
    cancelBeat = clock.after(PING_MS, beat);
    ping();
    cancelWait ??= clock.after(PONG_MS, () => {
      stop();
      dead();
    });
  };
  const start = () => {
    stop();
    cancelBeat = clock.after(PING_MS, beat);
  };
  return { start, heard, probe: beat, stop };
}
