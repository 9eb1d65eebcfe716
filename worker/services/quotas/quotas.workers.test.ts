import { describe, expect, test, vi } from "vitest";
import { personas } from "../../../schema/tables/personas.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, envWith, json, signIn } from "../../http/testing/call.ts";
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

describe("through the API", () => {
  const post = (path: string, body: unknown, token: string) => call(path, { json: body, token });
  const codeOf = async (answer: Response | Promise<Response>) => (await json(await answer)).code ?? "made";
  const bot = (n: number) => ({ name: `Bot ${n}`, system_prompt: "You are a bot." });

  /** `count` copies of a person's only row of a table, told apart by id and by `column`. */
  async function multiply(table: string, user: string, count: number, column: string): Promise<void> {
    const { results } = await DB.prepare(`select name from pragma_table_info('${table}')`).all<{ name: string }>();
    const names = results.map(({ name }) => `"${name}"`);
    const copied = names.map((name) => ([`"id"`, `"${column}"`].includes(name) ? `${name} || n.i` : name));
    await DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
       insert into ${table} (${names.join(", ")}) select ${copied.join(", ")} from ${table}, n where "user" = ?`,
    )
      .bind(user)
      .run();
  }

  test("[QUOT1] the last bots of many at once are made, by hand or by import, and no more", async () => {
    const { token, user } = await signIn("maker@example.org");
    expect((await post("/api/bots", bot(0), token)).status).toBe(201);
    await multiply("bots", user.id, 197, "slug");
    const codes = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => codeOf(post("/api/bots", bot(n), token))));
    expect(codes.sort()).toEqual([...Array(4).fill("limit_reached"), "made", "made"]);
    const card = { spec: "chara_card_v2", spec_version: "2.0", data: { name: "Imported", description: "One more." } };
    expect(await codeOf(post("/api/import", card, token))).toBe("limit_reached");
    expect(await DB.prepare("select count(*) as n from bots where user = ?").bind(user.id).first("n")).toBe(200);
    expect(await DB.prepare("select count(*) as n from jobs").first("n")).toBe(0);
  });

  test("[QUOT1] lore counts by its tome's owner, when it is made and when it grows", async () => {
    const { token, user } = await signIn("maker@example.org");
    const tome = await json(await post("/api/knowledge-collections", { name: "Harbour" }, token));
    const entry = (text: string) => ({ entry: text, knowledge_collection: tome.id });
    const { id } = await json(await post("/api/knowledge", entry("x".repeat(100)), token));
    await multiply("knowledge", user.id, 11, "title");
    // D1 takes texts of 2 MB at most.
    await DB.prepare("update knowledge set entry = hex(zeroblob(909085)) where user = ? and id <> ?")
      .bind(user.id, id)
      .run();
    const grow = (text: string) => call(`/api/knowledge/${id}`, { method: "PATCH", json: { entry: text }, token });
    const room = 30;
    expect(
      await DB.prepare("select sum(octet_length(entry)) as n from knowledge where user = ?").bind(user.id).first("n"),
    ).toBe(20_000_000 - room);
    expect(await codeOf(post("/api/knowledge", entry("y".repeat(room + 1)), token))).toBe("limit_reached");
    expect(await codeOf(grow("y".repeat(100 + room + 1)))).toBe("limit_reached");
    expect(await codeOf(grow("y".repeat(100 + room)))).toBe("made");
    expect(await codeOf(post("/api/knowledge", entry("y"), token))).toBe("limit_reached");
    expect(await codeOf(grow("y"))).toBe("made");
  });

  /** A person with `count` rooms, and what opens another. */
  async function talker(count: number) {
    const { token } = await signIn("talker@example.org");
    const { id } = await json(await post("/api/bots", bot(0), token));
    const open = (vars: Parameters<typeof call>[1] = {}) =>
      call("/api/conversations", { json: { bot_ids: [id] }, token, ...vars });
    expect((await open()).status).toBe(201);
    await DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
       insert into conversations (id, user, conversation_type, participants, conversation_metadata, conversation_settings,
         turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt)
       select 'c' || i, user, conversation_type, '{}', '{}', '{}', '{}', 1, 1, ?1, ?1, ?1, ?1 from conversations, n`,
    )
      .bind(AT, count - 1)
      .run();
    return open;
  }
  const rooms = () => DB.prepare("select count(*) as n from conversations").first("n");

  test("[QUOT1] rooms end at 2,000, also where twenty are opened at once", async () => {
    const open = await talker(1_997);
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(open())));
    expect(codes.sort()).toEqual([...Array(17).fill("limit_reached"), "made", "made", "made"]);
    expect(await rooms()).toBe(2_000);
    expect(await codeOf(open())).toBe("limit_reached");
  });

  test("[QUOT1] a room that cannot be made takes no place, nor does one whose making broke off an hour ago", async () => {
    const open = await talker(1_999);
    const CONVERSATION = {
      getByName: () => {
        throw new Error("no object answers");
      },
    } as unknown as Env["CONVERSATION"];
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await open({ vars: { CONVERSATION } })).status).toBe(500);
    printed.mockRestore();
    expect(await rooms()).toBe(1_999);
    await DB.prepare("update conversations set rev = 0 where id = 'c7'").run();
    const statuses = [await open(), await open(), await open()].map(({ status }) => status);
    expect([statuses, await rooms()]).toEqual([[201, 201, 403], 2_000]);
  });
});
