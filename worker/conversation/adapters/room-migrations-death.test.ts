import { expect, test } from "vitest";
import { closedBotMessage } from "../core/message-rows.ts";
import { nodeSql } from "../testing/node-sql.ts";
import { migrate } from "./migrate.ts";
import { migrateRoom, ROOM_STEPS } from "./room-migrations.ts";
import type { SqlPort } from "./sql-port.ts";
import { sqliteRoomStore } from "./sqlite-room-store.ts";

const MESSAGES = 12;
/** Rooms of each release but the newest, by how many steps they have. */
const RELEASES = ROOM_STEPS.slice(0, -1).map((_, at) => at + 1);

/** A room as that release left it, with something in every table that a later step rewrites. */
function oldRoom(steps: number): SqlPort {
  const sql = nodeSql();
  migrate(sql, ROOM_STEPS.slice(0, steps));
  const generation = steps === 1 ? "" : ", generation_id";
  const own = steps === 1 ? "" : ", 'g'";
  for (let n = 1; n <= MESSAGES; n++) {
    const id = `m${n}`;
    const facts = { id, conversation: "c", user: "u", botId: "b", botName: "B", now: "", takeId: "t", model: "" };
    const row = closedBotMessage({ ...facts, whisperTo: null, text: `words ${n}`, sha256: "" });
    sql.all(
      `INSERT INTO messages (id, seq, counted, human, current_take_id, payload) VALUES (?, ?, 1, 0, 't', ?)`,
      id,
      n,
      JSON.stringify({ ...row, seq: n }),
    );
    sql.all(`INSERT INTO traces (message_id, take_id, trace${generation}) VALUES (?, 't', '{"L":0}'${own})`, id);
    sql.all(
      `INSERT INTO firings (message_id, take_id, entry_id, method, score${generation}) VALUES (?, 't', 'lamp', 'keyword', 2${own})`,
      id,
    );
  }
  const people = { members: [{ user_id: "u", read_up_to: "m10" }] };
  sql.all(`INSERT INTO state VALUES ('people', ?)`, JSON.stringify(people));
  return sql;
}

/** All that stands in the file: tables and indexes as they were made, and every row. */
function contents(sql: SqlPort): unknown {
  const made = sql.all(`SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name`);
  const tables = made.filter(({ type }) => type === "table").map(({ name }) => String(name));
  return [made, ...tables.map((name) => [name, sql.all(`SELECT * FROM "${name}"`)])];
}

/** The process dies before the statement `at`, from 0: what is not committed is gone. Answers whether it came there. */
function diesAt(sql: SqlPort, at: number): boolean {
  let count = 0;
  const dying: SqlPort = {
    all(query, ...bindings) {
      if (count++ === at) throw new Error("death");
      return sql.all(query, ...bindings);
    },
    transaction: (work) => sql.transaction(work),
  };
  try {
    migrateRoom(dying);
    return false;
  } catch {
    return true;
  }
}

test.each(RELEASES)("[LIFE15] a room of release %i that dies anywhere on its way here comes through whole", (steps) => {
  const straight = oldRoom(steps);
  migrateRoom(straight);
  const wanted = contents(straight);
  let deaths = 0;
  for (let at = 0; ; at++) {
    const sql = oldRoom(steps);
    if (!diesAt(sql, at)) break;
    deaths += 1;
    // And once more, at the same place of what is left.
    diesAt(sql, at);
    migrateRoom(sql);
    expect(contents(sql), `after a death at statement ${at}`).toEqual(wanted);
  }
  const statements = ROOM_STEPS.slice(steps).reduce((sum, step) => sum + step.statements.length + 1, 0);
  expect(deaths).toBe(statements + 2);
  const store = sqliteRoomStore(straight);
  expect(store.messages.newest(50).messages.map(({ entry }) => entry)).toHaveLength(MESSAGES);
  expect(store.turns.trace("m3", "t")).toBe('{"L":0}');
  expect(store.turns.ledger(99)).toHaveLength(MESSAGES);
});
