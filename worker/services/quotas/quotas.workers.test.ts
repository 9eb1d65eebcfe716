import { describe, expect, test } from "vitest";
import { personas } from "../../../schema/tables/personas.ts";
import { openDb } from "../../db.ts";
import { envWith } from "../../http/testing/call.ts";
import { addUser } from "../../testing/d1-rows.ts";
import { demandRoom, type QuotaKind, quotaError, roomFor } from "./quotas.ts";

const { DB } = envWith();
const db = openDb(DB);
const AT = "2026-11-23T05:00:00.000Z";

const attempt = (user: string, kind: QuotaKind, amount: number) =>
  demandRoom(db, user, kind, amount).then(
    () => "room",
    (error) => `${error.code}: ${error.publicMessage}`,
  );

describe("quotas", () => {
  test.each([
    ["media", 500_000_000, /500 MB/],
    ["bots", 200, /200 bots/],
    ["conversations", 2_000, /2000 rooms/],
    ["lore", 20_000_000, /20 MB/],
    ["personas", 100, /100 personas/],
    ["api_keys", 50, /50 keys/],
  ] as const)("[QUOT1] of %s: %i and no more", async (kind, max, words) => {
    await addUser(DB, "u");
    expect(await attempt("u", kind, max)).toBe("room");
    expect(await attempt("u", kind, max + 1)).toMatch(words);
    expect(await attempt("u", kind, max + 1)).toMatch(/^limit_reached/);
  });

  test("[QUOT1] [QUOT3] a batch that begins with a quota used up writes nothing; others' things do not count", async () => {
    await addUser(DB, "u");
    await addUser(DB, "other");
    const many = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
      insert into personas (id, name, description, user, appearance, interaction_preferences, createdAt, updatedAt)
      select 'p' || i, 'P', 'x', 'u', '{}', '{}', ?1, ?1 from n`;
    await DB.prepare(many).bind(AT).run();
    const insert = (user: string) => {
      const group = {
        appearance: { avatar: null },
        interaction_preferences: { preferred_topics: [], avoid_topics: [] },
      };
      const row = { id: `new ${user}`, name: "P", description: "x", user, ...group, createdAt: AT, updatedAt: AT };
      return db.batch([roomFor(db, user, "personas", 1), db.insert(personas).values(row)]);
    };
    const error = await insert("u").catch(quotaError);
    expect(error).toMatchObject({ code: "limit_reached" });
    await insert("other");
    const counts = await DB.prepare("select user, count(*) as n from personas group by user order by user").all();
    expect(counts.results).toEqual([
      { user: "other", n: 1 },
      { user: "u", n: 100 },
    ]);
  });

  test("[QUOT1] any other failure is left as it is", () => {
    const other = new Error("D1_ERROR: no such table");
    expect(quotaError(other)).toBe(other);
  });

  test("[QUOT3] lore is counted in bytes of text, by whose tome it is", async () => {
    await addUser(DB, "u");
    await addUser(DB, "other");
    await DB.batch([
      DB.prepare(
        `insert into knowledge_collections (id, name, user, sharing_settings, collection_metadata, lore_settings,
         created_timestamp, modified_timestamp, createdAt, updatedAt) values ('t', 'T', 'u', '{}', '{}', '{}', ?1, ?1, ?1, ?1)`,
      ).bind(AT),
      DB.prepare(
        `insert into knowledge (id, user, entry, knowledge_collection, privacy_settings, activation_settings, positioning,
         advanced_activation, filtering, budget_control, created_timestamp, modified_timestamp, createdAt, updatedAt)
         values ('e', 'u', 'é€', 't', '{}', '{}', '{}', '{}', '{}', '{}', ?1, ?1, ?1, ?1)`,
      ).bind(AT),
    ]);
    expect(await attempt("u", "lore", 20_000_000 - 5)).toBe("room");
    expect(await attempt("u", "lore", 20_000_000 - 4)).toMatch(/^limit_reached/);
    expect(await attempt("other", "lore", 20_000_000)).toBe("room");
  });
});
