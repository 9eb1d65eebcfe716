import { expect, test } from "vitest";
import { closedBotMessage } from "../core/message-rows.ts";
import { nodeSql } from "../testing/node-sql.ts";
import { migrateRoom } from "./room-migrations.ts";
import { sqliteRoomStore } from "./sqlite-room-store.ts";

/** Tables as rooms of the first release have them, as far as later steps touch them. */
const FIRST = [
  `CREATE TABLE _migrations (id TEXT PRIMARY KEY) WITHOUT ROWID`,
  `INSERT INTO _migrations (id) VALUES ('0001-first')`,
  `CREATE TABLE messages (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, counted INTEGER NOT NULL, human INTEGER NOT NULL, current_take_id TEXT, payload TEXT NOT NULL)`,
  `CREATE TABLE traces (message_id TEXT NOT NULL, take_id TEXT NOT NULL, trace TEXT, receipt TEXT, PRIMARY KEY (message_id, take_id)) WITHOUT ROWID`,
  `CREATE TABLE firings (message_id TEXT NOT NULL, take_id TEXT NOT NULL, entry_id TEXT NOT NULL, method TEXT, score REAL, PRIMARY KEY (message_id, take_id, entry_id)) WITHOUT ROWID`,
  `CREATE TABLE state (key TEXT PRIMARY KEY, payload TEXT NOT NULL) WITHOUT ROWID`,
  `INSERT INTO state VALUES ('people', '{"members":[{"user_id":"u","read_up_to":"m"},{"user_id":"v","read_up_to":null}]}')`,
  `INSERT INTO traces (message_id, take_id, trace, receipt) VALUES ('m', 't', '{"L":0}', null)`,
  `INSERT INTO firings (message_id, take_id, entry_id, method, score) VALUES ('m', 't', 'lamp', 'keyword', 2)`,
];

test("[LIFE12] a room of the first release keeps its messages, explanations and lore, and goes on", () => {
  const sql = nodeSql();
  for (const statement of FIRST) sql.all(statement);
  const row = closedBotMessage({
    id: "m",
    conversation: "c",
    user: "u",
    botId: "b",
    botName: "B",
    now: "",
    takeId: "t",
    model: "",
    whisperTo: null,
    text: "hello",
    sha256: "",
  });
  sql.all(`INSERT INTO messages VALUES ('m', 1, 1, 0, 't', ?)`, JSON.stringify({ ...row, seq: 1 }));
  const { messages, turns, people } = sqliteRoomStore(sql);
  expect([people.unread("u").unread, people.unread("v").unread], "what was read stays read").toEqual([0, 1]);
  expect(messages.newest(5).messages.map((m) => m.entry)).toEqual(["hello"]);
  expect(turns.trace("m", "t")).toBe('{"L":0}');
  expect(turns.ledger(9)).toMatchObject([{ entryId: "lamp", index: 0, score: 2 }]);
  turns.saveTrace({ messageId: "m", takeId: "t", generationId: "g" }, '{"L":1}', []);
  expect(turns.trace("m", "t")).toBe('{"L":1}');
  turns.forget("m", "t", "g");
  expect([turns.trace("m", "t"), turns.ledger(9).length]).toEqual(['{"L":0}', 1]);
  migrateRoom(sql);
  expect(turns.ledger(9)).toHaveLength(1);
});
