/**
 * P6: how many rooms may stream at once, 50 tokens/s before 2 sockets each, until the slowest hundredth of all tokens is
 * more than 150 ms late; against a bare relay that gathers text in the same window and stores nothing, and beside it one
 * that commits each window as we must: so one sees what the disk costs and what we do. Provider, devices and server share
 * the machine, for all alike.
 */
import { randomUUID } from "node:crypto";
import { DELTA_WINDOW_MS } from "../../shared/protocol/limits.ts";
import { quantile } from "../torture/scoreboard.ts";
import { bareBundle } from "./bare-worker.ts";
import { endsStream, hearDelays } from "./delays.ts";
import { type Figure, spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { startProvider } from "./provider.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const SOCKETS = 2;
const RATE = 50;
const SECONDS = 4;
const LATE_MS = 150;
/** Rooms of the first look; each further one has a quarter more until it is too many. */
const FIRST = 5;
const STEP = 1.25;
const MOST = 400;
/** What a relay manages at least on a machine that does nothing else; below it a run says nothing about us. Measured. */
const IDLE_LEAST = 30;
/** Looks at the same number before it counts as too many: the machine does other things too. */
const LOOKS = 2;
/** Opened at once: the machine is also the one that measures. */
const AT_ONCE = 5;
const LIMIT_MS = 60_000;

/** A room, or a relay, with its devices. */
interface Place {
  readonly sockets: readonly BenchSocket[];
  begin(): void;
}

/** p99 of all tokens at all devices, milliseconds, of so many streams at once. The first ones begin spread over a second. */
async function p99Of(places: readonly Place[]): Promise<number> {
  const delays: number[] = [];
  const offs: (() => void)[] = [];
  let ended = 0;
  await new Promise<void>((done) => {
    const timer = setTimeout(done, LIMIT_MS);
    const hearEnd = (raw: string) => {
      if (!endsStream(raw) || ++ended < places.length) return;
      clearTimeout(timer);
      done();
    };
    for (const { sockets } of places)
      for (const [at, socket] of sockets.entries()) {
        offs.push(hearDelays(socket, (ms) => delays.push(ms)));
        if (at === 0) offs.push(socket.onText(hearEnd));
      }
    for (const [at, place] of places.entries()) setTimeout(() => place.begin(), (at * 1_000) / places.length);
  });
  for (const off of offs) off();
  return ended < places.length ? Number.POSITIVE_INFINITY : (quantile(delays, 0.99) ?? Number.POSITIVE_INFINITY);
}

/** The greatest number of places that kept to it, in steps of a quarter. */
async function capacity(open: (n: number) => Promise<Place>, name: string): Promise<number> {
  const places: Place[] = [];
  let good = 0;
  for (let wanted = FIRST; wanted <= MOST; wanted = Math.ceil(wanted * STEP)) {
    while (places.length < wanted) {
      const more = Math.min(AT_ONCE, wanted - places.length);
      const from = places.length;
      places.push(...(await Promise.all(Array.from({ length: more }, (_, n) => open(from + n)))));
    }
    let best = Number.POSITIVE_INFINITY;
    for (let look = 0; look < LOOKS && best > LATE_MS; look++) best = Math.min(best, await p99Of(places));
    console.log(`  ${name}: ${wanted} streams, p99 ${cell(best)} ms`);
    if (best > LATE_MS) break;
    good = wanted;
  }
  for (const { sockets } of places) for (const socket of sockets) socket.close();
  return good;
}

await bench(async ({ rounds, start }) => {
  const provider = await startProvider({ tokensPerSecond: RATE, tokens: RATE * SECONDS, everyMs: 1_000 / RATE });
  // A life of the server each: rooms of the last round would weigh on this one's. A round takes minutes: one in five.
  const times = Math.ceil(rounds / 5);
  const found = { ours: [] as number[], bare: [] as number[], storing: [] as number[] };
  const relays = async (name: string, stores: boolean): Promise<number> => {
    const server = await start(name, { bundle: bareBundle() });
    const count = await capacity(async (n) => {
      const address = `${server.url.replace("http", "ws")}/${n}`;
      const sockets = [await openSocket(address), await openSocket(address)];
      const order = { relay: `${provider.url}/chat/completions`, window: DELTA_WINDOW_MS, stores };
      return { sockets, begin: () => sockets[0]?.send(order) };
    }, name);
    await server.kill9();
    return count;
  };
  for (let round = 0; round < times; round++) {
    found.bare.push(await relays(`bare-${round}`, false));
    found.storing.push(await relays(`storing-${round}`, true));
    const vars = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "bench" };
    const ours = await start(`ours-${round}`, { vars });
    found.ours.push(
      await capacity(async (n) => {
        const { api, room } = await openTable(ours.url, `host-${n}@example.test`);
        const sockets = await joinRoom(api, room, SOCKETS);
        return { sockets, begin: () => sockets[0]?.send({ type: "send", ref: randomUUID(), text: "go on" }) };
      }, "BotCafe"),
    );
    await ours.kill9();
  }
  provider.close();
  const least = Math.min(...found.bare);
  if (least < IDLE_LEAST) throw new Error(`the machine is too busy: even bare relays manage only ${least} streams`);
  const what = `rooms streaming at once, ${RATE} tokens/s, ${SOCKETS} sockets, p99 ≤ ${LATE_MS} ms`;
  const against = (name: string, beside: readonly number[], baseline: string): Figure => ({
    goal: "P6",
    what: name,
    ...spread(found.ours.map((n, at) => n / (beside[at] ?? Number.NaN))),
    unit: "×",
    sign: "≥",
    limit: 0.85,
    ours: `${cell(median(found.ours))} rooms, each window committed`,
    baseline: `${cell(median(beside))} bare relays, same window, ${baseline}`,
    trials: `${times} × ${SECONDS} s a step`,
  });
  return [
    against(what, found.bare, "nothing stored"),
    against("the same against relays that store", found.storing, "each committed"),
  ];
});
