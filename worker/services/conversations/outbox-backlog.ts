import { sql } from "drizzle-orm";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";

/** Rooms that are asked. Chosen: where D1 cannot be written, those active last are those that wait. */
const ROOMS = 20;
/** How long an answer serves, milliseconds: whoever may ask anonymously shall not wake rooms with every call. */
const FRESH_MS = 30_000;

/** Rows that rooms have told their people of and D1 has not yet. */
export interface OutboxBacklog {
  readonly rooms: number;
  readonly rows: number;
}

const known = new WeakMap<D1Database, { readonly atMs: number; readonly answer: Promise<OutboxBacklog | null> }>();

/** What the rooms active last still have to write to D1, up to FRESH_MS old; null where they cannot be asked. */
export function outboxBacklog(env: Env, nowMs: number): Promise<OutboxBacklog | null> {
  const last = known.get(env.DB);
  if (last !== undefined && nowMs - last.atMs < FRESH_MS) return last.answer;
  const answer = askRooms(env);
  known.set(env.DB, { atMs: nowMs, answer });
  return answer;
}

async function askRooms(env: Env): Promise<OutboxBacklog | null> {
  try {
    const rooms = await openDb(env.DB).all<{ id: string }>(
      sql`select id from conversations order by last_activity desc limit ${ROOMS}`,
    );
    const rows = await Promise.all(rooms.map(({ id }) => env.CONVERSATION.getByName(id).backlog()));
    return { rooms: rooms.length, rows: rows.reduce((sum, count) => sum + count, 0) };
  } catch (error) {
    log.error("health.rooms", error);
    return null;
  }
}
