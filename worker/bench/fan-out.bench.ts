/**
 * P1: server CPU of one stored message per delivery, N = 50 sockets: our room against a bare object with one insert.
 * Our frame is the message's whole row, some twenty times as long as the bare one's, and is compressed for each socket: a
 * second bare object sends our very frames, so that what the room costs can be told from what its frame costs.
 */
import { randomUUID } from "node:crypto";
import { bareBundle } from "./bare-worker.ts";
import { type Broadcast, cpuPerDelivery } from "./cpu-per-delivery.ts";
import { type Figure, spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { workerdOf } from "./process-cpu.ts";
import { inTurns, ratios } from "./rounds.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const SOCKETS = 50;
const MESSAGES = 300;
const PAUSE_MS = 8;

const text = (n: number) =>
  `message ${n}: nobody goes up there without my key, unless the ferryman has been baking again`;

await bench(async ({ rounds, start }) => {
  const ours = await start("ours");
  const bare = await start("bare", { bundle: bareBundle() });
  const { api, room } = await openTable(ours.url);
  const bareSockets: BenchSocket[] = [];
  for (let i = 0; i < SOCKETS; i++) bareSockets.push(await openSocket(bare.url.replace("http", "ws")));
  /** Our frames of the round that warms up, as devices get them; no quotes, which would be written as two characters. */
  const frames: string[] = [];
  const table: Broadcast = {
    pid: workerdOf(ours.pid),
    sockets: await joinRoom(api, room, SOCKETS),
    hearers: SOCKETS,
    say: (socket, n) => socket.send({ type: "send", ref: randomUUID(), text: text(n), respond: false }),
    counts(raw) {
      const isOne = raw.includes('"message.created"');
      if (isOne && frames.length < MESSAGES * SOCKETS) frames.push(raw.replaceAll('"', "'"));
      return isOne;
    },
  };
  const plain: Broadcast = {
    pid: workerdOf(bare.pid),
    sockets: bareSockets,
    hearers: SOCKETS,
    say: (socket, n) => socket.send({ text: text(n) }),
    counts: (raw) => raw.startsWith('{"type":"event"'),
  };
  const same: Broadcast = { ...plain, say: (socket, n) => socket.send({ text: frames[n * SOCKETS] }) };
  const found = await inTurns(rounds, {
    ours: () => cpuPerDelivery(table, MESSAGES, PAUSE_MS),
    plain: () => cpuPerDelivery(plain, MESSAGES, PAUSE_MS),
    same: () => cpuPerDelivery(same, MESSAGES, PAUSE_MS),
  });
  const against = (what: string, beside: readonly number[], baseline: string): Figure => ({
    goal: "P1",
    what,
    ...spread(ratios(found.ours, beside)),
    unit: "×",
    sign: "≤",
    limit: 1.15,
    ours: `${cell(median(found.ours))} µs`,
    baseline: `${cell(median(beside))} µs, ${baseline}`,
    trials: `${rounds} × ${MESSAGES * SOCKETS} deliveries`,
  });
  return [
    against(`CPU of a stored message, a delivery, ${SOCKETS} sockets`, found.plain, "bare object with insert"),
    against("the same against our very frames", found.same, `bare object with insert, ${frames[0]?.length} characters`),
  ];
});
