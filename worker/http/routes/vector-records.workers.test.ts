import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB } = env as unknown as { DB: D1Database };
const AT = "2026-11-23T05:00:00.000Z";
const get = async (path: string, token: string) => json(await call(`/api/${path}`, { token }));
const post = async (path: string, token: string, body: object) =>
  json(await call(`/api/${path}`, { token, json: body }));

async function scene() {
  const admin = await signIn("admin@x.test", "Admin");
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const makeTome = async (token: string) =>
    (await post("knowledge-collections", token, { name: "Harbour" })).id as string;
  const tome = await makeTome(mara.token);
  const makeEntry = async (entry: string) =>
    (await post("knowledge", mara.token, { entry, knowledge_collection: tome })).id as string;
  return { admin, mara, ivy, tome, makeTome, makeEntry };
}

/** Rows as the vectoriser will write them: chunks `0` to `chunks - 1` of a source. */
async function addChunks(
  user: string,
  source: { type: "knowledge" | "memory"; id: string },
  chunks: number,
  total = chunks,
) {
  await DB.prepare(
    `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ?1)
     insert into vector_records (id, vector_id, source_type, source_id, user_id, tenant_id, chunk_index, total_chunks,
       chunk_text, metadata, embedding_model, embedding_dimensions, embedding, createdAt, updatedAt)
     select substr(?2, 1, 40) || '-' || i, substr(?2, 1, 40) || ':' || i, ?3, ?2, ?4, ?4, i, ?5, 'chunk ' || i, '{"kind":"lore"}',
       '@cf/baai/bge-m3', 2, '[0.25,0.5]', ?6, ?6 from n`,
  )
    .bind(chunks, source.id, source.type, user, total, AT)
    .run();
}
const mark = (table: "knowledge" | "memories", id: string, more = "") =>
  DB.prepare(`update ${table} set is_vectorized = 1 ${more} where id = ?`).bind(id).run();

describe("vector records", () => {
  test("[VEC1] are read by those whose text they are, in lists without their values", async () => {
    const { mara, ivy, makeEntry } = await scene();
    const [lamp, wreck] = [await makeEntry("The lamp."), await makeEntry("The wreck.")];
    await addChunks(mara.user.id, { type: "knowledge", id: lamp }, 3);
    await addChunks(mara.user.id, { type: "knowledge", id: wreck }, 1);
    const all = await get("vector-records?count=true", mara.token);
    expect(all.total).toBe(4);
    const { docs } = await get(`vector-records?source_type=knowledge&source_id=${lamp}&sort=createdAt`, mara.token);
    expect(docs.map(({ chunk_index }: { chunk_index: number }) => chunk_index)).toEqual([0, 1, 2]);
    expect(docs[0]).toMatchObject({ tenant_id: mara.user.id, metadata: { kind: "lore" }, total_chunks: 3 });
    expect(docs[0]).not.toHaveProperty("embedding");
    expect((await get("vector-records?source_type=memory", mara.token)).docs).toEqual([]);
    expect((await get(`knowledge/${lamp}`, mara.token)).vector_records).toEqual(
      docs.map(({ id }: { id: string }) => id),
    );
    expect(await get(`vector-records/${docs[0].id}`, mara.token)).toMatchObject({ embedding: "[0.25,0.5]" });
    expect((await call(`/api/vector-records/${docs[0].id}`, { token: ivy.token })).status).toBe(404);
    expect((await get("vector-records", ivy.token)).docs).toEqual([]);
  });

  test("[VEC2] go with their text, and stay behind when it goes to another owner", async () => {
    const { mara, ivy, tome, makeTome, makeEntry } = await scene();
    const bot = await post("bots", mara.token, { name: "Tobias", system_prompt: "x" });
    const memory = await post("memories", mara.token, { bot: bot.id, entry: "The pier." });
    const [gone, moved] = [await makeEntry("The lamp."), await makeEntry("The wreck.")];
    await addChunks(mara.user.id, { type: "knowledge", id: gone }, 2);
    await addChunks(mara.user.id, { type: "knowledge", id: moved }, 2);
    await addChunks(mara.user.id, { type: "memory", id: memory.id }, 2);
    await mark("knowledge", moved, ", chunk_count = 2");
    expect((await get(`memories/${memory.id}`, mara.token)).vector_records).toHaveLength(2);
    for (const path of [`knowledge/${gone}`, `memories/${memory.id}`])
      await call(`/api/${path}`, { method: "DELETE", token: mara.token });
    expect((await get("vector-records?count=true", mara.token)).total).toBe(2);
    const patch = (knowledge_collection: string) =>
      call(`/api/knowledge/${moved}`, { method: "PATCH", token: mara.token, json: { knowledge_collection } });
    await patch(await makeTome(mara.token));
    expect((await get("vector-records?count=true", mara.token)).total).toBe(2);
    const foreign = await makeTome(ivy.token);
    const given = { user: mara.user.id, by: ivy.user.id, type: "knowledgeCollection", id: foreign } as const;
    await grant(DB, { ...given, permission: "write" });
    const row = await json(await patch(foreign));
    expect(row).toMatchObject({ user: ivy.user.id, is_vectorized: false, chunk_count: 0, vector_records: [] });
    expect((await get("vector-records?count=true", mara.token)).total).toBe(0);
    expect(tome).not.toBe(foreign);
  });

  test("[VEC3] are checked against their texts, the caller's own and the first of each kind", async () => {
    const { mara, ivy, makeEntry } = await scene();
    const bot = await post("bots", mara.token, { name: "Tobias", system_prompt: "x" });
    const remember = async () => (await post("memories", mara.token, { bot: bot.id, entry: "The pier." })).id as string;
    const [good, bare, short, unmarked] = [
      await makeEntry("a"),
      await makeEntry("b"),
      await makeEntry("c"),
      await makeEntry("d"),
    ];
    const [goodMemory, bareMemory, shortMemory] = [await remember(), await remember(), await remember()];
    await addChunks(mara.user.id, { type: "knowledge", id: good }, 2);
    await mark("knowledge", good, ", chunk_count = 2");
    await mark("knowledge", bare);
    await addChunks(mara.user.id, { type: "knowledge", id: short }, 1, 3);
    await mark("knowledge", short, ", chunk_count = 3");
    await addChunks(mara.user.id, { type: "knowledge", id: unmarked }, 1);
    await addChunks(mara.user.id, { type: "memory", id: goodMemory }, 1);
    await mark("memories", goodMemory);
    await mark("memories", bareMemory);
    await addChunks(mara.user.id, { type: "memory", id: shortMemory }, 1, 2);
    await addChunks(mara.user.id, { type: "knowledge", id: "nowhere" }, 3);
    // An entry's id is no memory.
    await addChunks(mara.user.id, { type: "memory", id: "elsewhere" }, 1);
    const found = await get("vector-records/check?limit=2", mara.token);
    expect(found.orphans.count).toBe(4);
    expect(found.orphans.docs).toHaveLength(2);
    const whole = await get("vector-records/check?limit=100", mara.token);
    const sources = (docs: { source_id: string }[]) => docs.map(({ source_id }) => source_id).sort();
    expect(sources(whole.orphans.docs)).toEqual(["elsewhere", "nowhere", "nowhere", "nowhere"]);
    expect([whole.missing.count, sources(whole.missing.docs)]).toEqual([2, [bare, bareMemory].sort()]);
    expect([whole.wrong_chunk_count.count, sources(whole.wrong_chunk_count.docs)]).toEqual([
      3,
      [short, shortMemory, unmarked].sort(),
    ]);
    expect(whole.wrong_chunk_count.docs).toContainEqual({
      source_type: "knowledge",
      source_id: short,
      chunk_count: 3,
      rows: 1,
    });
    const nothing = { count: 0, docs: [] };
    expect(await get("vector-records/check", ivy.token)).toEqual({
      orphans: nothing,
      missing: nothing,
      wrong_chunk_count: nothing,
    });
  });

  test("[VEC4] are deleted by an admin, who says why", async () => {
    const { admin, mara, makeEntry } = await scene();
    const entry = await makeEntry("a");
    await addChunks(mara.user.id, { type: "knowledge", id: entry }, 1);
    const [{ id }] = (await get("vector-records", mara.token)).docs;
    const remove = (token: string, body: object) =>
      call(`/api/vector-records/${id}`, { method: "DELETE", token, json: body });
    expect((await remove(mara.token, { reason: "It is mine." })).status).toBe(403);
    expect((await remove(admin.token, {})).status).toBe(400);
    expect((await remove(admin.token, { reason: "An orphan." })).status).toBe(204);
    expect((await remove(admin.token, { reason: "An orphan." })).status).toBe(404);
    expect((await get("vector-records", mara.token)).docs).toEqual([]);
  });
});
