/**
 * P13: what a row costs on its way from the outbox to D1: as the outbox writes, fifty rows a statement, against one
 * statement a row; beside it fifty statements in one `batch()`, and a bare table of two columns either way.
 */
import { randomUUID } from "node:crypto";
import type { OutboxOrder, OutboxWay } from "../testing/outbox-order.ts";
import { type ApiClient, eventually } from "../torture/api-client.ts";
import { type Figure, spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { bundleWithOutboxRoute } from "./outbox-build.ts";
import { cpuMs, workerdOf } from "./process-cpu.ts";
import { inTurns, ratios } from "./rounds.ts";
import { joinRoom, openTable } from "./sockets.ts";
import { cell, median, printTable } from "./table.ts";

/** Rows of one measurement: enough that a hundredth of a second of CPU is little beside them. */
const ROWS: Record<OutboxWay, number> = {
  single: 500,
  batch: 1_000,
  ours: 2_000,
  "bare-single": 500,
  "bare-array": 2_000,
};
const TEXT = "Nobody goes up there without my key, unless the ferryman has been baking again.";

/** A message of the room as its outbox would send it, from what D1 has of one. */
async function sample(api: ApiClient, room: string): Promise<Record<string, unknown>> {
  const [device] = await joinRoom(api, room, 1);
  const heard = new Promise<Record<string, unknown>>((done) => {
    device?.onText((raw) => {
      const { event } = JSON.parse(raw) as { event?: { type: string; message?: Record<string, unknown> } };
      if (event?.type === "message.created" && event.message) done(event.message);
    });
  });
  device?.send({ type: "send", ref: randomUUID(), text: TEXT, respond: false });
  const message = await heard;
  await eventually(
    () => api.get<{ docs: object[] }>(`/api/messages?conversation=${room}`),
    ({ docs }) => docs.length >= 1,
  );
  return message;
}

await bench(async ({ rounds, start }) => {
  const server = await start("ours", { bundle: await bundleWithOutboxRoute() });
  const { api, room } = await openTable(server.url);
  const message = await sample(api, room);
  const pid = workerdOf(server.pid);
  let seq = 1_000;
  const wallMs: Record<string, number[]> = {};
  const write = (way: OutboxWay) => async (): Promise<number> => {
    const order: OutboxOrder = { way, rows: ROWS[way], message, seq };
    seq += ROWS[way];
    const before = cpuMs(pid);
    const begun = performance.now();
    // Its own connection: Node takes one that was upgraded to a socket for one it may use again.
    const headers = { connection: "close" };
    const response = await fetch(`${server.url}/__bench`, { method: "POST", headers, body: JSON.stringify(order) });
    if (!response.ok) throw new Error(`${way}: ${response.status} ${await response.text()}`);
    wallMs[way] = [...(wallMs[way] ?? []), (performance.now() - begun) / ROWS[way]];
    return ((cpuMs(pid) - before) * 1_000) / ROWS[way];
  };
  const found = await inTurns(rounds, {
    single: write("single"),
    batch: write("batch"),
    ours: write("ours"),
    "bare-single": write("bare-single"),
    "bare-array": write("bare-array"),
  });
  const wall = (way: OutboxWay) => (wallMs[way] ?? []).slice(1);
  printTable(
    "a row to D1",
    (Object.keys(ROWS) as OutboxWay[]).map((way) => ({
      way,
      "µs CPU": median(found[way]),
      µs: 1_000 * median(wall(way)),
    })),
  );
  const figure = (what: string, single: OutboxWay, many: OutboxWay, limit: number): Figure => ({
    goal: "P13",
    what,
    ...spread(ratios(found[single], found[many])),
    unit: "× cheaper",
    sign: "≥",
    limit,
    ours: `${cell(median(found[many]))} µs CPU`,
    baseline: `${cell(median(found[single]))} µs CPU, single statements`,
    trials: `${rounds} × ${ROWS[many]} rows`,
  });
  return [
    figure("a message's row to D1, in batches of 50", "single", "ours", 15),
    figure("beside it: a row of two columns, the same way", "bare-single", "bare-array", 15),
  ];
});
