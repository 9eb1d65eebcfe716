/**
 * P1: server CPU of one stored message per delivery, N = 50 sockets: our room against a bare object with one insert.
 * Our frame is the message's whole row, some twenty times as long as the bare one's: a second bare object sends as many
 * bytes, so that what the room costs can be told from what its frame costs. They alternate in one run; medians.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { bareBundle } from "./bare-worker.ts";
import { cpuMs, workerdOf } from "./process-cpu.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { median, printTable } from "./table.ts";

const SOCKETS = 50;
const MESSAGES = 300;
const REPETITIONS = 5;
/** Under what one socket may send: messages go round over these many. */
const SENDERS = 25;
const PAUSE_MS = 8;

/** CPU per delivery, microseconds, of `MESSAGES` messages to all sockets. */
async function measure(
  pid: number,
  sockets: readonly BenchSocket[],
  say: (socket: BenchSocket, n: number) => void,
  counts: (raw: string) => boolean,
): Promise<number> {
  let delivered = 0;
  let finish = () => {};
  const all = new Promise<void>((done) => {
    finish = done;
  });
  let measuring = true;
  for (const socket of sockets)
    socket.onText((raw) => {
      if (measuring && counts(raw) && ++delivered === MESSAGES * SOCKETS) finish();
    });
  const before = cpuMs(pid);
  for (let n = 0; n < MESSAGES; n++) {
    const sender = sockets[n % SENDERS];
    if (sender) say(sender, n);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  await all;
  measuring = false;
  return ((cpuMs(pid) - before) * 1_000) / delivered;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const ours = await startServer({ dir: join(folder, "ours") });
const bare = await startServer({ dir: join(folder, "bare"), bundle: bareBundle() });
const { api, room } = await openTable(ours.url);
const ourSockets = await joinRoom(api, room, SOCKETS);
const bareSockets: BenchSocket[] = [];
for (let i = 0; i < SOCKETS; i++) bareSockets.push(await openSocket(bare.url.replace("http", "ws")));

const text = (n: number) =>
  `message ${n}: nobody goes up there without my key, unless the ferryman has been baking again`;
const results = { ours: [] as number[], bare: [] as number[], long: [] as number[] };
/** Characters of one of our frames, as devices get it. */
let frameChars = 0;
ourSockets[0]?.onText((raw) => {
  if (raw.includes('"message.created"')) frameChars = raw.length;
});
for (let i = 0; i < REPETITIONS; i++) {
  const sayBare = (socket: BenchSocket, n: number) => socket.send({ text: text(n) });
  results.bare.push(
    await measure(workerdOf(bare.pid), bareSockets, sayBare, (raw) => raw.startsWith('{"type":"event"')),
  );
  const say = (socket: BenchSocket, n: number) =>
    socket.send({ type: "send", ref: randomUUID(), text: text(n), respond: false });
  results.ours.push(await measure(workerdOf(ours.pid), ourSockets, say, (raw) => raw.includes('"message.created"')));
  const sayLong = (socket: BenchSocket, n: number) => socket.send({ text: text(n).padEnd(frameChars, ".") });
  results.long.push(
    await measure(workerdOf(bare.pid), bareSockets, sayLong, (raw) => raw.startsWith('{"type":"event"')),
  );
}
const row = (name: string, xs: readonly number[]) => ({
  room: name,
  "µs per delivery": median(xs),
  min: Math.min(...xs),
  max: Math.max(...xs),
  ratio: median(xs) / median(results.bare),
});
printTable(`P1 · a stored message to ${SOCKETS} sockets, ${MESSAGES} messages × ${REPETITIONS} (goal ≤ 1.15)`, [
  row("bare object, one insert", results.bare),
  row(`bare object, frames of ${frameChars} characters like ours`, results.long),
  row("BotCafe", results.ours),
]);
await Promise.all([ours.kill9(), bare.kill9()]);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
