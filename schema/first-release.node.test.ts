import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, test } from "vitest";
import { HOUSE_TABLES, type Row } from "./testing/rows.ts";

const FIRST_RELEASE = "schema/migrations/0000_init.sql";
const FILES = globSync("schema/migrations/*.sql").sort();
const LATER = FILES.filter((file) => file !== FIRST_RELEASE);

let db: DatabaseSync;
const columnsOf = (table: string): string[] =>
  (db.prepare(`pragma table_xinfo("${table}")`).all() as { name: string; hidden: number }[])
    .filter(({ hidden }) => hidden === 0)
    .map(({ name }) => name);
const tablesOf = (): string[] =>
  (
    db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all() as {
      name: string;
    }[]
  ).map(({ name }) => name);
const all = (query: string): Row[] => db.prepare(query).all() as Row[];

function insert(table: string, row: Row): void {
  const columns = columnsOf(table);
  const known = Object.entries(row).filter(([name]) => columns.includes(name));
  const names = known.map(([name]) => `"${name}"`).join(", ");
  const marks = known.map(() => "?").join(", ");
  db.prepare(`insert into ${table} (${names}) values (${marks})`).run(...known.map(([, value]) => value));
}

const LONG = "Ein Leuchtturm. ".repeat(12_500);
/** Zero-width, right-to-left, combining, emoji, quotes, a NUL and a lone percent: what texts of people hold. */
const ODD = "Māra “O'Brien” 🏳️‍🌈 \u202Eנמל\u202C e\u0301\u200B\u0000 100 % -- ; drop table users";

/** Rows beside the good ones: what a database of the first release may also hold. By table, changed from its good row. */
const ODD_ROWS: readonly (readonly [table: string, changes: Row])[] = [
  [
    "users",
    { id: "u9", email: "odd+tag@x.test", displayName: ODD, bio: LONG, preferences: '{"a":{"b":[1,2,{"c":null}]}}' },
  ],
  [
    "users",
    {
      id: "u8",
      email: "g@guest.invalid",
      displayName: "",
      guest: 1,
      expires_at: "2020-01-01T00:00:00.000Z",
      tokenBalance: 9_007_199_254_740_991,
    },
  ],
  [
    "creator_profiles",
    { id: "c9", user: "u9", username: "o-d-d", username_key: "odd", bio: ODD, tags: '[{"tag":"é"}]' },
  ],
  [
    "bots",
    {
      id: "b9",
      user: "u9",
      creator_profile: "c9",
      slug: "odd",
      name: "  ",
      description: ODD,
      system_prompt: LONG,
      age: null,
      gender: null,
      picture: null,
      extensions: '{"x":{"y":"z"}}',
      sharing_visibility: "public",
    },
  ],
  [
    "knowledge_collections",
    {
      id: "k9",
      user: "u9",
      name: "x",
      description: ODD,
      sharing_settings: "{}",
      collection_metadata: "{}",
      extensions: '{"kept":1}',
    },
  ],
  [
    "knowledge",
    {
      id: "e9",
      user: "u9",
      knowledge_collection: "k9",
      entry: ODD,
      title: ODD,
      privacy_settings: "{}",
      activation_settings: "{}",
      positioning: "{}",
      budget_control: "{}",
      original_participants: '{"personas":[],"bots":["gone"]}',
    },
  ],
  ["knowledge", { id: "e8", knowledge_collection: "k9", user: "u9", entry: LONG, tags: '[{"tag":"a"},{"tag":"b"}]' }],
  [
    "conversations",
    { id: "r9", user: "u9", title: ODD, memory_tome: "gone", persona_id: "gone", status: "muted", rev: 7, seq: 900 },
  ],
  [
    "messages",
    {
      id: "s9",
      conversation: "r9",
      user: "gone",
      bot: "gone",
      entry: ODD,
      takes: '[{"id":"t","text":"x"}]',
      seq: 9,
      reasoning_content: LONG,
    },
  ],
  [
    "messages",
    {
      id: "s8",
      conversation: "r9",
      user: "u9",
      entry: "",
      seq: 10,
      whisper_to: "gone",
      hidden: 1,
      failed: '{"code":"internal"}',
    },
  ],
  [
    "personas",
    { id: "p9", user: "u9", name: "x", is_default: 0, age: 10_000, pronouns: "other", custom_pronouns: ODD },
  ],
  ["personas", { id: "p8", user: "u9", name: ODD, is_default: 0, age: 0, description: "" }],
  [
    "jobs",
    {
      id: "j9",
      kind: "what nobody does any more",
      status: "failed",
      error: '{"code":"internal","message":"x"}',
      result: "null",
    },
  ],
  [
    "access_control",
    { id: "a9", resource_id: "gone", is_revoked: 1, revoked_at: "2026-01-01T00:00:00.000Z", revoked_by: "gone" },
  ],
  ["access_control", { id: "a8", resource_id: "gone", is_revoked: 1, expires_at: "never" }],
];

/** Columns that nothing of the first release ever filled. */
const NOT_YET: Row = { source_memory_id: null };

beforeEach(() => {
  db = new DatabaseSync(":memory:");
  db.exec(readFileSync(FIRST_RELEASE, "utf8"));
  const tables = new Set(tablesOf());
  const first = HOUSE_TABLES.filter(([table]) => tables.has(table));
  for (const [table, row] of first) insert(table, row);
  for (const [table, changes] of ODD_ROWS) {
    const [, good] = first.find(([name]) => name === table)!;
    insert(table, { ...good, ...NOT_YET, ...changes });
  }
});

describe("a filled database of the first release", () => {
  test("[SCHEMA6] has rows in every one of its tables", () => {
    const empty = tablesOf().filter((table) => all(`select 1 from ${table} limit 1`).length === 0);
    expect(empty).toEqual([]);
    expect(LATER.length).toBeGreaterThan(0);
  });

  test("[SCHEMA6] keeps every row and every value through each later migration", () => {
    const before = tablesOf().map((table) => {
      const columns = columnsOf(table).map((name) => `"${name}"`);
      const query = `select ${columns.join(", ")} from ${table} order by rowid`;
      return { table, query, rows: all(query) };
    });
    expect(before.flatMap(({ rows }) => rows).length).toBeGreaterThan(30);
    for (const file of LATER) {
      db.exec(readFileSync(file, "utf8"));
      const changed = before.filter(({ query, rows }) => JSON.stringify(all(query)) !== JSON.stringify(rows));
      expect(
        changed.map(({ table }) => table),
        file,
      ).toEqual([]);
    }
    expect(all("pragma foreign_key_check")).toEqual([]);
    expect(all("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
  });

  test("[SCHEMA6] has its defaults in every column that came later", () => {
    const known = new Map(tablesOf().map((table) => [table, columnsOf(table)]));
    for (const file of LATER) db.exec(readFileSync(file, "utf8"));
    const wrong = [...known].flatMap(([table, columns]) => {
      const added = (db.prepare(`pragma table_info("${table}")`).all() as unknown as Column[]).filter(
        ({ name }) => !columns.includes(name),
      );
      return added.flatMap(({ name, dflt_value }) => {
        const expected = dflt_value === null ? `"${name}" is null` : `"${name}" is (${dflt_value})`;
        const other = all(`select count(*) as n from ${table} where not (${expected})`)[0]?.["n"];
        return other === 0 ? [] : [`${table}.${name}`];
      });
    });
    expect(wrong).toEqual([]);
  });
  type Column = { name: string; dflt_value: string | null };

  test("[SCHEMA6] can be written to afterwards as a new one can", () => {
    for (const file of LATER) db.exec(readFileSync(file, "utf8"));
    const old = new Set(ODD_ROWS.map(([table]) => table));
    for (const table of old) {
      const row = db.prepare(`select rowid as at, * from ${table} order by rowid desc limit 1`).get() as Row;
      const column = columnsOf(table).includes("updatedAt") ? "updatedAt" : "createdAt";
      db.prepare(`update ${table} set "${column}" = '2027-01-01T00:00:00.000Z' where rowid = ?`).run(row["at"]!);
    }
    for (const [table, row] of HOUSE_TABLES.filter(([name]) => !old.has(name) && !tablesBefore().includes(name)))
      insert(table, row);
    expect(all("pragma foreign_key_check")).toEqual([]);
  });
  const tablesBefore = (): string[] => {
    const fresh = new DatabaseSync(":memory:");
    fresh.exec(readFileSync(FIRST_RELEASE, "utf8"));
    const rows = fresh.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
    return rows.map(({ name }) => name);
  };
});

/** drizzle-kit changes a table by making it anew and dropping the old; a column it drops takes its values along. */
test.each(LATER)("[SCHEMA6] %s takes nothing away", (file) => {
  const sql = readFileSync(file, "utf8");
  expect(sql).not.toMatch(/drop\s+column|\b__new_|pragma\s+foreign_keys|pragma\s+defer_foreign_keys|truncate\s/i);
  // Outside of a trigger's body.
  const outside = sql.replaceAll(/create\s+trigger[\s\S]*?\bend\s*;/gi, "");
  expect(outside).not.toMatch(/^\s*delete\s+from/im);
});
