/**
 * P15: commits of one user turn without streaming, counted in SQLite's own write-ahead log of the object: until the
 * answer is there, and with all that follows it (rows to D1, what D1 has, the alarm). Beside it a bare object that does
 * one insert a message.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { bareBundle } from "./bare-worker.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell } from "./table.ts";
import { objectCommits } from "./wal-commits.ts";

const TURNS = 20;
/** What follows a message is over by then: 250 ms until D1, a second until it is told. */
const AFTER_MS = 2_500;

interface Counted {
  readonly untilAnswered: number[];
  readonly inAll: number[];
}

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Commits of `TURNS` turns, one after the other: until each is answered, and once all is quiet after each. */
async function count(dir: string, socket: BenchSocket, frame: (n: number) => object, answer: string): Promise<Counted> {
  let answered = () => {};
  socket.onText((raw) => {
    if (raw.startsWith(answer)) answered();
  });
  const counted: Counted = { untilAnswered: [], inAll: [] };
  for (let n = 0; n < TURNS; n++) {
    const before = objectCommits(dir);
    const done = new Promise<void>((resolve) => {
      answered = resolve;
    });
    socket.send(frame(n));
    await done;
    counted.untilAnswered.push(objectCommits(dir) - before);
    await wait(AFTER_MS);
    counted.inAll.push(objectCommits(dir) - before);
  }
  return counted;
}

await bench(async ({ folder, start }) => {
  const ours = await start("ours");
  const bare = await start("bare", { bundle: bareBundle() });
  const { api, room } = await openTable(ours.url);
  const [device] = await joinRoom(api, room, 1);
  const bareSocket = await openSocket(bare.url.replace("http", "ws"));
  await wait(AFTER_MS);
  if (!device) throw new Error("nobody is in the room");
  const send = () => ({ type: "send", ref: randomUUID(), text: "nobody goes up there without my key", respond: false });
  const [bareCount, ourCount] = await Promise.all([
    count(join(folder, "bare"), bareSocket, (n) => ({ text: `message ${n}` }), '{"type":"event"'),
    count(join(folder, "ours"), device, send, '{"type":"ack"'),
  ]);
  const shown = ({ untilAnswered, inAll }: Counted) =>
    `${cell(mean(untilAnswered))}, ${cell(mean(inAll))} with all after`;
  return [
    {
      goal: "P15",
      what: "commits of a turn without streaming, until it is answered",
      ...spread(ourCount.untilAnswered),
      value: mean(ourCount.untilAnswered),
      unit: "a turn",
      sign: "≤",
      limit: 2,
      ours: shown(ourCount),
      baseline: `${shown(bareCount)}, bare object with insert`,
      trials: `${TURNS} turns`,
    },
  ];
});
