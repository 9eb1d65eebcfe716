import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { BotInput } from "../../../shared/fields/bot.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import { KnowledgeCollectionInput } from "../../../shared/fields/knowledge-collections.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { createBot } from "../../services/bots/create-bot.ts";
import { updateBot } from "../../services/bots/update-bot.ts";
import { createEntry, deleteEntry, updateEntry } from "../../services/knowledge/write-entries.ts";
import { createTome, updateTome } from "../../services/knowledge-collections/write-tomes.ts";
import { addUser, grant } from "../../testing/d1-rows.ts";
import type { ContextQuery } from "../ports.ts";
import { D1Context } from "./d1-context.ts";

const surroundings = env as unknown as Env;
const db = openDb(surroundings.DB);
const nowMs = Date.parse("2026-11-23T05:00:00.000Z");
const as = (userId: string) => ({ userId, name: userId, role: "user" as const, nowMs });

const makeBot = (userId: string, fields: object = {}) =>
  createBot(db, BotInput.parse({ name: "Mara", system_prompt: "Keep the light.", ...fields }), as(userId));
const makeTome = (userId: string, fields: object = {}) =>
  createTome(db, KnowledgeCollectionInput.parse({ name: "Harbour", ...fields }), as(userId));
const makeEntry = (userId: string, tome: string, fields: object = {}) =>
  createEntry(db, KnowledgeInput.parse({ entry: "The lamp.", knowledge_collection: tome, ...fields }), as(userId));

const query = (fields: Partial<ContextQuery>): ContextQuery => ({
  conversationId: "room",
  ownerId: "chatter",
  askerId: "chatter",
  botId: "none",
  personaId: null,
  viewers: ["chatter"],
  provider: null,
  model: null,
  apiKeyId: null,
  knownLoreVersion: null,
  ...fields,
});
const load = (fields: Partial<ContextQuery>) => new D1Context(surroundings).load(query(fields));
const link = (tome: string, kind: "conversation" | "persona", id: string, user: string) =>
  surroundings.DB.prepare("INSERT INTO collection_links VALUES (?, ?, ?, ?, '2026')").bind(tome, kind, id, user).run();
const addPersona = (id: string, user: string) =>
  surroundings.DB.prepare(
    `INSERT INTO personas (id, name, description, user, appearance, interaction_preferences, createdAt, updatedAt)
     VALUES (?1, 'Captain', 'of a ferry', ?2, '{"avatar":null}', '{"preferred_topics":[{"topic":"fog"}],"avoid_topics":[]}', '2026', '2026')`,
  )
    .bind(id, user)
    .run();

beforeEach(async () => {
  for (const id of ["maker", "chatter", "guest", "stranger"]) await addUser(surroundings.DB, id);
});

describe("the context of a turn", () => {
  test("[DATA10] brings bot, persona and what the owner wants to be called, in one call of D1", async () => {
    const bot = await makeBot("maker", { sharing_visibility: "public", speech_examples: [{ example: "Aye." }] });
    await addPersona("captain", "chatter");
    await surroundings.DB.prepare("UPDATE users SET nickname = 'Cap' WHERE id = 'chatter'").run();
    let calls = 0;
    const batch: D1Database["batch"] = (statements) => {
      calls += 1;
      return surroundings.DB.batch(statements);
    };
    const prepare = surroundings.DB.prepare.bind(surroundings.DB);
    const counted = { ...surroundings, DB: { prepare, batch } as unknown as D1Database };
    const context = await new D1Context(counted).load(query({ botId: bot.id, personaId: "captain" }));
    expect(calls).toBe(1);
    expect(context.bot).toMatchObject({
      id: bot.id,
      system_prompt: "Keep the light.",
      speech_examples: [{ example: "Aye." }],
    });
    expect(context.persona).toMatchObject({
      id: "captain",
      name: "Captain",
      preferred_topics: ["fog"],
      avoid_topics: [],
    });
    expect(context.preferences).toEqual({ nickname: "Cap", pronouns: null, custom_pronouns: null, description: null });
    expect(JSON.stringify(context)).not.toContain("@");
  });

  test("[DATA10] brings of everyone here what they want to be called, and of an account nothing it did not choose for bots", async () => {
    const rename = `UPDATE users SET displayName = ?2, nickname = ?3, guest = ?4, expires_at = ?5 WHERE id = ?1`;
    const end = "2027-01-01T00:00:00.000Z";
    for (const [id, name, nickname, guest] of [
      ["maker", "Maria Keller", " ", 0],
      ["chatter", "Chris Atter", "Cap", 0],
      ["guest", "Robin", null, 1],
    ])
      await surroundings.DB.prepare(rename)
        .bind(id, name, nickname, guest, guest ? end : null)
        .run();
    const context = await load({ askerId: "guest", viewers: ["chatter", "guest", "maker"] });
    expect(context.nicknames).toEqual({ chatter: "Cap", guest: "Robin" });
    expect(context.preferences).toMatchObject({ nickname: "Robin", description: null });
    expect(JSON.stringify(context)).not.toContain("Keller");
  });

  test("[DATA10] has no bot that the owner may not chat with any more, and no persona of somebody outside", async () => {
    const bot = await makeBot("maker", { sharing_visibility: "public" });
    await addPersona("captain", "stranger");
    const lent = await load({ botId: bot.id, personaId: "captain" });
    expect([lent.persona, lent.ownerEditsBot]).toEqual([null, false]);
    await updateBot(db, bot.id, { sharing_visibility: "private" }, as("maker"));
    expect((await load({ botId: bot.id })).bot).toBeNull();
    await grant(surroundings.DB, { user: "chatter", by: "maker", type: "bot", id: bot.id, permission: "read" });
    expect(await load({ botId: bot.id })).toMatchObject({ bot: { id: bot.id }, ownerEditsBot: false });
    const own = await makeBot("chatter", {});
    expect((await load({ botId: own.id })).ownerEditsBot).toBe(true);
  });

  test("[DATA11] a public bot's private lore fires for whoever chats with it, and only its readers may read it", async () => {
    const tome = await makeTome("maker");
    const entry = await makeEntry("maker", tome.id);
    const bot = await makeBot("maker", { sharing_visibility: "public", knowledge_collections: [tome.id] });
    const context = await load({ botId: bot.id, viewers: ["chatter", "maker", "guest"] });
    expect(context.entries.map(({ id, entry: text }) => [id, text])).toEqual([[entry.id, "The lamp."]]);
    expect(context.collections).toEqual([{ id: tome.id, name: "Harbour", lore_settings: tome.lore_settings }]);
    expect(context.readableBy).toEqual({ chatter: [], maker: [entry.id], guest: [] });
  });

  test("[DATA11] a bot without the tome never sees it", async () => {
    const tome = await makeTome("maker");
    await makeEntry("maker", tome.id);
    await makeBot("maker", { knowledge_collections: [tome.id] });
    const other = await makeBot("maker");
    const context = await load({ ownerId: "maker", botId: other.id });
    expect([context.entries, context.collections, context.loreVersion]).toEqual([[], [], ""]);
  });

  test("[DATA11] lore of the conversation and of the active persona takes part, each entry once", async () => {
    const [room, mask, both] = [await makeTome("chatter"), await makeTome("chatter"), await makeTome("chatter")];
    const entries = [
      await makeEntry("chatter", room.id),
      await makeEntry("chatter", mask.id),
      await makeEntry("chatter", both.id),
    ];
    const bot = await makeBot("chatter", { knowledge_collections: [both.id] });
    await link(room.id, "conversation", "room", "chatter");
    await link(both.id, "conversation", "room", "chatter");
    await link(mask.id, "persona", "captain", "chatter");
    const ids = async (fields: Partial<ContextQuery>) =>
      (await load({ botId: bot.id, ...fields })).entries.map(({ id }) => id);
    expect(await ids({ personaId: "captain" })).toEqual(entries.map(({ id }) => id).sort());
    expect(await ids({})).toEqual([entries[0]!.id, entries[2]!.id].sort());
    expect(await ids({ conversationId: "other" })).toEqual([entries[2]!.id]);
  });

  test("[DATA12] a link ends with its maker's right to read the tome, whoever chats", async () => {
    const tome = await makeTome("maker");
    await makeEntry("maker", tome.id);
    const shared = { user: "guest", by: "maker", type: "knowledgeCollection" as const, id: tome.id };
    await grant(surroundings.DB, { ...shared, permission: "read" });
    const bot = await makeBot("guest", { sharing_visibility: "public", knowledge_collections: [tome.id] });
    const count = async (ownerId: string) => (await load({ ownerId, botId: bot.id })).entries.length;
    expect([await count("guest"), await count("chatter")]).toEqual([1, 1]);
    await grant(surroundings.DB, { ...shared, permission: "read", expires_at: "2020-01-01T00:00:00.000Z" });
    // The tome's owner may read it, but it was the guest who linked it.
    expect([await count("guest"), await count("maker")]).toEqual([0, 0]);
    await grant(surroundings.DB, { ...shared, permission: "read", revoked: true });
    expect(await count("chatter")).toBe(0);
    await grant(surroundings.DB, { ...shared, permission: "write" });
    await updateTome(db, tome.id, { sharing_settings: { sharing_expiration: "2020-01-01T00:00:00Z" } }, as("maker"));
    expect(await count("chatter")).toBe(0);
  });

  test("[DATA13] entries come only when their version moved; who may read them is asked every time", async () => {
    const tome = await makeTome("maker");
    const first = await makeEntry("maker", tome.id);
    const bot = await makeBot("maker", { sharing_visibility: "public", knowledge_collections: [tome.id] });
    const context = new D1Context(surroundings);
    const before = await context.load(query({ botId: bot.id }));
    const known = { botId: bot.id, knownLoreVersion: before.loreVersion, viewers: ["chatter", "maker"] };

    const again = await context.load(query(known));
    expect([again.entries, again.loreVersion]).toEqual([[], before.loreVersion]);
    expect(again.readableBy).toEqual({ chatter: [], maker: [first.id] });
    await grant(surroundings.DB, {
      user: "chatter",
      by: "maker",
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect((await context.load(query(known))).readableBy).toEqual({ chatter: [first.id], maker: [first.id] });
    // An object that has woken remembers nothing, though its room still holds the entries.
    const woken = await load(known);
    expect([woken.entries, woken.readableBy]).toEqual([[], { chatter: [first.id], maker: [first.id] }]);
  });

  test("[RIGHT11] an entry with a password or an end of its own is not a reader's of its tome to watch", async () => {
    const tome = await makeTome("maker");
    const [open, locked, over] = [
      await makeEntry("maker", tome.id),
      await makeEntry("maker", tome.id),
      await makeEntry("maker", tome.id),
    ];
    const run = (query: string, ...values: unknown[]) =>
      surroundings.DB.prepare(query)
        .bind(...values)
        .run();
    await run(
      "update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.is_public', json('true')) where id = ?",
      tome.id,
    );
    await run("update knowledge set share_password_hash = 'scrypt' where id = ?", locked.id);
    await run(
      "update knowledge set privacy_settings = json_set(privacy_settings, '$.share_expiration', '2020-01-01T00:00:00Z') where id = ?",
      over.id,
    );
    const named = { user: "guest", by: "maker", type: "knowledgeCollection" as const, id: tome.id };
    await grant(surroundings.DB, { ...named, permission: "write" });
    const bot = await makeBot("maker", { sharing_visibility: "public", knowledge_collections: [tome.id] });
    const { entries, readableBy } = await load({ botId: bot.id, viewers: ["chatter", "guest", "maker"] });
    expect(entries).toHaveLength(3);
    expect(readableBy["chatter"]).toEqual([open.id]);
    expect(readableBy["guest"]?.toSorted()).toEqual([open.id, locked.id].sort());
    expect(readableBy["maker"]?.toSorted()).toEqual([open.id, locked.id, over.id].sort());
  });

  test.each([
    ["written", async (tome: string) => void (await makeEntry("maker", tome)), 2],
    [
      "changed",
      async (_: string, entry: string) => void (await updateEntry(db, entry, { title: "L" }, as("maker"))),
      1,
    ],
    ["deleted", async (_: string, entry: string) => deleteEntry(db, entry, as("maker")), 0],
    [
      "set differently",
      async (tome: string) =>
        void (await updateTome(db, tome, { lore_settings: { placement: "low_first" } }, as("maker"))),
      1,
    ],
  ])("[DATA13] the version moves when lore is %s", async (_, change, left) => {
    const tome = await makeTome("maker");
    const entry = await makeEntry("maker", tome.id);
    const bot = await makeBot("maker", { knowledge_collections: [tome.id] });
    const before = await load({ ownerId: "maker", botId: bot.id });
    await change(tome.id, entry.id);
    const after = await load({ ownerId: "maker", botId: bot.id, knownLoreVersion: before.loreVersion });
    expect(after.loreVersion).not.toBe(before.loreVersion);
    expect(after.entries).toHaveLength(left);
  });
});
