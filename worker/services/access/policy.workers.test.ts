import { env } from "cloudflare:test";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { openDb } from "../../db.ts";
import { grant } from "../../testing/d1-rows.ts";
import { profileRight } from "./profile-access.ts";
import { rightsOf } from "./testing/rights-of.ts";
import { addCreator, addThings, type Things } from "./testing/shared-things.ts";
import type { Unlocked } from "./unlocked.ts";

const { DB } = env as unknown as { DB: D1Database };
const db = openDb(DB);
const NOW = Date.parse("2026-11-23T06:00:00.000Z");
const [BEFORE, AFTER] = ["2026-11-23T06:00:00.000Z", "2026-11-23T06:00:00.001Z"];

/** What makes a situation of private things of `olga`, with `vera` looking on. */
type Change = (things: Things) => Promise<unknown>;
const run = (statement: string, ...values: unknown[]) =>
  DB.prepare(statement)
    .bind(...values)
    .run();
const given =
  (permission: "read" | "write" | "admin", more: { expires_at?: string; revoked?: boolean } = {}): Change =>
  async ({ bot, tome }) => {
    await grant(DB, { user: "vera", by: "olga", type: "bot", id: bot, permission, ...more });
    await grant(DB, { user: "vera", by: "olga", type: "knowledgeCollection", id: tome, permission, ...more });
  };
const level =
  (name: string): Change =>
  async ({ bot, tome }) => {
    await run("update bots set sharing_visibility = ? where id = ?", name, bot);
    await run(
      "update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.sharing_level', ?) where id = ?",
      name,
      tome,
    );
  };
const flagged: Change = ({ tome }) =>
  run(
    "update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.is_public', json('true')) where id = ?",
    tome,
  );
const tomeEnds =
  (at: string): Change =>
  ({ tome }) =>
    run(
      "update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.sharing_expiration', ?) where id = ?",
      at,
      tome,
    );
const entryEnds =
  (at: string): Change =>
  ({ entry }) =>
    run(
      "update knowledge set privacy_settings = json_set(privacy_settings, '$.share_expiration', ?) where id = ?",
      at,
      entry,
    );
const tomePassword: Change = ({ tome }) =>
  run("update knowledge_collections set share_password_hash = 'x', share_version = 7 where id = ?", tome);
const entryPassword: Change = ({ entry }) =>
  run("update knowledge set share_password_hash = 'x', share_version = 7 where id = ?", entry);
const passwordRemoved: Change = ({ entry }) => run("update knowledge set share_version = 7 where id = ?", entry);
/** On something else that has the tome's id. */
const grantOfOtherType: Change = ({ tome }) =>
  grant(DB, { user: "vera", by: "olga", type: "bot", id: tome, permission: "admin" });
const entryLink: Change = ({ entry }) =>
  run(
    "update knowledge set privacy_settings = json_set(privacy_settings, '$.privacy_level', 'shared', '$.allow_sharing', json('true')) where id = ?",
    entry,
  );
const block =
  (blocker: string, blocked: string): Change =>
  () =>
    run(
      "insert into user_blocks (id, blocker, blocked, createdAt, updatedAt) values (?1 || ?2, ?1, ?2, 'now', 'now')",
      blocker,
      blocked,
    );
const suspended: Change = () => run("update users set suspended_at = 'now' where id = 'olga'");
const deleting =
  (what: "bot" | "tome"): Change =>
  (things) =>
    run(
      "insert into tombstones (id, kind, createdAt) values (?, ?, 'now')",
      things[what],
      what === "bot" ? "bots" : "knowledge_collections",
    );

const tomeKey = ({ tome }: Things): Unlocked => ({ type: "knowledgeCollection", id: tome, version: 7 });
const oldTomeKey = ({ tome }: Things): Unlocked => ({ type: "knowledgeCollection", id: tome, version: 6 });
const otherKey = (): Unlocked => ({ type: "knowledgeCollection", id: "tome-other", version: 7 });
const entryKey = ({ entry }: Things): Unlocked => ({ type: "knowledge", id: entry, version: 7 });
const keyOfEntryForTome = ({ tome }: Things): Unlocked => ({ type: "knowledge", id: tome, version: 7 });

const [NONE, LOCK] = ["-", "password"];
type Case = readonly [
  situation: string,
  changes: readonly Change[],
  bot: string,
  tome: string,
  entry: string,
  key?: (things: Things) => Unlocked,
];

/** What vera holds in each situation, by name of the right; `password` where that is all she lacks. */
const CASES: readonly Case[] = [
  ["private", [], NONE, NONE, NONE],
  ["shared with others", [level("shared")], NONE, NONE, NONE],
  ["public", [level("public")], "read", "read", "read"],
  ["public by the old field", [flagged], NONE, "read", "read"],
  ["read", [given("read")], "read", "read", "read"],
  ["write", [given("write")], "write", "write", "write"],
  ["admin", [given("admin")], "admin", "admin", "admin"],
  ["write on something public", [given("write"), level("public")], "write", "write", "write"],
  ["revoked", [given("admin", { revoked: true })], NONE, NONE, NONE],
  ["revoked on something public", [given("admin", { revoked: true }), level("public")], "read", "read", "read"],
  ["granted on a thing of another kind", [grantOfOtherType], NONE, NONE, NONE],
  ["over", [given("admin", { expires_at: BEFORE })], NONE, NONE, NONE],
  ["over in a millisecond", [given("admin", { expires_at: AFTER })], "admin", "admin", "admin"],
  ["the tome's sharing is over", [given("admin"), level("public"), tomeEnds(BEFORE)], "admin", NONE, NONE],
  ["over, written another way", [level("public"), tomeEnds("2026-11-23T06:00Z")], "read", NONE, NONE],
  ["the tome's sharing will be over", [given("admin"), tomeEnds(AFTER)], "admin", "admin", "admin"],
  ["the entry's sharing is over", [given("admin"), level("public"), entryEnds(BEFORE)], "admin", "admin", NONE],
  ["the entry's sharing will be over", [given("write"), entryEnds(AFTER)], "write", "write", "write"],
  ["a password on something private", [tomePassword], NONE, NONE, NONE],
  ["its password shown", [tomePassword], NONE, NONE, NONE, tomeKey],
  ["shared by password", [level("shared"), tomePassword], NONE, LOCK, NONE],
  ["shared by password, shown", [level("shared"), tomePassword], NONE, "read", "read", tomeKey],
  ["shared by password, an older shown", [level("shared"), tomePassword], NONE, LOCK, NONE, oldTomeKey],
  ["shared by password, another tome's shown", [level("shared"), tomePassword], NONE, LOCK, NONE, otherKey],
  ["shared by password, an entry's shown", [level("shared"), tomePassword], NONE, LOCK, NONE, keyOfEntryForTome],
  ["shared by password and over", [level("shared"), tomePassword, tomeEnds(BEFORE)], NONE, NONE, NONE, tomeKey],
  ["shared by password and blocked", [level("shared"), tomePassword, block("olga", "vera")], NONE, NONE, NONE, tomeKey],
  ["public by password", [level("public"), tomePassword], "read", LOCK, NONE],
  ["public by password, shown", [level("public"), tomePassword], "read", "read", "read", tomeKey],
  ["public by the old field and password", [flagged, tomePassword], NONE, LOCK, NONE],
  ["a shown password that was never set", [level("shared")], NONE, NONE, NONE, tomeKey],
  ["named, with a password", [given("read"), tomePassword, entryPassword], "read", "read", "read"],
  ["public, the entry by password", [level("public"), entryPassword], "read", "read", LOCK],
  ["public, the entry's shown", [level("public"), entryPassword], "read", "read", "read", entryKey],
  ["private, the entry's shown", [entryPassword], NONE, NONE, NONE, entryKey],
  ["the entry by link", [entryPassword, entryLink], NONE, NONE, LOCK],
  ["the entry by link, shown", [entryPassword, entryLink], NONE, NONE, "read", entryKey],
  ["the entry by link, shown, over", [entryPassword, entryLink, entryEnds(BEFORE)], NONE, NONE, NONE, entryKey],
  [
    "the entry by link, shown, its tome's over",
    [entryPassword, entryLink, tomeEnds(BEFORE)],
    NONE,
    NONE,
    NONE,
    entryKey,
  ],
  ["the entry by link, its password removed", [passwordRemoved, entryLink], NONE, NONE, NONE, entryKey],
  ["the entry by link, blocked", [entryPassword, entryLink, block("vera", "olga")], NONE, NONE, NONE, entryKey],
  ["the entry shared without a password", [entryLink], NONE, NONE, NONE, entryKey],
  ["both by password, the tome's shown", [level("shared"), tomePassword, entryPassword], NONE, "read", LOCK, tomeKey],
  ["blocked by the owner", [given("admin"), level("public"), block("olga", "vera")], NONE, NONE, NONE],
  ["blocking the owner", [given("admin"), level("public"), block("vera", "olga")], NONE, NONE, NONE],
  ["a block between others", [given("read"), block("olga", "nora"), block("nora", "vera")], "read", "read", "read"],
  ["the owner is suspended", [given("admin"), level("public"), suspended], NONE, NONE, NONE],
  ["the bot is being deleted", [level("public"), deleting("bot")], NONE, "read", "read"],
  ["the tome is being deleted", [given("admin"), level("public"), deleting("tome")], "admin", NONE, NONE],
];

async function heldBy(userId: string | null, things: Things, unlocked: Unlocked | null) {
  const [held] = await rightsOf(db, [{ userId, nowMs: NOW, unlocked }], things);
  return [held?.bot, held?.tome, held?.entry];
}

test("[RIGHT1] [RIGHT2] [RIGHT3] [RIGHT4] [RIGHT5] [RIGHT6] the table of who may do what", async () => {
  for (const id of ["olga", "vera", "nora"]) await addCreator(DB, id);
  for (const [at, [situation, changes, bot, tome, entry, key]] of CASES.entries()) {
    const things = await addThings(DB, "olga", String(at));
    for (const change of changes) await change(things);
    expect(await heldBy("vera", things, key?.(things) ?? null), situation).toEqual([bot, tome, entry]);
    const isDeleted = situation.includes("being deleted");
    if (!isDeleted)
      expect(await heldBy("olga", things, null), `${situation}: owner`).toEqual(["owner", "owner", "owner"]);
    await DB.batch(["delete from user_blocks", "update users set suspended_at = null"].map((text) => DB.prepare(text)));
  }
});

test("[RIGHT2] [RIGHT4] a stranger holds what is public or unlocked, and no block or grant of nobody's", async () => {
  for (const id of ["olga", "vera"]) await addCreator(DB, id);
  const things = await addThings(DB, "olga", "one");
  await given("admin")(things);
  await block("olga", "vera")(things);
  expect(await heldBy(null, things, null)).toEqual([NONE, NONE, NONE]);
  await level("shared")(things);
  await tomePassword(things);
  expect(await heldBy(null, things, null)).toEqual([NONE, LOCK, NONE]);
  expect(await heldBy(null, things, tomeKey(things))).toEqual([NONE, "read", "read"]);
  await level("public")(things);
  expect(await heldBy(null, things, null)).toEqual(["read", LOCK, NONE]);
});

test("[RIGHT10] a creator's page hides from others when private, blocked or suspended", async () => {
  for (const id of ["olga", "vera"]) await addCreator(DB, id);
  const things = await addThings(DB, "olga", "one");
  const held = async (who: string | null) =>
    (
      await db
        .select({ right: sql`${profileRight(who)}` })
        .from(creatorProfiles)
        .where(eq(creatorProfiles.id, "page-olga"))
        .get()
    )?.right;
  expect([await held("olga"), await held("vera"), await held(null)]).toEqual(["owner", "read", "read"]);
  await block("vera", "olga")(things);
  expect([await held("olga"), await held("vera"), await held(null)]).toEqual(["owner", null, "read"]);
  await suspended(things);
  expect([await held("olga"), await held(null)]).toEqual(["owner", null]);
  await run("update users set suspended_at = null");
  await run("update creator_profiles set profile_settings = json_set(profile_settings, '$.visibility', 'private')");
  expect([await held("olga"), await held(null)]).toEqual(["owner", null]);
});
