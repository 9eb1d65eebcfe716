import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { UPSERT_MESSAGES } from "../../conversation/adapters/d1-outbox-sql.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { grant, sampleMessage } from "../../testing/d1-rows.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const AT = "2026-11-23T05:00:00.000Z";

interface Hit {
  readonly id: string;
  readonly kind: string;
  readonly excerpt: readonly { readonly text: string; readonly hit: boolean }[];
}

const answer = async (token: string, query: string) => json(await call(`/api/search?${query}`, { token }));
const hits = async (token: string, q: string, more = ""): Promise<Hit[]> =>
  (await answer(token, `q=${encodeURIComponent(q)}${more}`)).docs;
const ids = async (token: string, q: string, more = "") => (await hits(token, q, more)).map(({ id }) => id);
const marked = (hit: Hit | undefined) => hit?.excerpt.filter((part) => part.hit).map(({ text }) => text);

async function room(id: string, owner: string, members: readonly string[] = []): Promise<void> {
  const made = `INSERT INTO conversations (id, user, conversation_type, participants, conversation_metadata,
    conversation_settings, turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt)
    VALUES (?1, ?2, 'single-bot', '{}', '{}', '{}', '{}', 0, 0, ?3, ?3, ?3, ?3)`;
  const joined = `INSERT INTO conversation_members (conversation, user, role, joined_at, createdAt, updatedAt)
    VALUES (?1, ?2, 'member', ?3, ?3, ?3)`;
  await db.batch([
    db.prepare(made).bind(id, owner, AT),
    ...members.map((user) => db.prepare(joined).bind(id, user, AT)),
  ]);
}
/** Writes as the room's outbox does. */
const say = (...rows: Parameters<typeof sampleMessage>[0][]) =>
  db
    .prepare(UPSERT_MESSAGES)
    .bind(JSON.stringify(rows.map((row) => sampleMessage(row))))
    .run();

let mara: Awaited<ReturnType<typeof signIn>>;
let ivy: Awaited<ReturnType<typeof signIn>>;
beforeEach(async () => {
  [mara, ivy] = [await signIn("mara@x.test", "Mara Quill"), await signIn("ivy@x.test", "Ivy Reed")];
});

describe("words", () => {
  beforeEach(async () => {
    await room("r1", mara.user.id);
  });

  test("[FIND1] all words, in any order, folded; the last may be unfinished", async () => {
    const text = "The café at the harbour never closes; its LIGHTHOUSE does.";
    await say({ id: "m1", conversation: "r1", user: mara.user.id, entry: text });
    for (const q of ["harbour", "Cafe", "CAFÉ", "lighthouse harbour", "never clos", "the light"])
      expect([q, await ids(mara.token, q, "&in=messages")]).toEqual([q, ["m1"]]);
    for (const q of ["harb never", "harbourmaster", "closed", "dragon harbour"])
      expect([q, await ids(mara.token, q, "&in=messages")]).toEqual([q, []]);
    // Two letters are too few for the index of trigrams: one match stands alone.
    expect(await ids(mara.token, "at", "&in=messages")).toEqual(["m1"]);
    expect((await answer(mara.token, "q=at&in=messages&count=true")).total).toBe(1);
    const [hit] = await hits(mara.token, "closes harb", "&in=messages");
    expect(marked(hit)).toEqual(["harb", "closes"]);
    expect(marked((await hits(mara.token, "cafe light", "&in=messages"))[0])).toEqual(["café", "LIGHT"]);
    expect(hit?.excerpt.map((part) => part.text).join("")).toBe(text);
  });

  test("[FIND2] scripts without spaces are found within a run, one or two characters among one's own", async () => {
    await say(
      { id: "m1", conversation: "r1", seq: 1, user: mara.user.id, entry: "灯台守は夜に歌う。Maraさんも。" },
      { id: "m2", conversation: "r1", seq: 2, user: mara.user.id, entry: "바다에는 등대지기가 산다" },
      { id: "m3", conversation: "r1", seq: 3, user: mara.user.id, entry: "ผู้ดูแลประภาคารร้องเพลง 🔥" },
    );
    for (const [q, id] of [
      ["台守は", "m1"],
      ["夜に歌", "m1"],
      ["歌う", "m1"],
      ["夜", "m1"],
      ["mara 歌う", "m1"],
      ["등대지", "m2"],
      ["지기", "m2"],
      ["ประภาคาร", "m3"],
      ["🔥", "m3"],
    ] as const)
      expect([q, await ids(mara.token, q)]).toEqual([q, [id]]);
    expect(marked((await hits(mara.token, "夜に歌"))[0])).toEqual(["夜に歌"]);
    expect(await ids(mara.token, "台夜")).toEqual([]);
    expect(await ids(ivy.token, "夜")).toEqual([]);
  });

  test("[FIND3] what is typed is words and nothing else", async () => {
    await say(
      { id: "m1", conversation: "r1", user: mara.user.id, entry: "lamp oil or title near not 1 x" },
      { id: "m2", conversation: "r1", user: mara.user.id, entry: "something else entirely" },
    );
    const typed = [
      '"',
      'lamp" OR "x',
      "lamp*",
      "title:lamp",
      "{title} : lamp",
      "-lamp",
      "NEAR(lamp oil)",
      "lamp AND NOT oil",
      "(lamp",
      "^lamp",
      "lamp\u0000oil",
      "' OR 1=1 --",
      "%",
      "_",
      "\u{1E900}",
      "\u0301",
      "½",
      "🔥🔥",
      "x".repeat(200),
    ];
    for (const q of typed) {
      const response = await call(`/api/search?q=${encodeURIComponent(q)}`, { token: mara.token });
      expect([q, response.status]).toEqual([q, 200]);
      expect([q, (await json(response)).docs.map(({ id }: Hit) => id)]).not.toEqual([
        q,
        expect.arrayContaining(["m2"]),
      ]);
    }
    expect(await ids(mara.token, 'lamp" OR "something', "&in=messages")).toEqual([]);
    expect(await ids(mara.token, "lamp OR oil", "&in=messages")).toEqual(["m1"]);
  });

  test("[FIND4] the index follows every insert, change and deletion", async () => {
    await say({ id: "m1", conversation: "r1", user: mara.user.id, entry: "first words" });
    await say({ id: "m1", conversation: "r1", user: mara.user.id, entry: "second 灯台守", rev: 2 });
    expect([await ids(mara.token, "first"), await ids(mara.token, "second"), await ids(mara.token, "灯台守")]).toEqual([
      [],
      ["m1"],
      ["m1"],
    ]);
    await say({ id: "m1", conversation: "r1", user: mara.user.id, entry: "late replay", rev: 1 });
    expect(await ids(mara.token, "replay")).toEqual([]);
    await db.prepare("DELETE FROM messages WHERE id = 'm1'").run();
    expect(await ids(mara.token, "second")).toEqual([]);
    for (const table of ["search_documents", "search_words_docsize", "search_trigrams_docsize"])
      expect(await db.prepare(`SELECT count(*) AS n FROM ${table}`).first("n")).toBe(0);
  });

  test("[FIND5] pages hold every row once, best first, while texts come and go", async () => {
    const rows = Array.from({ length: 9 }, (_, at) => ({
      id: `m${at}`,
      conversation: "r1",
      seq: at + 1,
      user: mara.user.id,
      entry: `lamp ${"and so on ".repeat(at)}`,
    }));
    await say(...rows);
    const page = (cursor: string | null) =>
      answer(mara.token, `q=lamp&limit=4&count=true${cursor === null ? "" : `&cursor=${cursor}`}`);
    const first = await page(null);
    expect([first.total, first.docs.map(({ id }: Hit) => id)]).toEqual([9, ["m0", "m1", "m2", "m3"]]);
    const short = { conversation: "r1", user: mara.user.id, entry: "lamp" };
    await say(...Array.from({ length: 30 }, (_, at) => ({ ...short, id: `new${at}`, seq: 20 + at })));
    const second = await page(first.next_cursor);
    expect(second.docs.map(({ id }: Hit) => id)).toEqual(["m4", "m5", "m6", "m7"]);
    await db.prepare("DELETE FROM messages WHERE id = 'm7'").run();
    const third = await page(second.next_cursor);
    expect(third.docs.map(({ id }: Hit) => id)).toEqual(["m8"]);
    expect(third.next_cursor).toBeNull();
  });
});

describe("only what the caller may see now", () => {
  test("[FIND6] messages of rooms one takes part in, no whispers between others, nothing after leaving", async () => {
    await room("r1", mara.user.id, [ivy.user.id]);
    await room("r2", mara.user.id);
    await say(
      { id: "m1", conversation: "r1", seq: 1, user: mara.user.id, entry: "lamp for all" },
      { id: "m2", conversation: "r1", seq: 2, user: mara.user.id, entry: "lamp for one", whisper_to: "somebot" },
      { id: "m3", conversation: "r2", seq: 1, user: mara.user.id, entry: "lamp at home, 灯台守" },
    );
    expect((await ids(mara.token, "lamp")).toSorted()).toEqual(["m1", "m2", "m3"]);
    expect(await ids(ivy.token, "lamp")).toEqual(["m1"]);
    expect([await ids(mara.token, "灯台守"), await ids(ivy.token, "灯台守")]).toEqual([["m3"], []]);
    expect((await answer(ivy.token, "q=lamp&count=true")).total).toBe(1);
    expect((await hits(ivy.token, "lamp"))[0]).toMatchObject({ kind: "messages", conversation: "r1" });
    await db.prepare("DELETE FROM conversation_members WHERE user = ?").bind(ivy.user.id).run();
    expect(await ids(ivy.token, "lamp")).toEqual([]);
  });

  test("[FIND7] entries of tomes one may read, memories only when asked for", async () => {
    const tome = await json(await call("/api/knowledge-collections", { token: mara.token, json: { name: "Harbour" } }));
    const entry = await json(
      await call("/api/knowledge", {
        token: mara.token,
        json: {
          entry: "It burns whale oil. 鯨の油。",
          title: "The lamp",
          knowledge_collection: tome.id,
          activation_settings: { primary_keys: [{ keyword: "beacon" }] },
        },
      }),
    );
    for (const q of ["lamp", "whale", "beacon"]) expect([q, await ids(mara.token, q)]).toEqual([q, [entry.id]]);
    for (const q of ["lamp", "鯨の油", "鯨"]) expect([q, await ids(ivy.token, q)]).toEqual([q, []]);
    const on = { user: ivy.user.id, by: mara.user.id, type: "knowledgeCollection" as const, id: tome.id };
    await grant(db, { ...on, permission: "read" });
    expect(await hits(ivy.token, "lamp")).toMatchObject([
      { kind: "knowledge", title: "The lamp", knowledge_collection: tome.id, knowledge_collection_name: "Harbour" },
    ]);
    expect(await ids(ivy.token, "lamp", "&in=messages,bots")).toEqual([]);
    await grant(db, { ...on, permission: "read", revoked: true });
    expect(await ids(ivy.token, "lamp")).toEqual([]);
    await db
      .prepare("UPDATE knowledge_collections SET collection_metadata = json_set(collection_metadata, ?1, 'memories')")
      .bind("$.collection_category")
      .run();
    expect(await ids(mara.token, "lamp")).toEqual([]);
    expect(await ids(mara.token, "lamp", "&includeMemoryTomes=true")).toEqual([entry.id]);
  });

  test("[FIND8] a prompt is found, and shown, only by those who may edit the bot", async () => {
    const made = await json(
      await call("/api/bots", {
        token: mara.token,
        json: {
          name: "Tobias",
          description: "Mends nets.",
          system_prompt: "Tobias secretly hates herring at the seaside. 鰊が嫌い。",
          tags: [{ tag: "seaside" }],
          sharing_visibility: "public",
        },
      }),
    );
    for (const q of ["herring", "鰊が嫌"]) {
      expect([q, await ids(mara.token, q)]).toEqual([q, [made.id]]);
      expect([q, await ids(ivy.token, q)]).toEqual([q, []]);
    }
    expect(marked((await hits(mara.token, "herring"))[0])).toEqual(["herring"]);
    for (const q of ["tobias", "nets", "seaside"]) expect([q, await ids(ivy.token, q)]).toEqual([q, [made.id]]);
    for (const q of ["tobias", "seaside"]) expect(JSON.stringify(await hits(ivy.token, q))).not.toContain("herring");
    const on = { user: ivy.user.id, by: mara.user.id, type: "bot" as const, id: made.id };
    await grant(db, { ...on, permission: "read" });
    expect(await ids(ivy.token, "herring")).toEqual([]);
    await grant(db, { ...on, permission: "write" });
    expect(await ids(ivy.token, "herring")).toEqual([made.id]);
    await grant(db, { ...on, permission: "write", revoked: true });
    await call(`/api/bots/${made.id}`, {
      method: "PATCH",
      token: mara.token,
      json: { sharing_visibility: "private", name: "Jonas" },
    });
    expect([await ids(ivy.token, "tobias"), await ids(mara.token, "jonas")]).toEqual([[], [made.id]]);
    expect(await ids(ivy.token, "jonas")).toEqual([]);
  });

  test("[FIND9] nobody searches without a session; kinds and words have to be there", async () => {
    expect((await call("/api/search?q=lamp")).status).toBe(401);
    for (const query of ["q=", "q=%20", "in=bots", "q=lamp&in=personas", "q=lamp&in=", `q=${"x".repeat(201)}`])
      expect([query, (await call(`/api/search?${query}`, { token: mara.token })).status]).toEqual([query, 400]);
  });
});
