import { D1OutboxSink } from "../conversation/adapters/d1-outbox-sink.ts";
import { UPSERT_MESSAGES } from "../conversation/adapters/d1-outbox-sql.ts";
import type { OutboxRow } from "../conversation/ports.ts";
import type { Env } from "../env.ts";
import type { OutboxOrder, OutboxWay } from "./outbox-order.ts";

type Handler = (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;

/** Rows of one write of the room's outbox. */
const BATCH = 50;
const BARE_ONE = "insert into bare (id, text) values (?, ?)";
const BARE_ARRAY = "insert into bare (id, text) select value ->> '$.id', value ->> '$.entry' from json_each(?)";

/** The product's front door, and beside it a way to write rows to D1 without a room: for one benchmark's build only. */
export function withOutboxRoute(handle: Handler): Handler {
  return async (request, env, ctx) => {
    if (new URL(request.url).pathname !== "/__bench") return await handle(request, env, ctx);
    const { way, rows, message, seq } = (await request.json()) as OutboxOrder;
    const payloads = Array.from({ length: rows }, (_, n) =>
      JSON.stringify({ ...message, id: crypto.randomUUID(), seq: seq + n }),
    );
    await env.DB.prepare("create table if not exists bare (id text primary key, text text)").run();
    for (let at = 0; at < payloads.length; at += BATCH) await WAYS[way](env.DB, payloads.slice(at, at + BATCH));
    return Response.json({ written: payloads.length });
  };
}

const WAYS: Record<OutboxWay, (db: D1Database, payloads: readonly string[]) => Promise<unknown>> = {
  single: async (db, payloads) => {
    for (const payload of payloads) await upsert(db, [payload]).run();
  },
  batch: async (db, payloads) => await db.batch(payloads.map((payload) => upsert(db, [payload]))),
  ours: async (db, payloads) => await new D1OutboxSink(db).write(payloads.map(rowOf)),
  "bare-single": async (db, payloads) => {
    for (const payload of payloads) {
      const { id, entry } = JSON.parse(payload) as { id: string; entry: string };
      await db.prepare(BARE_ONE).bind(id, entry).run();
    }
  },
  "bare-array": async (db, payloads) => await db.prepare(BARE_ARRAY).bind(arrayOf(payloads)).run(),
};

const arrayOf = (payloads: readonly string[]): string => `[${payloads.join(",")}]`;
const upsert = (db: D1Database, payloads: readonly string[]) => db.prepare(UPSERT_MESSAGES).bind(arrayOf(payloads));
const rowOf = (payload: string, n: number): OutboxRow => ({
  id: n,
  kind: "message",
  key: `${n}`,
  rev: 1,
  seq: n,
  payload,
});
