/**
 * P2: server CPU a delivery of what is not stored, N = 50 sockets: who types, in our room, against a bare object that
 * sends frames of the same length to all but the sender.
 */
import { bareBundle } from "./bare-worker.ts";
import { type Broadcast, cpuPerDelivery } from "./cpu-per-delivery.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { workerdOf } from "./process-cpu.ts";
import { inTurns, ratios } from "./rounds.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const SOCKETS = 50;
const FRAMES = 1_000;
const PAUSE_MS = 4;
/** What a bare frame carries so that it is as long as one of ours, which names a person. */
const PADDING = 44;

await bench(async ({ rounds, start }) => {
  const ours = await start("ours");
  const bare = await start("bare", { bundle: bareBundle() });
  const { api, room } = await openTable(ours.url);
  const bareSockets: BenchSocket[] = [];
  for (let n = 0; n < SOCKETS; n++) bareSockets.push(await openSocket(bare.url.replace("http", "ws")));
  const typing: Omit<Broadcast, "say" | "pid" | "sockets"> = {
    counts: (raw) => raw.startsWith('{"type":"typing"'),
    hearers: SOCKETS - 1,
  };
  const room50: Broadcast = {
    ...typing,
    pid: workerdOf(ours.pid),
    sockets: await joinRoom(api, room, SOCKETS),
    say: (socket, n) => socket.send({ type: "typing", on: n % 2 === 0 }),
  };
  const bare50: Broadcast = {
    ...typing,
    pid: workerdOf(bare.pid),
    sockets: bareSockets,
    say: (socket) => socket.send({ unstored: "x".repeat(PADDING) }),
  };
  const found = await inTurns(rounds, {
    bare: () => cpuPerDelivery(bare50, FRAMES, PAUSE_MS),
    ours: () => cpuPerDelivery(room50, FRAMES, PAUSE_MS),
  });
  return [
    {
      goal: "P2",
      what: `CPU of an unstored frame, a delivery, ${SOCKETS} sockets`,
      ...spread(ratios(found.ours, found.bare)),
      unit: "×",
      sign: "≤",
      limit: 1.1,
      ours: `${cell(median(found.ours))} µs`,
      baseline: `${cell(median(found.bare))} µs, bare object`,
      trials: `${rounds} × ${FRAMES * (SOCKETS - 1)} deliveries`,
    },
  ];
});
