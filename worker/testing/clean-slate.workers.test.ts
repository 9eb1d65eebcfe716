import { type D1Migration, env, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { HOUSE_TABLES } from "../../schema/testing/rows.ts";
import { cleanSlate, type Stores } from "./clean-slate.ts";

const stores = env as unknown as Stores & { TEST_MIGRATIONS: D1Migration[] };
const { DB, CONVERSATION } = stores;
const clean = () => cleanSlate(stores, stores.TEST_MIGRATIONS);
const schemaOf = async () => (await DB.prepare("select name, sql from sqlite_master order by name").all()).results;
const rowsOf = async (table: string) => (await DB.prepare(`select count(*) as n from "${table}"`).first("n")) as number;

/** One row of every table of the house, and one for each trigger that writes beside them. */
async function fill(): Promise<string[]> {
  const inserts = HOUSE_TABLES.map(([table, row]) => {
    const names = Object.keys(row);
    const text = `insert into ${table} ("${names.join('", "')}") values (${names.map(() => "?").join(", ")})`;
    return DB.prepare(text).bind(...Object.values(row));
  });
  await DB.batch([DB.prepare("pragma defer_foreign_keys = on"), ...inserts]);
  return [...HOUSE_TABLES.map(([table]) => table), "search_documents", "conversation_bots"];
}

test("rows of every table are gone, also those nothing may delete and those that are searched; the schema stays", async () => {
  const before = await schemaOf();
  const tables = await fill();
  expect(await Promise.all(tables.map(rowsOf))).not.toContain(0);
  await clean();
  expect((await Promise.all(tables.map(rowsOf))).filter((rows) => rows > 0)).toEqual([]);
  expect((await DB.prepare("select rowid from search_words where search_words match 'a*'").all()).results).toEqual([]);
  expect((await schemaOf()).toString()).toBe(before.toString());
  // All of it can be written again.
  await fill();
});

test("a schema that a test changed is as it was", async () => {
  await DB.exec("create trigger full before insert on bots begin select raise(ABORT, 'full'); end");
  await clean();
  expect((await schemaOf()).map(({ name }) => name)).not.toContain("full");
});

test("what a test stored in an object is gone", async () => {
  const object = CONVERSATION.getByName("a room");
  await runInDurableObject(object, (_, { storage }) => void storage.sql.exec("create table kept (a)"));
  await clean();
  const find = "select name from sqlite_master where name = 'kept'";
  const again = CONVERSATION.getByName("a room");
  expect(await runInDurableObject(again, (_, { storage }) => storage.sql.exec(find).toArray())).toEqual([]);
});

test("files that a test stored are gone", async () => {
  await stores.MEDIA.put("picture", "x");
  await clean();
  expect((await stores.MEDIA.list()).objects).toEqual([]);
});
