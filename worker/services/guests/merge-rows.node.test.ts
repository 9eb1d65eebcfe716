import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { HOUSE_TABLES, type Row } from "../../../schema/testing/rows.ts";
import { MERGE_ROWS } from "./merge-rows.ts";

test("[SLUG1] a guest's bot with a slug that the account keeps for another comes over under a slug of its own", () => {
  const db = new DatabaseSync(":memory:");
  for (const file of globSync("schema/migrations/*.sql").sort()) db.exec(readFileSync(file, "utf8"));
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row).map((name) => `"${name}"`);
    const marks = names.map(() => "?").join(", ");
    db.prepare(`insert into ${table} (${names.join(", ")}) values (${marks})`).run(...Object.values(row));
  };
  for (const [table, row] of HOUSE_TABLES) insert(table, row);
  const another = (table: string, changes: Row) =>
    insert(table, { ...HOUSE_TABLES.find(([name]) => name === table)?.[1], ...changes });
  another("creator_profiles", { id: "c2", user: "u2", username: "ivy", username_key: "ivy" });
  for (const slug of ["given-up", "free"])
    another("bots", { id: `guest-bot-${slug}`, user: "u2", creator_profile: "c2", slug });
  another("bot_slug_redirects", { slug: "given-up", bot: "b1", expires_at: "2099-01-01" });
  const moves = MERGE_ROWS.filter((sql) => sql.startsWith("update bots set user"));
  expect(moves).toHaveLength(1);
  for (const sql of moves) db.prepare(sql).run("u2", "u1");
  const slugs = db.prepare("select slug from bots where id like 'guest-bot-%' order by slug").all();
  expect(slugs.map(({ slug }) => slug)).toEqual(["free", "given-up-given-up"]);
});
