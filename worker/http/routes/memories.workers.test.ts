import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB } = env as unknown as { DB: D1Database };
const NOBODY = "00000000-0000-7000-8000-000000000000";

const send = (method: string, path: string, token: string, body?: object, headers: Record<string, string> = {}) =>
  call(`/api/${path}`, { method, token, headers, ...(body === undefined ? {} : { json: body }) });
const get = async (path: string, token: string) => json(await call(`/api/${path}`, { token }));
const post = async (path: string, token: string, body: object) => json(await send("POST", path, token, body));
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);

async function scene() {
  await signIn("admin@x.test", "Admin");
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const makeBot = async (name: string, sharing_visibility: string) =>
    (await post("bots", mara.token, { name, system_prompt: "x", sharing_visibility })).id as string;
  const [open, hidden] = [await makeBot("Tobias", "public"), await makeBot("Wren", "private")];
  const tome = (await post("knowledge-collections", mara.token, { name: "Harbour" })).id as string;
  const remember = (body: object = {}) =>
    post("memories", mara.token, { bot: open, entry: "We met at the pier.", ...body });
  return { mara, ivy, open, hidden, tome, remember };
}

describe("a memory", () => {
  test("[MEM1] is its user's alone, in every list and to every verb", async () => {
    const { mara, ivy, remember } = await scene();
    const memory = await remember();
    expect(await get(`memories/${memory.id}`, mara.token)).toEqual(memory);
    const path = `memories/${memory.id}`;
    const calls = [
      await send("GET", path, ivy.token),
      await send("PATCH", path, ivy.token, { importance: 1 }),
      await send("DELETE", path, ivy.token),
      await send("POST", `${path}/convert-to-lore`, ivy.token, { knowledge_collection: NOBODY }),
    ];
    expect(calls.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await get("memories?count=true", ivy.token)).total).toBe(0);
    expect(await get(path, mara.token)).toEqual(memory);
  });

  test("[MEM2] is of a bot its user may chat with and a conversation they take part in", async () => {
    const { mara, ivy, open, hidden, remember } = await scene();
    const other = await post("conversations", ivy.token, { bot_ids: [open] });
    const room = await post("conversations", mara.token, { bot_ids: [open, hidden] });
    const refused = async (token: string, body: object) => {
      const answer = await send("POST", "memories", token, { entry: "x", ...body });
      return [answer.status, await pathsOf(answer)];
    };
    expect(await refused(ivy.token, { bot: hidden })).toEqual([404, ["bot"]]);
    expect(await refused(ivy.token, { bot: NOBODY })).toEqual([404, ["bot"]]);
    expect(await refused(mara.token, { bot: open, conversation: other.id })).toEqual([404, ["conversation"]]);
    const memory = await remember();
    expect(memory.participants).toEqual({ personas: [], bots: [open] });
    const moved = await send("PATCH", `memories/${memory.id}`, mara.token, { conversation: other.id });
    expect([moved.status, await pathsOf(moved)]).toEqual([404, ["conversation"]]);
    const there = await remember({ conversation: room.id });
    expect(there).toMatchObject({ conversation: room.id, bot: open });
    expect(there.participants.bots.sort()).toEqual([open, hidden].sort());
    const chosen = { personas: ["p"], bots: ["b"] };
    expect((await remember({ conversation: room.id, participants: chosen })).participants).toEqual(chosen);
  });

  test("[MEM3] counts its tokens, keeps its ranges, and has read-only fields refused by name", async () => {
    const { mara, open, remember } = await scene();
    const memory = await remember();
    expect(memory).toMatchObject({ type: "short_term", importance: 5, emotional_context: "", conversation: null });
    expect(memory).toMatchObject({
      is_vectorized: false,
      vector_records: [],
      converted_to_lore: false,
      lore_entry: null,
    });
    const path = `memories/${memory.id}`;
    const longer = await json(await send("PATCH", path, mara.token, { entry: "We met at the pier. ".repeat(20) }));
    expect(longer.tokens).toBeGreaterThan(memory.tokens * 10);
    expect(longer).toMatchObject({ importance: 5, participants: memory.participants, createdAt: memory.createdAt });
    const kept = await json(await send("PATCH", path, mara.token, { importance: 10, emotional_context: "calm" }));
    expect(kept).toMatchObject({
      importance: 10,
      emotional_context: "calm",
      tokens: longer.tokens,
      entry: longer.entry,
    });
    for (const field of [
      "tokens",
      "user",
      "is_vectorized",
      "converted_to_lore",
      "lore_entry",
      "converted_at",
      "createdAt",
    ]) {
      const answer = await send("PATCH", path, mara.token, { [field]: 1 });
      expect([answer.status, await pathsOf(answer)]).toEqual([400, [field]]);
    }
    for (const [field, value] of [
      ["importance", 11],
      ["importance", 0],
      ["type", "episodic"],
      ["entry", " "],
    ] as const) {
      const answer = await send("POST", "memories", mara.token, { bot: open, entry: "x", [field]: value });
      expect([answer.status, await pathsOf(answer)]).toEqual([400, [field]]);
    }
  });

  test("[MEM4] is listed by bot, conversation, type, least importance and what became of it", async () => {
    const { mara, open, hidden, tome, remember } = await scene();
    const room = await post("conversations", mara.token, { bot_ids: [open] });
    const pier = await remember({ importance: 2 });
    const wreck = await remember({ entry: "The wreck lies north.", importance: 9, type: "long_term", bot: hidden });
    const lamp = await remember({
      entry: "The lamp is out.",
      importance: 5,
      conversation: room.id,
      emotional_context: "afraid",
    });
    await send("POST", `memories/${pier.id}/convert-to-lore`, mara.token, { knowledge_collection: tome });
    const ids = async (query: string) =>
      (await get(`memories?${query}`, mara.token)).docs.map(({ id }: { id: string }) => id);
    expect(await ids("")).toEqual([lamp.id, wreck.id, pier.id]);
    expect(await ids(`bot=${hidden}`)).toEqual([wreck.id]);
    expect(await ids(`conversation=${room.id}`)).toEqual([lamp.id]);
    expect(await ids("type=long_term")).toEqual([wreck.id]);
    expect(await ids("min_importance=5&sort=importance")).toEqual([lamp.id, wreck.id]);
    expect(await ids("converted_to_lore=true")).toEqual([pier.id]);
    expect(await ids("converted_to_lore=false&search=WRECK")).toEqual([wreck.id]);
    expect(await ids("search=afraid")).toEqual([lamp.id]);
    const first = await get("memories?limit=2&sort=-importance&count=true", mara.token);
    expect([first.total, first.docs.map(({ id }: { id: string }) => id)]).toEqual([3, [wreck.id, lamp.id]]);
    expect(await ids(`limit=2&sort=-importance&cursor=${first.next_cursor}`)).toEqual([pier.id]);
  });

  test("[MEM5] becomes lore with its participants and dates", async () => {
    const { mara, open, tome, remember } = await scene();
    const room = await post("conversations", mara.token, { bot_ids: [open] });
    const memory = await remember({ conversation: room.id });
    const body = { knowledge_collection: tome, tags: [{ tag: "pier" }] };
    const answer = await send("POST", `memories/${memory.id}/convert-to-lore`, mara.token, body);
    expect(answer.status).toBe(201);
    const lore = await json(answer);
    expect(lore).toMatchObject({
      type: "legacy_memory",
      entry: memory.entry,
      title: memory.entry,
      tokens: memory.tokens,
      tags: [{ tag: "pier" }],
      is_legacy_memory: true,
      source_memory_id: memory.id,
      source_conversation_id: room.id,
      original_participants: memory.participants,
      applies_to_bots: [open],
      memory_date_range: { start: memory.created_timestamp, end: memory.modified_timestamp },
      knowledge_collection: tome,
    });
    const marked = await get(`memories/${memory.id}`, mara.token);
    expect(marked).toMatchObject({ converted_to_lore: true, lore_entry: lore.id, converted_at: expect.any(String) });
    expect((await get("knowledge?is_legacy_memory=true", mara.token)).docs).toHaveLength(1);
    const again = await send("POST", `memories/${memory.id}/convert-to-lore`, mara.token, body);
    expect([again.status, (await json(again)).code]).toEqual([409, "conflict"]);
  });

  test("[MEM5] becomes lore once of twenty who ask at the same time", async () => {
    const { mara, tome, remember } = await scene();
    const memory = await remember();
    const path = `memories/${memory.id}/convert-to-lore`;
    const ask = () => send("POST", path, mara.token, { knowledge_collection: tome });
    const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect((await get(`knowledge?knowledge_collection=${tome}`, mara.token)).docs).toHaveLength(1);
  });

  test("[MEM5] becomes lore only where its user may write", async () => {
    const { mara, ivy, open, tome } = await scene();
    const memory = await post("memories", ivy.token, { bot: open, entry: "Mine." });
    const convert = () =>
      send("POST", `memories/${memory.id}/convert-to-lore`, ivy.token, { knowledge_collection: tome });
    expect((await convert()).status).toBe(404);
    const given = { user: ivy.user.id, by: mara.user.id, type: "knowledgeCollection", id: tome } as const;
    await grant(DB, { ...given, permission: "read" });
    expect((await convert()).status).toBe(403);
    expect((await get(`memories/${memory.id}`, ivy.token)).converted_to_lore).toBe(false);
    await grant(DB, { ...given, permission: "write" });
    expect(await json(await convert())).toMatchObject({ user: mara.user.id, right: "write" });
  });

  test("[MEM6] lore that goes gives its memory back, and a memory that goes leaves its lore", async () => {
    const { mara, tome, remember } = await scene();
    const memory = await remember();
    const convert = () => post(`memories/${memory.id}/convert-to-lore`, mara.token, { knowledge_collection: tome });
    const first = await convert();
    await send("DELETE", `knowledge/${first.id}`, mara.token);
    expect(await get(`memories/${memory.id}`, mara.token)).toMatchObject({
      converted_to_lore: false,
      lore_entry: null,
    });
    const second = await convert();
    expect((await send("DELETE", `memories/${memory.id}`, mara.token)).status).toBe(204);
    expect(await get(`knowledge/${second.id}`, mara.token)).toMatchObject({
      entry: memory.entry,
      source_memory_id: null,
    });
  });

  test("[MEM7] is changed and deleted only in the version that was named", async () => {
    const { mara, remember } = await scene();
    const memory = await remember();
    const path = `memories/${memory.id}`;
    const etag = (await call(`/api/${path}`, { token: mara.token })).headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await send("PATCH", path, mara.token, { importance: 7 }, { "if-match": etag })).status).toBe(200);
    expect((await send("PATCH", path, mara.token, { importance: 8 }, { "if-match": etag })).status).toBe(412);
    expect((await send("DELETE", path, mara.token, undefined, { "if-match": etag })).status).toBe(412);
    expect((await get(path, mara.token)).importance).toBe(7);
  });
});
