import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { HOUSE_TABLES, type Row } from "../../../schema/testing/rows.ts";
import { MERGE_ROWS } from "./merge-rows.ts";

/** Everything of the migrations, with one row in each table. */
function house() {
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
  return { db, another };
}

test("[SLUG1] a guest's bot with a slug that the account keeps for another comes over under a slug of its own", () => {
  const { db, another } = house();
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

test("[GUEST2] a guest's picture of the account's own bytes gives way, but for one that messages name", () => {
  const { db, another } = house();
  const sha256 = "c".repeat(64);
  const picture = (id: string, user: string, room_only: number) =>
    another("media", { id, user, sha256, room_only, url: `/media/${id}` });
  for (const [user, whose] of [
    ["u1", "mine"],
    ["u2", "theirs"],
  ] as const)
    for (const room_only of [0, 1]) picture(`${whose}-${room_only}`, user, room_only);
  another("bots", { id: "guest-bot", user: "u1", slug: "guest-bot", picture: "theirs-0" });
  for (const sql of MERGE_ROWS.filter((text) => /^update (or ignore )?media|^update bots set picture/.test(text)))
    db.prepare(sql).run(...(sql.includes("?1") ? ["u2", "u1"] : ["u1"]));
  const owners = db.prepare("select id, user from media where id like '%-%' order by id").all();
  expect(owners.map(({ id, user }) => `${id} ${user}`)).toEqual([
    "mine-0 u1",
    "mine-1 u1",
    "theirs-0 u2",
    "theirs-1 u1",
  ]);
  expect(db.prepare("select picture from bots where id = 'guest-bot'").get()).toEqual({ picture: "mine-0" });
});
