import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";
import { sayIn } from "../testing/say.ts";

const { DB: db } = env as unknown as Env;
const NOBODY = "00000000-0000-7000-8000-000000000000";
type Person = Awaited<ReturnType<typeof signIn>>;
let mara: Person;
let ivy: Person;
beforeEach(async () => {
  mara = await signIn("mara@x.test", "Mara");
  ivy = await signIn("ivy@x.test", "Ivy");
});

const evaluate = (body: object, { token }: Person = mara) => call("/api/lore/evaluate", { token, json: body });
const post = async (path: string, { token }: Person, body: object) =>
  json(await call(`/api/${path}`, { token, json: body }));
const keyed = (keyword: string, fields: object = {}) => ({ primary_keys: [{ keyword }], ...fields });
const counts = async () =>
  Object.values(
    (await db
      .prepare("SELECT (SELECT count(*) FROM knowledge) AS a, (SELECT count(*) FROM knowledge_activation_log) AS b")
      .first()) ?? {},
  );

/** A public bot of Mara's whose private tome wakes at "lamp", and a reply of it to someone. */
async function scene(person: Person) {
  const tome = await post("knowledge-collections", mara, { name: "Harbour" });
  const entry = await post("knowledge", mara, {
    knowledge_collection: tome.id,
    title: "The wreck",
    entry: "The keeper lied.",
    activation_settings: keyed("lamp"),
  });
  const bot = await post("bots", mara, {
    name: "Tobias",
    system_prompt: "x",
    sharing_visibility: "public",
    knowledge_collections: [tome.id],
    greeting: "Hello.",
  });
  const room = await post("conversations", person, { bot_ids: [bot.id] });
  const reply = await sayIn(room.id, person, "Is the lamp lit?");
  return { tome, entry, bot, room: room.id as string, reply };
}

describe("a what-if", () => {
  test("[DATA70] runs inline entries on a given transcript, by the defaults of the schema", async () => {
    const before = await counts();
    const response = await evaluate({
      entries: [{ entry: "Dark.", activation_settings: keyed("lamp") }, { activation_settings: keyed("bread") }],
      messages: [
        { kind: "bot", text: "Hello." },
        { kind: "user", text: "Is the lamp lit?" },
      ],
    });
    expect(response.status).toBe(200);
    const answer = await json(response);
    expect(answer).toMatchObject({
      L: 2,
      not_yours: 0,
      prompt: [{ position: "after_character", entry: "0", text: "Dark." }],
    });
    expect(answer.entries).toMatchObject([
      {
        id: "0",
        included: true,
        method: "keyword",
        score: 2,
        matched_keywords: [{ keyword: "lamp", message: "1", start: 7, end: 11 }],
      },
      { id: "1", included: false, reason: "no_match" },
    ]);
    expect(answer.entries[0].gates).toHaveLength(10);
    expect(await counts()).toEqual(before);
  });

  test.each([
    [
      { entries: [{}, { activation_settings: { use_regex: true, primary_keys: [{ keyword: "(?=x)" }] } }] },
      "entries.1.activation_settings.primary_keys.0.keyword",
      "(?=",
    ],
    [{ entries: [{ positioning: { depth: 101 } }] }, "entries.0.positioning.depth", ""],
    [{ entries: [{ id: "a" }, { id: "a" }] }, "entries.1.id", "a"],
    [{ message_id: "m" }, "conversation_id", ""],
    [{ flavour: 1 }, "flavour", ""],
  ])("[DATA71] is refused by place and construct: %o", async (body, path, construct) => {
    const response = await evaluate(body);
    expect(response.status).toBe(400);
    const [error] = (await json(response)).errors;
    expect(error.path).toBe(path);
    expect(error.message).toContain(construct);
  });

  test("[DATA72] takes stored tomes that the caller may read, and no others", async () => {
    const { tome, entry } = await scene(mara);
    const body = { collections: [tome.id], messages: [{ kind: "user", text: "lamp" }] };
    expect((await json(await evaluate(body))).entries).toMatchObject([{ id: entry.id, included: true }]);
    expect((await evaluate(body, ivy)).status).toBe(404);
    expect((await evaluate({ collections: [NOBODY] })).status).toBe(404);
    await grant(db, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect((await evaluate(body, ivy)).status).toBe(200);
  });

  test("[DATA73] plays a reply again as it was, and against an edit", async () => {
    const { entry, room, reply } = await scene(mara);
    const past = await json(await call(`/api/conversations/${room}/messages/${reply}/trace`, { token: mara.token }));
    const again = await json(await evaluate({ conversation_id: room, message_id: reply }));
    expect(again).toEqual(past);
    const edited = {
      ...entry,
      activation_settings: { ...entry.activation_settings, primary_keys: [{ keyword: "bread" }] },
    };
    delete edited.right;
    const changed = await json(await evaluate({ conversation_id: room, message_id: reply, entries: [edited] }));
    expect(changed.entries).toMatchObject([{ id: entry.id, included: false, reason: "no_match" }]);
  });

  test("[DATA73] plays the next reply of a room: what fired before counts", async () => {
    const { tome, room } = await scene(mara);
    const resting = {
      knowledge_collection: tome.id,
      entry: "It rests.",
      activation_settings: keyed("lamp"),
      advanced_activation: { cooldown: 3 },
    };
    const rested = await post("knowledge", mara, resting);
    await sayIn(room, mara, "The lamp again?");
    const next = await json(await evaluate({ conversation_id: room }));
    const found = next.entries.find(({ id }: { id: string }) => id === rested.id);
    expect(found).toMatchObject({ included: false, reason: "cooldown_active" });
    expect(next.L).toBeGreaterThan(3);
  });

  test("[DATA74] in a room counts the lore that is not the caller's, and shows nothing of it", async () => {
    const { room, reply } = await scene(ivy);
    const answer = await json(await evaluate({ conversation_id: room, message_id: reply }, ivy));
    expect(answer).toMatchObject({ not_yours: 1, entries: [], prompt: [] });
    expect(answer.budget.used).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toMatch(/wreck|keeper/);
  });

  test("[DATA75] lets no lore take part of a bot that is not in the room, unless it is the caller's to edit", async () => {
    const { bot, room } = await scene(ivy);
    const own = await post("bots", ivy, { name: "Own", system_prompt: "x" });
    const elsewhere = await post("conversations", ivy, { bot_ids: [own.id] });
    const messages = [{ kind: "user", text: "The lamp?" }];
    const asked = async (conversation_id: string) =>
      json(await evaluate({ conversation_id, messages, bot: { id: bot.id, name: "x" } }, ivy));
    expect(await asked(elsewhere.id)).toMatchObject({ not_yours: 0, budget: { used: 0 } });
    expect(await asked(room)).toMatchObject({ not_yours: 1 });
    const hidden = { method: "PATCH", token: mara.token, json: { sharing_visibility: "private" } };
    expect((await call(`/api/bots/${bot.id}`, hidden)).status).toBe(200);
    expect(await asked(room)).toMatchObject({ not_yours: 0, budget: { used: 0 } });
    await grant(db, { user: ivy.user.id, by: mara.user.id, type: "bot", id: bot.id, permission: "write" });
    expect(await asked(elsewhere.id)).toMatchObject({ not_yours: 1 });
  });

  test("[DATA74] never reads whispers between others", async () => {
    const { bot, room } = await scene(mara);
    await sayIn(room, mara, "Where is the gold?", { whisper_to: bot.id });
    await db
      .prepare(
        "INSERT INTO conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) VALUES (?, ?, 'member', '2026', '2026', '2026')",
      )
      .bind(room, ivy.user.id)
      .run();
    const probe = { conversation_id: room, entries: [{ id: "probe", activation_settings: keyed("gold") }] };
    const found = async (person: Person) =>
      (await json(await evaluate(probe, person))).entries.find(({ id }: { id: string }) => id === "probe").included;
    expect([await found(mara), await found(ivy)]).toEqual([true, false]);
  });

  test("[DATA74] of a room is for those who take part in it", async () => {
    const { room, reply } = await scene(ivy);
    expect((await evaluate({ conversation_id: room, message_id: reply })).status).toBe(404);
    expect((await evaluate({ conversation_id: room, message_id: NOBODY }, ivy)).status).toBe(404);
    expect((await call("/api/lore/evaluate", { json: {} })).status).toBe(401);
  });
});
