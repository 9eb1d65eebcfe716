/**
 * P15: commits of one user turn without streaming, counted in SQLite's own write-ahead log of the object: until the
 * answer is there, and with all that follows it (rows to D1, what D1 has, the alarm). Beside it a bare object that does
 * one insert a message.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { bareBundle } from "./bare-worker.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { printTable } from "./table.ts";
import { objectCommits } from "./wal-commits.ts";

const TURNS = 20;
/** What follows a message is over by then: 250 ms until D1, a second until it is told. */
const AFTER_MS = 2_500;

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Commits of `TURNS` turns, one after the other: until each is answered, and once all is quiet after each. */
async function count(dir: string, socket: BenchSocket, frame: (n: number) => object, answer: string) {
  let answered = () => {};
  socket.onText((raw) => {
    if (raw.startsWith(answer)) answered();
  });
  let untilAnswered = 0;
  let inAll = 0;
  for (let n = 0; n < TURNS; n++) {
    const before = objectCommits(dir);
    const done = new Promise<void>((resolve) => {
      answered = resolve;
    });
    socket.send(frame(n));
    await done;
    untilAnswered += objectCommits(dir) - before;
    await wait(AFTER_MS);
    inAll += objectCommits(dir) - before;
  }
  return { "until answered": untilAnswered / TURNS, "in all": inAll / TURNS };
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const dirs = { ours: join(folder, "ours"), bare: join(folder, "bare") };
const ours = await startServer({ dir: dirs.ours });
const bare = await startServer({ dir: dirs.bare, bundle: bareBundle() });
const { api, room } = await openTable(ours.url);
const [device] = await joinRoom(api, room, 1);
const bareSocket = await openSocket(bare.url.replace("http", "ws"));
await wait(AFTER_MS);
const send = () => ({ type: "send", ref: randomUUID(), text: "nobody goes up there without my key", respond: false });
const [bareCount, ourCount] = await Promise.all([
  count(dirs.bare, bareSocket, (n) => ({ text: `message ${n}` }), '{"type":"event"'),
  device ? count(dirs.ours, device, send, '{"type":"ack"') : null,
]);
printTable(`P15 · commits a user turn, ${TURNS} turns (goal ≤ 2 until answered)`, [
  { room: "bare object, one insert", ...bareCount },
  { room: "BotCafe", ...ourCount },
]);
await Promise.all([ours.kill9(), bare.kill9()]);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
