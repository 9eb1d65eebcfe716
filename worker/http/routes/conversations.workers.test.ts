import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { MessageRow } from "../../../shared/fields/message.ts";
import { D1OutboxSink } from "../../conversation/adapters/d1-outbox-sink.ts";
import type { Env } from "../../env.ts";
import { grant, sampleLogRow, sampleMessage } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB: db, CONVERSATION: rooms } = env as unknown as Env;
const NOBODY = "00000000-0000-7000-8000-000000000000";
const people = async () => ({ mara: await signIn("mara@x.test", "Mara"), ivy: await signIn("ivy@x.test", "Ivy") });
const get = async (path: string, token: string) => json(await call(`/api/${path}`, { token }));
const statusOf = async (path: string, token: string, method = "GET") =>
  (await call(`/api/${path}`, { token, method })).status;
const begin = (token: string, body: object) => call("/api/conversations", { token, json: body });
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);
const makeBot = async (token: string, fields: object = {}) =>
  json(
    await call("/api/bots", {
      token,
      json: { name: "Mara", system_prompt: "Keep it.", greeting: "Aye, {{User}}. I am {{CHAR}}.", ...fields },
    }),
  );
const countOf = (table: string) => db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");
const join = (conversation: string, user: string) =>
  db
    .prepare(
      "INSERT INTO conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) VALUES (?, ?, 'member', '2026', '2026', '2026')",
    )
    .bind(conversation, user)
    .run();
/** Rows as the room's outbox would bring them. */
const bring = (rows: readonly MessageRow[]) =>
  new D1OutboxSink(db).write(
    rows.map((row, at) => ({
      id: at,
      kind: "message" as const,
      key: row.id,
      rev: row.rev,
      seq: row.seq,
      payload: JSON.stringify(row),
    })),
  );

describe("beginning a conversation", () => {
  test("[DATA40] with one bot: primary, single-bot, its greeting the first message", async () => {
    const { mara } = await people();
    const bot = await makeBot(mara.token);
    const response = await begin(mara.token, { bot_ids: [bot.id], title: "By the lamp" });
    expect(response.status).toBe(201);
    const room = await json(response);
    expect(room).toMatchObject({
      title: "By the lamp",
      user: mara.user.id,
      conversation_type: "single-bot",
      bot_participation: [{ bot_id: bot.id, role: "primary", is_active: true }],
      participants: { bots: [bot.id], personas: [] },
      status: "active",
      role: "owner",
      persona_id: null,
      bots: [{ bot_id: bot.id, name: "Mara", picture: null }],
      knowledge_collections: [],
    });
    const page = await get(`conversations/${room.id}/messages`, mara.token);
    expect(page.docs.map((m: MessageRow) => [m.entry, m.bot])).toEqual([["Aye, you. I am Mara.", bot.id]]);
    expect(await get(`conversations/${room.id}`, mara.token)).toMatchObject({ id: room.id, unread: 1 });
  });

  test("[DATA40] with several: the first asked for is primary and greets", async () => {
    const { mara } = await people();
    const [ivy, tobias] = [
      await makeBot(mara.token, { name: "Ivy", greeting: "Hello!" }),
      await makeBot(mara.token, { name: "Tobias", greeting: "Bread?" }),
    ];
    const room = await json(await begin(mara.token, { bot_ids: [tobias.id, ivy.id] }));
    expect(room.conversation_type).toBe("multi-bot");
    expect(room.bot_participation.map((b: { bot_id: string; role: string }) => [b.bot_id, b.role])).toEqual([
      [tobias.id, "primary"],
      [ivy.id, "secondary"],
    ]);
    expect((await get(`conversations/${room.id}/messages`, mara.token)).docs[0].entry).toBe("Bread?");
  });

  test("[DATA41] makes nothing where one bot may not be chatted with, whether it is there or not", async () => {
    const { mara, ivy } = await people();
    const [own, secret, open] = [
      await makeBot(mara.token),
      await makeBot(ivy.token),
      await makeBot(ivy.token, { sharing_visibility: "public" }),
    ];
    for (const stranger of [secret.id, NOBODY]) {
      const refused = await begin(mara.token, { bot_ids: [own.id, stranger] });
      expect([refused.status, await pathsOf(refused)]).toEqual([404, ["bot_ids.1"]]);
    }
    expect(await countOf("conversations")).toBe(0);
    expect((await begin(mara.token, { bot_ids: [own.id, open.id] })).status).toBe(201);
  });

  test.each([
    [{ bot_ids: [] }, "bot_ids"],
    [{}, "bot_ids"],
    [{ bot_ids: ["a", "a"] }, "bot_ids"],
    [{ bot_ids: ["a"], user: "b" }, "user"],
    [{ bot_ids: Array.from({ length: 21 }, (_, i) => `bot${i}`) }, "bot_ids"],
  ])("[DATA21] refuses %o", async (body, path) => {
    const { mara } = await people();
    const refused = await begin(mara.token, body);
    expect([refused.status, await pathsOf(refused)]).toEqual([400, [path]]);
  });

  test("[DATA42] wears the default persona unless told otherwise, and greets it", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const persona = async (token: string, name: string, is_default = false) =>
      json(await call("/api/personas", { token, json: { name, description: "someone", is_default } }));
    const [captain, cook, foreign] = [
      await persona(mara.token, "Captain", true),
      await persona(mara.token, "Cook"),
      await persona(ivy.token, "Stranger"),
    ];
    const greeting = async (body: object) => {
      const room = await json(await begin(mara.token, { bot_ids: [bot.id], ...body }));
      return [room.persona_id, (await get(`conversations/${room.id}/messages`, mara.token)).docs[0].entry];
    };
    expect(await greeting({})).toEqual([captain.id, "Aye, Captain. I am Mara."]);
    expect(await greeting({ persona_id: cook.id })).toEqual([cook.id, "Aye, Cook. I am Mara."]);
    await call("/api/me", { method: "PATCH", token: mara.token, json: { nickname: "Cap" } });
    expect(await greeting({ persona_id: null })).toEqual([null, "Aye, Cap. I am Mara."]);
    const refused = await begin(mara.token, { bot_ids: [bot.id], persona_id: foreign.id });
    expect([refused.status, await pathsOf(refused)]).toEqual([404, ["persona_id"]]);
    expect((await get(`personas/${captain.id}`, mara.token)).usage_count).toBe(1);
  });
});

describe("who sees a conversation", () => {
  test("[DATA23] nobody but those who take part", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token, { sharing_visibility: "public" });
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    const [message] = (await get(`conversations/${room.id}/messages`, mara.token)).docs;
    const paths = ["", "/messages", `/messages/${message.id}/trace`, `/messages/${message.id}/prompt`];
    for (const path of paths) expect(await statusOf(`conversations/${room.id}${path}`, ivy.token)).toBe(404);
    expect(await statusOf(`conversations/${room.id}`, ivy.token, "DELETE")).toBe(404);
    expect((await get("conversations", ivy.token)).docs).toEqual([]);
    expect((await get(`messages?conversation=${room.id}`, ivy.token)).docs).toEqual([]);
    expect(await statusOf(`messages/${message.id}`, ivy.token)).toBe(404);
  });

  test("[DATA52] a bot made private shows nothing of its new self to those who chatted with it before", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token, { name: "Open", sharing_visibility: "public" });
    const room = await json(await begin(ivy.token, { bot_ids: [bot.id] }));
    expect(room.bots).toEqual([{ bot_id: bot.id, name: "Open", picture: null }]);
    const change = { sharing_visibility: "private", name: "Secret" };
    expect((await call(`/api/bots/${bot.id}`, { method: "PATCH", token: mara.token, json: change })).status).toBe(200);
    const [list, own] = [await get("conversations", ivy.token), await get(`conversations/${room.id}`, ivy.token)];
    expect(own.bots).toEqual([]);
    expect(JSON.stringify([list, own])).not.toContain("Secret");
  });

  test("[DATA43] a member sees it with their own status, and neither the owner's persona nor key", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    await join(room.id, ivy.user.id);
    await db
      .prepare(
        `UPDATE conversations SET status = 'pinned', persona_id = 'mask',
         participants = json_set(participants, '$.personas', json('["mask"]'), '$.primary_persona', 'mask'),
         conversation_settings = json_set(conversation_settings, '$.api_key_id', 'key')`,
      )
      .run();
    const seen = await get(`conversations/${room.id}`, ivy.token);
    expect(seen).toMatchObject({ role: "member", status: "active", persona_id: null, participants: { personas: [] } });
    expect(JSON.stringify(seen)).not.toMatch(/mask|"key"/);
    expect(seen).not.toHaveProperty("knowledge_collections");
    expect((await get("conversations?status=pinned&count=true", ivy.token)).total).toBe(0);
    expect((await get("conversations?status=active", ivy.token)).docs).toHaveLength(1);
    expect((await get("conversations?status=pinned", mara.token)).docs).toHaveLength(1);
    expect(await statusOf(`conversations/${room.id}`, ivy.token, "DELETE")).toBe(403);
  });

  test("[DATA44] a whisper is seen by who spoke it alone, in lists, by id and as the last line", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    await join(room.id, ivy.user.id);
    const whisper = { conversation: room.id, user: mara.user.id, author_name: "Mara", whisper_to: bot.id };
    await bring([
      sampleMessage({ ...whisper, id: "aloud", seq: 50, entry: "aloud", whisper_to: null }),
      sampleMessage({ ...whisper, id: "secret", seq: 51, entry: "psst" }),
    ]);
    const seen = async (token: string) => {
      const [listed] = (await get("conversations", token)).docs;
      const found = (await get(`messages?conversation=${room.id}&search=s&sort=-seq`, token)).docs;
      return [
        listed.last_message.entry,
        found.some((m: MessageRow) => m.id === "secret"),
        await statusOf("messages/secret", token),
      ];
    };
    expect(await seen(mara.token)).toEqual(["psst", true, 200]);
    expect(await seen(ivy.token)).toEqual(["aloud", false, 404]);
  });
});

describe("the list of conversations", () => {
  test("[DATA27] goes by last activity, finds by title and bot, and says what is new", async () => {
    const { mara } = await people();
    const [bot, other] = [await makeBot(mara.token), await makeBot(mara.token)];
    const first = await json(await begin(mara.token, { bot_ids: [bot.id], title: "First" }));
    const second = await json(await begin(mara.token, { bot_ids: [other.id], title: "Second" }));
    await db
      .prepare(
        "UPDATE conversations SET conversation_metadata = json_set(conversation_metadata, '$.last_activity', ?) WHERE id = ?",
      )
      .bind("2999-01-01T00:00:00.000Z", first.id)
      .run();
    await bring([sampleMessage({ id: "mine", conversation: first.id, user: mara.user.id, seq: 90 })]);
    const ids = async (query: string) =>
      (await get(`conversations?${query}`, mara.token)).docs.map((room: { id: string }) => room.id);
    expect(await ids("")).toEqual([first.id, second.id]);
    expect(await ids("sort=-createdAt")).toEqual([second.id, first.id]);
    expect(await ids("search=seCond")).toEqual([second.id]);
    expect(await ids(`bot=${bot.id}`)).toEqual([first.id]);
    const page = await get("conversations?limit=1", mara.token);
    expect(await ids(`limit=1&cursor=${page.next_cursor}`)).toEqual([second.id]);
    // One's own words are not news; the greeting is.
    expect(page.docs[0]).toMatchObject({ unread: 1, last_message: { id: "mine", entry: "hello", failed: false } });
  });
});

describe("the transcript", () => {
  test("[DATA45] pages backward and forward by message, oldest first, one place at a time", async () => {
    const { mara } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    const newest = await get(`conversations/${room.id}/messages`, mara.token);
    expect(newest).toMatchObject({ has_more_before: false, has_more_after: false, next_cursor: null });
    const [greeting] = newest.docs;
    const { created_timestamp, modified_timestamp } = greeting;
    expect(greeting).toMatchObject({ createdAt: created_timestamp, updatedAt: modified_timestamp });
    const around = (query: string) => get(`conversations/${room.id}/messages?${query}`, mara.token);
    expect((await around(`after=${greeting.id}`)).docs).toEqual([]);
    expect((await around(`before=${greeting.id}`)).docs).toEqual([]);
    const both = await call(`/api/conversations/${room.id}/messages?before=a&after=b`, { token: mara.token });
    expect(both.status).toBe(400);
  });

  test("[DATA45] its copies in D1 are listed, searched and read one by one", async () => {
    const { mara } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    const row = sampleMessage({
      id: "m",
      conversation: room.id,
      user: mara.user.id,
      entry: "A foghorn.",
      seq: 60,
      pinned: true,
    });
    await bring([row]);
    const answered = { ...row, createdAt: row.created_timestamp, updatedAt: row.created_timestamp };
    expect(await get("messages/m", mara.token)).toEqual(answered);
    expect((await get("messages?search=FOGHORN", mara.token)).docs).toEqual([answered]);
    expect((await get(`messages?conversation=${NOBODY}`, mara.token)).docs).toEqual([]);
  });
});

describe("the lore of a conversation", () => {
  test("[DATA46] is linked by its owner, from tomes they may read", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await begin(mara.token, { bot_ids: [bot.id] }));
    const tome = async (token: string) =>
      (await json(await call("/api/knowledge-collections", { token, json: { name: "Tome" } }))).id as string;
    const [own, foreign] = [await tome(mara.token), await tome(ivy.token)];
    const set = (token: string, body: object) =>
      call(`/api/conversations/${room.id}`, { method: "PATCH", token, json: body });
    expect((await json(await set(mara.token, { knowledge_collections: [own] }))).knowledge_collections).toEqual([own]);
    expect((await set(mara.token, { knowledge_collections: [own, foreign] })).status).toBe(404);
    expect((await json(await set(mara.token, { knowledge_collections: [] }))).knowledge_collections).toEqual([]);
    await join(room.id, ivy.user.id);
    expect((await set(ivy.token, { knowledge_collections: [foreign] })).status).toBe(403);
  });
});

describe("deleting a conversation", () => {
  test("[DATA47] takes its messages, log and members, and leaves lore and other rooms alone", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const [room, kept] = [
      await json(await begin(mara.token, { bot_ids: [bot.id] })),
      await json(await begin(mara.token, { bot_ids: [bot.id] })),
    ];
    const tome = await json(
      await call("/api/knowledge-collections", { token: mara.token, json: { name: "Memories" } }),
    );
    await call(`/api/conversations/${room.id}`, {
      method: "PATCH",
      token: mara.token,
      json: { knowledge_collections: [tome.id] },
    });
    await join(room.id, ivy.user.id);
    await bring([sampleMessage({ id: "m", conversation: room.id, seq: 60 })]);
    const log = sampleLogRow({ conversation_id: room.id });
    await new D1OutboxSink(db).write([
      { id: 1, kind: "activation_log", key: "t", rev: 1, seq: 1, payload: JSON.stringify([log]) },
    ]);
    expect(await statusOf(`conversations/${room.id}`, mara.token, "DELETE")).toBe(204);
    for (const table of ["messages", "knowledge_activation_log", "conversation_members", "conversations"]) {
      const column = { conversations: "id", knowledge_activation_log: "conversation_id" }[table] ?? "conversation";
      const left = await db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`).bind(room.id).first("n");
      expect([table, left]).toEqual([table, 0]);
    }
    expect(await countOf("collection_links WHERE target_kind = 'conversation'")).toBe(0);
    expect(await statusOf(`knowledge-collections/${tome.id}`, mara.token)).toBe(200);
    expect(await statusOf(`conversations/${room.id}`, mara.token)).toBe(404);
    expect(await rooms.getByName(room.id).snapshot()).toEqual({ ok: false, code: "not_found" });
    expect(await statusOf(`conversations/${kept.id}`, mara.token)).toBe(200);
    expect((await get(`conversations/${kept.id}/messages`, mara.token)).docs).toHaveLength(1);
  });
});

describe("the activation log", () => {
  const prepare = async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token, { sharing_visibility: "public" });
    const tome = await json(await call("/api/knowledge-collections", { token: mara.token, json: { name: "Harbour" } }));
    const room = await json(await begin(ivy.token, { bot_ids: [bot.id] }));
    const row = { conversation_id: room.id, knowledge_collection: tome.id, knowledge_entry_id: "lamp" };
    const rows = [
      sampleLogRow({ ...row, id: "l1", message_index: 1, activation_timestamp: "2026-01-01T00:00:00.000Z" }),
      sampleLogRow({
        ...row,
        id: "l2",
        message_index: 3,
        activation_method: "constant",
        was_included: false,
        exclusion_reason: "budget_exceeded",
        activation_timestamp: "2026-01-02T00:00:00.000Z",
      }),
    ];
    await bring([sampleMessage({ conversation: room.id, user: ivy.user.id, seq: 9 })]);
    await new D1OutboxSink(db).write([
      { id: 1, kind: "activation_log", key: "t", rev: 1, seq: 1, payload: JSON.stringify(rows) },
    ]);
    return { mara, ivy, room, tome, rows };
  };
  const ids = async (query: string, token: string) =>
    (await get(`knowledge-activation-log?${query}`, token)).docs.map(({ id }: { id: string }) => id);

  test("[DATA48] is for participants who may read the lore", async () => {
    const { mara, ivy, room, tome, rows } = await prepare();
    expect(await ids(`conversation_id=${room.id}`, ivy.token)).toEqual([]);
    expect(await statusOf("knowledge-activation-log/l1", ivy.token)).toBe(404);
    await grant(db, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect(await ids(`conversation_id=${room.id}`, ivy.token)).toEqual(["l2", "l1"]);
    expect(await get("knowledge-activation-log/l1", ivy.token)).toMatchObject(rows[0]!);
    expect(await ids("message_index=3", ivy.token)).toEqual(["l2"]);
    expect(await ids("activation_method=keyword", ivy.token)).toEqual(["l1"]);
    expect(await ids("knowledge_entry_id=lamp&was_included=false", ivy.token)).toEqual(["l2"]);
    expect(await ids("knowledge_entry_id=other", ivy.token)).toEqual([]);
    const page = await get("knowledge-activation-log?limit=1&count=true", ivy.token);
    expect([page.total, await ids(`limit=1&cursor=${page.next_cursor}`, ivy.token)]).toEqual([2, ["l1"]]);
  });

  test("[DATA78] of a whisper between others is for nobody else at the table, nor once it is deleted", async () => {
    const { mara, ivy, room, tome } = await prepare();
    await join(room.id, mara.user.id);
    const seen = async (token: string) => [
      await ids("knowledge_entry_id=lamp", token),
      await ids("message_id=message", token),
      await statusOf("knowledge-activation-log/l1", token),
      await statusOf("knowledge-activation-log/l1", token, "DELETE"),
    ];
    expect(await ids("", mara.token)).toEqual(["l2", "l1"]);
    const whisper = { conversation: room.id, user: ivy.user.id, whisper_to: "bot", seq: 9, rev: 2 };
    await bring([sampleMessage(whisper)]);
    const { user: by } = mara;
    await grant(db, { user: ivy.user.id, by: by.id, type: "knowledgeCollection", id: tome.id, permission: "read" });
    expect(await seen(mara.token)).toEqual([[], [], 404, 404]);
    expect(await ids("message_id=message", ivy.token)).toEqual(["l2", "l1"]);
    await db.prepare("delete from messages where id = 'message'").run();
    expect(await seen(mara.token)).toEqual([[], [], 404, 404]);
  });

  test("[DATA49] shows a creator what their lore did elsewhere, and not where", async () => {
    const { mara, room } = await prepare();
    expect(await ids("knowledge_entry_id=lamp", mara.token)).toEqual(["l2", "l1"]);
    const seen = await get("knowledge-activation-log/l1", mara.token);
    expect(seen).toMatchObject({ conversation_id: null, message_id: null, take_id: null, tokens_used: 12 });
    expect(JSON.stringify(seen)).not.toContain(room.id);
    expect(await ids(`conversation_id=${room.id}`, mara.token)).toEqual([]);
    expect(await ids("message_id=message", mara.token)).toEqual([]);
  });

  test("[DATA48] is deleted row by row by the conversation's owner alone", async () => {
    const { mara, ivy, tome } = await prepare();
    const remove = (token: string) => statusOf("knowledge-activation-log/l1", token, "DELETE");
    expect([await remove(ivy.token), await remove(mara.token)]).toEqual([404, 403]);
    await grant(db, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect(await remove(ivy.token)).toBe(204);
    expect(await ids("", ivy.token)).toEqual(["l2"]);
    const changed = await call("/api/knowledge-activation-log/l2", { method: "PATCH", token: ivy.token, json: {} });
    expect(changed.status).toBe(405);
  });
});
