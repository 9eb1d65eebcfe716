/**
 * P12: the first device in a room whose object is not in memory, from the opening of its socket until it has the newest
 * fifty: 10,000 messages against a room where little was said. Each room is met once a life of the server.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ServerProcess } from "../run/server-process.ts";
import { type ApiClient, eventually } from "../torture/api-client.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { lengthenRooms } from "./long-rooms.ts";
import { inTurns, ratios } from "./rounds.ts";
import { enterRoom, joinRoom, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";

const MESSAGES = 10_000;
/** Rooms of either kind, entered one after the other. */
const ROOMS = 12;
const TEXT =
  "Nobody goes up there without my key, unless the ferryman has been baking again; and he has, I smelled it at the pier.";

/** A room where two things were said, and D1 knows of them. */
async function talkedIn(api: ApiClient): Promise<string> {
  const bots = await api.get<{ docs: { id: string }[] }>("/api/bots");
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bots.docs[0]?.id ?? ""] });
  const [device] = await joinRoom(api, id, 1);
  for (let n = 0; n < 2; n++) device?.send({ type: "send", ref: randomUUID(), text: TEXT, respond: false });
  await eventually(
    () => api.get<{ docs: object[] }>(`/api/messages?conversation=${id}`),
    ({ docs }) => docs.length >= 2,
  );
  device?.close();
  return id;
}

/** The middle of so many first entries, milliseconds. */
async function enterAll(api: ApiClient, rooms: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (const room of rooms) {
    const begun = performance.now();
    const { socket, welcome } = await enterRoom(api, room, "cold");
    times.push(performance.now() - begun);
    socket.close();
    if (!welcome.includes('"messages":[{')) throw new Error("a welcome without messages");
  }
  return median(times);
}

await bench(async ({ rounds, folder, start }) => {
  let server: ServerProcess = await start("ours");
  const { api } = await openTable(server.url);
  const rooms: string[] = [];
  for (let n = 0; n < 2 * ROOMS; n++) rooms.push(await talkedIn(api));
  const [short, long] = [rooms.slice(0, ROOMS), rooms.slice(ROOMS)];
  await server.stop();
  lengthenRooms(join(folder, "ours"), long, MESSAGES);
  const coldly = async (these: readonly string[]) => {
    server = await server.restart();
    return await enterAll(api, these);
  };
  const found = await inTurns(rounds, { short: () => coldly(short), long: () => coldly(long) });
  await server.kill9();
  return [
    {
      goal: "P12",
      what: `cold room of ${MESSAGES} messages, connect until the newest 50`,
      ...spread(ratios(found.long, found.short)),
      unit: "×",
      sign: "≤",
      limit: 2,
      ours: `${cell(median(found.long))} ms`,
      baseline: `${cell(median(found.short))} ms, room of a few messages`,
      trials: `${rounds} × ${ROOMS} rooms`,
    },
  ];
});
