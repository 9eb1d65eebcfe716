/**
 * P5: how much later than the provider said it a token reaches the devices: 50 tokens/s × 5 sockets, each frame durable
 * before it is shown, against a bare relay that stores nothing.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { bareBundle } from "./bare-worker.ts";
import { clockMs, startProvider } from "./provider.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { median, printTable } from "./table.ts";

const SOCKETS = 5;
const RATE = 50;
const TOKENS = 300;
const REPETITIONS = 3;

/** Delays of every token on every socket, milliseconds, until all have heard all. */
async function listen(sockets: readonly BenchSocket[], begin: () => void): Promise<number[]> {
  const delays: number[] = [];
  let closed = 0;
  await new Promise<void>((done) => {
    for (const socket of sockets) {
      let rest = "";
      socket.onText((raw) => {
        // What came with the very end stands in the closed message; it is one window at most and not counted.
        if (raw.includes('"message.updated"') && ++closed === sockets.length) done();
        if (!raw.startsWith('{"type":"delta"')) return;
        const now = clockMs();
        // A token may be cut in two; it counts when its end is here.
        rest += (JSON.parse(raw) as { text?: string }).text ?? "";
        const whole = rest.slice(0, rest.lastIndexOf(">") + 1);
        rest = rest.slice(whole.length);
        for (const [, said] of whole.matchAll(/<(\d+)>/g)) delays.push(now - Number(said));
        if (delays.length >= TOKENS * SOCKETS) done();
      });
    }
    begin();
  });
  return delays;
}

const at = (xs: readonly number[], share: number) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length * share)] ?? 0;

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const provider = await startProvider(RATE, TOKENS);
const vars = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "bench" };
const ours = await startServer({ dir: join(folder, "ours"), vars });
const bare = await startServer({ dir: join(folder, "bare"), bundle: bareBundle() });
const runs = { ours: [] as number[][], bare: [] as number[][] };
for (let i = 0; i < REPETITIONS; i++) {
  const relays: BenchSocket[] = [];
  for (let n = 0; n < SOCKETS; n++) relays.push(await openSocket(bare.url.replace("http", "ws")));
  runs.bare.push(await listen(relays, () => relays[0]?.send({ relay: `${provider.url}/chat/completions` })));
  for (const socket of relays) socket.close();
  const { api, room } = await openTable(ours.url);
  const devices = await joinRoom(api, room, SOCKETS);
  runs.ours.push(await listen(devices, () => devices[0]?.send({ type: "send", ref: randomUUID(), text: "go on" })));
  for (const socket of devices) socket.close();
}
const row = (name: string, xs: readonly number[][]) => ({
  stream: name,
  "p50 ms": median(xs.map((x) => at(x, 0.5))),
  "best p99 ms": Math.min(...xs.map((x) => at(x, 0.99))),
  "max ms": Math.max(...xs.flat()),
});
printTable(`P5 · ${RATE} tokens/s to ${SOCKETS} sockets, ${TOKENS} tokens × ${REPETITIONS} (goal p50 ≤ 30, p99 ≤ 75)`, [
  row("bare relay, nothing stored", runs.bare),
  row("BotCafe, committed before shown", runs.ours),
]);
await Promise.all([ours.kill9(), bare.kill9()]);
provider.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
