/**
 * P3: what a delivery of a stored message costs with 200 sockets, against 50: in our room and in a bare object. The
 * product takes 64 sockets a room: this is a build of it without that limit.
 */
import { randomUUID } from "node:crypto";
import type { ServerProcess } from "../run/server-process.ts";
import { bareBundle } from "./bare-worker.ts";
import { bundleOfBiggerRooms } from "./bigger-rooms.ts";
import { type Broadcast, cpuPerDelivery } from "./cpu-per-delivery.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { workerdOf } from "./process-cpu.ts";
import { inTurns, ratios } from "./rounds.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const FEW = 50;
const MANY = 200;
/** As many deliveries of either, at the same pace. */
const DELIVERIES = 30_000;
const DELIVERIES_PER_MS = 6;
const TEXT = "nobody goes up there without my key, unless the ferryman has been baking again";

async function ourRoom(server: ServerProcess, size: number): Promise<Broadcast> {
  const { api, room } = await openTable(server.url, `host-${size}@example.test`);
  return {
    pid: workerdOf(server.pid),
    sockets: await joinRoom(api, room, size),
    hearers: size,
    say: (socket) => socket.send({ type: "send", ref: randomUUID(), text: TEXT, respond: false }),
    counts: (raw) => raw.includes('"message.created"'),
  };
}

async function bareRoom(server: ServerProcess, size: number): Promise<Broadcast> {
  const sockets: BenchSocket[] = [];
  for (let n = 0; n < size; n++) sockets.push(await openSocket(`${server.url.replace("http", "ws")}/${size}`));
  return {
    pid: workerdOf(server.pid),
    sockets,
    hearers: size,
    say: (socket) => socket.send({ text: TEXT }),
    counts: (raw) => raw.startsWith('{"type":"event"'),
  };
}

const measure = (room: Broadcast): Promise<number> =>
  cpuPerDelivery(room, DELIVERIES / room.hearers, room.hearers / DELIVERIES_PER_MS);

await bench(async ({ rounds, start }) => {
  const ours = await start("ours", { bundle: await bundleOfBiggerRooms() });
  const bare = await start("bare", { bundle: bareBundle() });
  const [ourFew, ourMany] = [await ourRoom(ours, FEW), await ourRoom(ours, MANY)];
  const [bareFew, bareMany] = [await bareRoom(bare, FEW), await bareRoom(bare, MANY)];
  const found = await inTurns(rounds, {
    bareFew: () => measure(bareFew),
    bareMany: () => measure(bareMany),
    ourFew: () => measure(ourFew),
    ourMany: () => measure(ourMany),
  });
  const bareGrowth = cell(median(ratios(found.bareMany, found.bareFew)));
  return [
    {
      goal: "P3",
      what: `CPU of a stored message, a delivery, ${MANY} sockets against ${FEW}`,
      ...spread(ratios(found.ourMany, found.ourFew)),
      unit: "×",
      sign: "≤",
      limit: 1.4,
      ours: `${cell(median(found.ourMany))} against ${cell(median(found.ourFew))} µs`,
      baseline: `${bareGrowth} ×, bare object with insert`,
      trials: `${rounds} × ${DELIVERIES} deliveries`,
    },
  ];
});
