import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { HOUSE_TABLES } from "./testing/rows.ts";

const [first = "", ...later] = globSync("schema/migrations/*.sql").sort();
/** Those of the first release that search reads, and what they refer to. */
const OLD_TABLES = [
  "users",
  "media",
  "creator_profiles",
  "bots",
  "knowledge_collections",
  "knowledge",
  "conversations",
  "messages",
];

/** A database of the first release with its rows, brought to now. */
function migrated(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  db.exec(readFileSync(first, "utf8"));
  for (const [table, row] of HOUSE_TABLES.filter(([name]) => OLD_TABLES.includes(name))) {
    const known = new Set(
      db
        .prepare(`select name from pragma_table_info('${table}')`)
        .all()
        .map(({ name }) => name),
    );
    const fields = Object.entries(row).filter(([name]) => known.has(name));
    db.prepare(
      `insert into ${table} (${fields.map(([name]) => `"${name}"`).join(", ")}) values (${fields.map(() => "?").join(", ")})`,
    ).run(...fields.map(([, value]) => value));
  }
  db.exec(`update conversations set bot_participation = '[{"bot_id":"b1"},{"bot_id":"b1"},{}]'`);
  for (const file of later) db.exec(readFileSync(file, "utf8"));
  return db;
}

const found = (db: DatabaseSync, word: string) =>
  db
    .prepare(
      `select kind || ' ' || ref as row from search_words
       inner join search_documents on search_documents.id = search_words.rowid where search_words match ?`,
    )
    .all(word)
    .map(({ row }) => row);

test("[FIND4] texts and rooms of the first release are found once it is brought to now", () => {
  const db = migrated();
  expect(found(db, "lamp")).toEqual(["knowledge e1"]);
  expect(found(db, "hello")).toEqual(["messages s1"]);
  expect(found(db, "guarded : mara")).toEqual(["bots b1"]);
  expect(db.prepare("select conversation, bot from conversation_bots").all()).toEqual([
    { conversation: "r1", bot: "b1" },
  ]);
});

test("[FIND4] the index finds the same rows after the database was packed", () => {
  const db = migrated();
  const copy = (id: string, entry: string) =>
    db.exec(`insert into messages select '${id}', conversation, seq, user, author_name, message_type, bot, '${entry}',
      message_attribution, message_content, message_thread, token_tracking, byo_key, message_status, metadata, takes,
      current_take_id, persona_id, reasoning_content, interrupted, stopped_by, failed, hidden, aside, whisper_to, pinned,
      streaming, activation, length, sha256, rev, created_timestamp, modified_timestamp, createdAt, updatedAt
      from messages limit 1`);
  for (let at = 0; at < 20; at += 1) copy(`a${at}`, `word${at}`);
  db.exec("delete from messages where id in ('s1', 'a3', 'a7')");
  db.exec("vacuum");
  expect([found(db, "word5"), found(db, "word3")]).toEqual([["messages a5"], []]);
});
