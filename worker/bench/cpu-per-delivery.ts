import { cpuMs } from "./process-cpu.ts";
import type { BenchSocket } from "./sockets.ts";

/** One kind of message that a room brings to everyone in it. */
export interface Broadcast {
  /** The process that does the work. */
  readonly pid: number;
  readonly sockets: readonly BenchSocket[];
  say(socket: BenchSocket, n: number): void;
  /** Whether a frame is such a message. */
  counts(raw: string): boolean;
  /** Sockets that hear of one, of all. */
  readonly hearers: number;
}

const LIMIT_MS = 30_000;

/**
 * Processor time a delivery, microseconds, of so many messages to all sockets.
 * @param pauseMs Between two messages: the room is to be busy, not drowned.
 * @throws Where not all of them came.
 */
export async function cpuPerDelivery(work: Broadcast, messages: number, pauseMs: number): Promise<number> {
  const { pid, sockets, hearers } = work;
  const wanted = messages * hearers;
  let delivered = 0;
  const offs: (() => void)[] = [];
  const all = new Promise<void>((done) => {
    const hear = (raw: string) => {
      if (work.counts(raw) && ++delivered === wanted) done();
    };
    for (const socket of sockets) offs.push(socket.onText(hear));
  });
  const before = cpuMs(pid);
  for (let n = 0; n < messages; n++) {
    // Everyone in turn: no socket comes near what it may send.
    const sender = sockets[n % sockets.length];
    if (sender) work.say(sender, n);
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${delivered} of ${wanted} frames came`)), LIMIT_MS);
  });
  await Promise.race([all, late]);
  clearTimeout(timer);
  for (const off of offs) off();
  return ((cpuMs(pid) - before) * 1_000) / wanted;
}
