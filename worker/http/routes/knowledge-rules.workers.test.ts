import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { D1Context } from "../../conversation/adapters/d1-context.ts";
import { D1OutboxSink } from "../../conversation/adapters/d1-outbox-sink.ts";
import type { Env } from "../../env.ts";
import { grant, sampleLogRow, sampleMessage } from "../../testing/d1-rows.ts";
import { call, json, publishTome, signIn } from "../testing/call.ts";

const bindings = env as unknown as Env;
const NOBODY = "00000000-0000-7000-8000-000000000000";
const send = (method: string, path: string, token: string, body?: object, headers: Record<string, string> = {}) =>
  call(`/api/${path}`, { method, token, headers, ...(body === undefined ? {} : { json: body }) });
const get = async (path: string, token: string) => json(await call(`/api/${path}`, { token }));
const post = async (path: string, token: string, body: object) => json(await send("POST", path, token, body));
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);
const idsOf = ({ docs }: { docs: { id: string }[] }) => docs.map(({ id }) => id);

async function scene() {
  const admin = await signIn("admin@x.test", "Admin");
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const tome = (await post("knowledge-collections", mara.token, { name: "Harbour" })).id as string;
  const write = (body: object = {}) =>
    post("knowledge", mara.token, { entry: "The lamp is out.", knowledge_collection: tome, ...body });
  return { admin, mara, ivy, tome, write };
}
const share = (
  by: { user: { id: string } },
  user: { user: { id: string } },
  id: string,
  permission: "read" | "write" | "admin",
) => grant(bindings.DB, { user: user.user.id, by: by.user.id, type: "knowledgeCollection", id, permission });

describe("an entry", () => {
  test("[KNOW1] says where its text comes from and how many words it has", async () => {
    const { mara, write } = await scene();
    const source = { source_url: "https://x.test/lamp", author: "Wren", language: "en" };
    const entry = await write({ content_metadata: source });
    expect(entry.content_metadata).toEqual({ ...source, word_count: 4 });
    expect((await write()).content_metadata).toEqual({ source_url: null, author: null, language: null, word_count: 4 });
    const path = `knowledge/${entry.id}`;
    const longer = await json(await send("PATCH", path, mara.token, { entry: "The lamp is out again." }));
    expect(longer.content_metadata).toEqual({ ...source, word_count: 5 });
    const nameless = await json(await send("PATCH", path, mara.token, { content_metadata: { author: null } }));
    expect(nameless.content_metadata).toEqual({ ...source, author: null, word_count: 5 });
    for (const [field, value] of [
      ["word_count", 1],
      ["filename", "x"],
      ["source_url", "javascript:alert(1)"],
      ["language", "not a language"],
    ] as const) {
      const answer = await send("PATCH", path, mara.token, { content_metadata: { [field]: value } });
      expect([answer.status, await pathsOf(answer)]).toEqual([400, [`content_metadata.${field}`]]);
    }
    for (const field of [
      "r2_file_key",
      "vector_records",
      "shared_access",
      "is_legacy_memory",
      "source_memory_id",
      "usage_analytics",
    ]) {
      const answer = await send("PATCH", path, mara.token, { [field]: null });
      expect([answer.status, await pathsOf(answer)]).toEqual([400, [field]]);
    }
    const locked = await send("PATCH", path, mara.token, { privacy_settings: { password_protected: true } });
    expect([locked.status, await pathsOf(locked)]).toEqual([400, ["privacy_settings.password_protected"]]);
  });

  test("[KNOW2] tells those who may share its tome who holds grants, and nobody else", async () => {
    const { mara, ivy, tome, write } = await scene();
    const entry = await write();
    expect(entry.shared_access).toEqual({ shared_users: [] });
    const held = async (permission: "read" | "write" | "admin") => {
      await share(mara, ivy, tome, permission);
      return (await get(`knowledge/${entry.id}`, ivy.token)).shared_access;
    };
    expect([await held("read"), await held("write")]).toEqual([{}, {}]);
    const shared_users = [{ user: ivy.user.id, permission_type: "admin", expires_at: null }];
    expect(await held("admin")).toEqual({ shared_users });
    expect((await get(`knowledge/${entry.id}`, mara.token)).shared_access).toEqual({ shared_users });
  });

  test("[KNOW8] tells those who may write where its file lies, and readers that there is nothing to tell", async () => {
    const { mara, ivy, tome, write } = await scene();
    const { id } = await write();
    await bindings.DB.prepare("update knowledge set r2_file_key = 'documents/a' where id = ?").bind(id).run();
    const told = async (permission: "read" | "write" | "admin") => {
      await share(mara, ivy, tome, permission);
      const listed = await get(`knowledge?knowledge_collection=${tome}`, ivy.token);
      return [...listed.docs, await get(`knowledge/${id}`, ivy.token)].map(({ r2_file_key }) => r2_file_key);
    };
    expect(await told("read")).toEqual([null, null]);
    expect(await told("write")).toEqual(["documents/a", "documents/a"]);
    expect(await told("admin")).toEqual(["documents/a", "documents/a"]);
    expect((await get(`knowledge/${id}`, mara.token)).r2_file_key).toBe("documents/a");
  });

  test("[KNOW3] is listed by all of its tags and by what it is", async () => {
    const { mara, tome, write } = await scene();
    const tags = (...names: string[]) => ({ tags: names.map((tag) => ({ tag })) });
    const [both, one] = [await write(tags("Tide", "lamp")), await write(tags("tide"))];
    await write();
    const ids = async (query: string) =>
      idsOf(await get(`knowledge?knowledge_collection=${tome}&sort=createdAt&${query}`, mara.token));
    expect(await ids("tags=TIDE")).toEqual([both.id, one.id]);
    expect(await ids("tags=tide,%20lamp")).toEqual([both.id]);
    expect(await ids("tags=tide,none")).toEqual([]);
    await bindings.DB.prepare("update knowledge set is_vectorized = 1 where id = ?").bind(one.id).run();
    expect(await ids("is_vectorized=true")).toEqual([one.id]);
    expect((await get(`knowledge?knowledge_collection=${tome}&is_vectorized=false&count=true`, mara.token)).total).toBe(
      2,
    );
    expect(await ids("is_legacy_memory=true")).toEqual([]);
  });

  test("[KNOW5] and its tome change and go only in the version that was named", async () => {
    const { mara, tome, write } = await scene();
    const entry = await write();
    for (const path of [`knowledge/${entry.id}`, `knowledge-collections/${tome}`]) {
      const change = path.startsWith("knowledge/") ? { title: "Lamp" } : { description: "Fog." };
      const etag = (await call(`/api/${path}`, { token: mara.token })).headers.get("etag") ?? "";
      expect((await send("PATCH", path, mara.token, change, { "if-match": etag })).status).toBe(200);
      expect((await send("PATCH", path, mara.token, change, { "if-match": etag })).status).toBe(412);
      expect((await send("DELETE", path, mara.token, undefined, { "if-match": etag })).status).toBe(412);
      expect((await call(`/api/${path}`, { token: mara.token })).status).toBe(200);
    }
  });

  test("[KNOW5] of twenty changes of one version, one is made", async () => {
    const { mara, write } = await scene();
    const path = `knowledge/${(await write()).id}`;
    const etag = (await call(`/api/${path}`, { token: mara.token })).headers.get("etag") ?? "";
    const change = (at: number) => send("PATCH", path, mara.token, { title: `Lamp ${at}` }, { "if-match": etag });
    const statuses = (await Promise.all(Array.from({ length: 20 }, (_, at) => change(at)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set([200, 412]));
  });
});

describe("a tome", () => {
  test("[KNOW3] is listed by all of its tags, its difficulty and whose it is", async () => {
    const { admin, mara, tome } = await scene();
    const made = async (tags: string[], difficulty_level: string) => {
      const collection_metadata = { tags: tags.map((tag) => ({ tag })), difficulty_level };
      const { id } = await post("knowledge-collections", admin.token, { name: "Open", collection_metadata });
      await publishTome(id, admin.token);
      return id as string;
    };
    const [easy, hard] = [await made(["sea", "fog"], "beginner"), await made(["sea"], "advanced")];
    const ids = async (query: string) => idsOf(await get(`knowledge-collections?sort=createdAt&${query}`, mara.token));
    expect(await ids("public=true&tags=sea")).toEqual([easy, hard]);
    expect(await ids("public=true&tags=sea,fog")).toEqual([easy]);
    expect(await ids("public=true&difficulty_level=advanced")).toEqual([hard]);
    expect(await ids("public=true&exclude_own=true")).toEqual([easy, hard]);
    expect(await ids("")).toEqual([tome]);
    expect(await ids("exclude_own=true")).toEqual([]);
    expect(idsOf(await get("knowledge-collections?public=true&exclude_own=true", admin.token))).toEqual([]);
  });
});

describe("a persona", () => {
  test("[KNOW6] reads the tomes its owner links to it, where it is worn", async () => {
    const { mara, ivy, tome, write } = await scene();
    const entry = await write();
    const persona = await post("personas", ivy.token, { name: "Captain", description: "Of a ferry." });
    const path = `personas/${persona.id}/knowledge-collections`;
    const link = (token: string, ids: string[]) => send("PUT", path, token, { knowledge_collections: ids });
    const foreign = await link(ivy.token, [tome]);
    expect([foreign.status, await pathsOf(foreign)]).toEqual([404, ["knowledge_collections.0"]]);
    await share(mara, ivy, tome, "read");
    expect(await json(await link(ivy.token, [tome]))).toMatchObject({ knowledge_collections: [tome] });
    expect((await get(path, ivy.token)).knowledge_collections).toEqual([tome]);
    expect((await link(mara.token, [])).status).toBe(404);
    expect((await call(`/api/${path}`, { token: mara.token })).status).toBe(404);
    expect(
      (await send("PUT", `personas/${NOBODY}/knowledge-collections`, ivy.token, { knowledge_collections: [] })).status,
    ).toBe(404);

    const bot = await post("bots", ivy.token, { name: "Tobias", system_prompt: "x" });
    const awake = async (personaId: string | null) => {
      const [ownerId, askerId] = [ivy.user.id, ivy.user.id];
      const asked = { conversationId: "room", ownerId, askerId, botId: bot.id, personaId, viewers: [ownerId] };
      const how = { provider: null, model: null, apiKeyId: null, knownLoreVersion: null };
      const { entries } = await new D1Context(bindings).load({ ...asked, ...how });
      return entries.map(({ id }) => id);
    };
    expect([await awake(persona.id), await awake(null)]).toEqual([[entry.id], []]);
    // A link that stays needs no right, and without the right it brings nothing.
    await grant(bindings.DB, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome,
      permission: "read",
      revoked: true,
    });
    expect([(await link(ivy.token, [tome])).status, await awake(persona.id)]).toEqual([200, []]);
    expect(await json(await link(ivy.token, []))).toMatchObject({ knowledge_collections: [] });
    const moved = await get(`personas/${persona.id}`, ivy.token);
    expect(moved.updatedAt > persona.updatedAt).toBe(true);
  });
});

describe("the log", () => {
  test("[KNOW7] filters by room, message, entry, method, reason and bot, newest first", async () => {
    const { mara, ivy, tome } = await scene();
    const bot = await post("bots", mara.token, { name: "Tobias", system_prompt: "x" });
    const room = await post("conversations", mara.token, { bot_ids: [bot.id] });
    const rows = [
      sampleLogRow({
        id: "a",
        message_index: 1,
        knowledge_entry_id: "lamp",
        activation_timestamp: "2026-01-01T00:00:01.000Z",
      }),
      sampleLogRow({
        id: "b",
        message_index: 2,
        knowledge_entry_id: "lamp",
        activation_method: "constant",
        activation_timestamp: "2026-01-01T00:00:02.000Z",
      }),
      sampleLogRow({
        id: "c",
        message_index: 2,
        knowledge_entry_id: "wreck",
        was_included: false,
        exclusion_reason: "cooldown_active",
        bot_id: "other",
        activation_timestamp: "2026-01-01T00:00:03.000Z",
      }),
    ].map((row) => ({
      ...row,
      conversation_id: room.id,
      knowledge_collection: tome,
      createdAt: row.activation_timestamp,
      updatedAt: row.activation_timestamp,
    }));
    for (const { matched_keywords, was_included, sticky, ...row } of rows) {
      const values = {
        ...row,
        matched_keywords: JSON.stringify(matched_keywords),
        was_included: Number(was_included),
        sticky: Number(sticky),
      };
      const marks = Object.keys(values)
        .map(() => "?")
        .join(", ");
      await bindings.DB.prepare(
        `insert into knowledge_activation_log (${Object.keys(values).join(", ")}) values (${marks})`,
      )
        .bind(...Object.values(values))
        .run();
    }
    const said = sampleMessage({ conversation: room.id, user: mara.user.id, seq: 9 });
    await new D1OutboxSink(bindings.DB).write([
      { id: 1, kind: "message", key: said.id, rev: 1, seq: 9, payload: JSON.stringify(said) },
    ]);
    const ids = async (query: string) => idsOf(await get(`knowledge-activation-log?${query}`, mara.token));
    expect(await ids("")).toEqual(["c", "b", "a"]);
    expect(await ids(`conversation_id=${room.id}&message_index=2`)).toEqual(["c", "b"]);
    expect(await ids("knowledge_entry_id=lamp")).toEqual(["b", "a"]);
    expect(await ids("knowledge_entry_id=lamp&sort=activation_timestamp")).toEqual(["a", "b"]);
    expect(await ids("activation_method=constant")).toEqual(["b"]);
    expect(await ids("exclusion_reason=cooldown_active")).toEqual(["c"]);
    expect(await ids("bot_id=other&was_included=false")).toEqual(["c"]);
    expect(await ids(`knowledge_collection=${tome}&limit=1`)).toEqual(["c"]);
    expect((await get("knowledge-activation-log?count=true", ivy.token)).total).toBe(0);
    for (const method of ["PATCH", "PUT"])
      expect((await send(method, "knowledge-activation-log/a", mara.token, { tokens_used: 0 })).status).toBe(405);
    expect((await send("POST", "knowledge-activation-log", mara.token, {})).status).toBe(405);
    expect((await send("DELETE", "knowledge-activation-log/a", ivy.token)).status).toBe(404);
    expect((await send("DELETE", "knowledge-activation-log/a", mara.token)).status).toBe(204);
    expect(await ids("")).toEqual(["c", "b"]);
  });
});
