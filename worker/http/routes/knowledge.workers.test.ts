import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, publishTome, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const NOBODY = "00000000-0000-7000-8000-000000000000";
/** The first to sign in is the admin of an embedded instance; these tests are about everyone else. */
const people = async () => {
  const admin = await signIn("admin@x.test", "Admin");
  return { admin, mara: await signIn("mara@x.test", "Mara"), ivy: await signIn("ivy@x.test", "Ivy") };
};
const post = (path: string, token: string, body: object) => call(`/api/${path}`, { token, json: body });
const patch = (path: string, token: string, body: object) =>
  call(`/api/${path}`, { method: "PATCH", token, json: body });
const remove = (path: string, token: string) => call(`/api/${path}`, { method: "DELETE", token });
const get = async (path: string, token?: string) =>
  json(await call(`/api/${path}`, token === undefined ? {} : { token }));
const makeTome = async (token: string, body: object = {}) =>
  json(await post("knowledge-collections", token, { name: "Grey Harbour", ...body }));
const makeEntry = async (token: string, tome: string, body: object = {}) =>
  json(await post("knowledge", token, { entry: "The lamp is out.", knowledge_collection: tome, ...body }));
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);
const publicTomes = async () =>
  (await get("knowledge-collections?public=true&limit=100")).docs.map((tome: { id: string }) => tome.id);
const stampOf = async (tome: string) =>
  db
    .prepare("SELECT modified_timestamp FROM knowledge_collections WHERE id = ?")
    .bind(tome)
    .first("modified_timestamp");

describe("a tome", () => {
  test("[DATA30] is made with a name, counts its entries, and is there for its owner alone", async () => {
    const { mara, ivy } = await people();
    const tome = await makeTome(mara.token);
    expect(tome).toMatchObject({ name: "Grey Harbour", bot: [], user: mara.user.id, right: "owner" });
    expect(tome.sharing_settings).toMatchObject({ sharing_level: "private", is_public: false, knowledge_count: 0 });
    await makeEntry(mara.token, tome.id, { entry: "龍" });
    const counted = await get(`knowledge-collections/${tome.id}`, mara.token);
    expect([counted.sharing_settings.knowledge_count, counted.collection_metadata.size_estimate]).toEqual([1, 3]);
    for (const token of [undefined, ivy.token])
      expect((await call(`/api/knowledge-collections/${tome.id}`, token ? { token } : {})).status).toBe(404);
    expect((await get("knowledge-collections", ivy.token)).docs).toEqual([]);
    expect(await publicTomes()).not.toContain(tome.id);
  });

  test.each([
    ["sharing_settings", { sharing_level: "public" }, "sharing_settings.sharing_level"],
    ["sharing_settings", { is_public: true }, "sharing_settings.is_public"],
  ])("[DATA31] is made public in the admin backend alone: %s %o", async (field, value, path) => {
    const { mara, admin } = await people();
    for (const { token } of [mara, admin]) {
      const made = await post("knowledge-collections", token, { name: "Mine", [field]: value });
      expect([made.status, await pathsOf(made)]).toEqual([403, [path]]);
      const tome = await makeTome(token);
      const changed = await patch(`knowledge-collections/${tome.id}`, token, { [field]: value });
      expect([changed.status, await pathsOf(changed)]).toEqual([403, [path]]);
      expect(await get(`knowledge-collections/${tome.id}`, token)).toEqual(tome);
    }
    const published = await makeTome(mara.token);
    await makeEntry(mara.token, published.id);
    await publishTome(published.id, admin.token, value);
    expect(await get(`knowledge-collections/${published.id}`)).toMatchObject({ right: "read" });
    expect(await publicTomes()).toContain(published.id);
    const again = { name: "Renamed", [field]: value };
    expect((await patch(`knowledge-collections/${published.id}`, mara.token, again)).status).toBe(200);
  });

  test("[DATA31] an entry cannot be made public either", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const body = { entry: "x", knowledge_collection: tome.id, privacy_settings: { privacy_level: "public" } };
    expect((await post("knowledge", mara.token, body)).status).toBe(403);
    const entry = await makeEntry(mara.token, tome.id);
    expect(
      (await patch(`knowledge/${entry.id}`, mara.token, { privacy_settings: { privacy_level: "public" } })).status,
    ).toBe(403);
  });

  test("[DATA32] sharing that is over shares with nobody, granted or public", async () => {
    const { admin, ivy } = await people();
    const tome = await makeTome(admin.token);
    await publishTome(tome.id, admin.token);
    await grant(db, {
      user: ivy.user.id,
      by: admin.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "write",
    });
    const sharing = (sharing_expiration: string) =>
      patch(`knowledge-collections/${tome.id}`, admin.token, { sharing_settings: { sharing_expiration } });
    await sharing("2999-01-01T00:00:00Z");
    expect((await get(`knowledge-collections/${tome.id}`, ivy.token)).right).toBe("write");
    await sharing("2020-01-01T00:00:00Z");
    expect((await call(`/api/knowledge-collections/${tome.id}`, { token: ivy.token })).status).toBe(404);
    expect((await get("knowledge-collections", ivy.token)).docs).toEqual([]);
    expect(await publicTomes()).not.toContain(tome.id);
  });

  test("[DATA25] an editor writes in it, but neither shares nor deletes it", async () => {
    const { mara, ivy } = await people();
    const tome = await makeTome(mara.token);
    const permission = (kind: "read" | "write") =>
      grant(db, { user: ivy.user.id, by: mara.user.id, type: "knowledgeCollection", id: tome.id, permission: kind });
    await permission("read");
    expect((await post("knowledge", ivy.token, { entry: "x", knowledge_collection: tome.id })).status).toBe(403);
    await permission("write");
    expect(await makeEntry(ivy.token, tome.id)).toMatchObject({ user: mara.user.id, right: "write" });
    const path = `knowledge-collections/${tome.id}`;
    expect((await patch(path, ivy.token, { description: "fog" })).status).toBe(200);
    expect((await patch(path, ivy.token, { sharing_settings: { allow_fork: true } })).status).toBe(403);
    expect((await remove(path, ivy.token)).status).toBe(403);
  });

  test("[DATA29] shows its readers no bots that they may not see, and its writers all", async () => {
    const { mara, ivy } = await people();
    const bot = async (sharing_visibility: string) => {
      const body = { name: "Bot", system_prompt: "x", sharing_visibility };
      return (await json(await call("/api/bots", { token: mara.token, json: body }))).id;
    };
    const [open, hidden] = [await bot("public"), await bot("private")];
    const tome = await makeTome(mara.token, { bot: [open, hidden] });
    const seenBy = async (permission: "read" | "write") => {
      await grant(db, { user: ivy.user.id, by: mara.user.id, type: "knowledgeCollection", id: tome.id, permission });
      return (await get(`knowledge-collections/${tome.id}`, ivy.token)).bot.sort();
    };
    expect(await seenBy("read")).toEqual([open]);
    expect(await seenBy("write")).toEqual([open, hidden].sort());
    expect((await get(`knowledge-collections/${tome.id}`, mara.token)).bot).toHaveLength(2);
  });

  test("[DATA33] is linked only to bots that its writer may edit", async () => {
    const { mara, ivy } = await people();
    const bot = await json(
      await post("bots", mara.token, { name: "Mara", system_prompt: "Keep it.", sharing_visibility: "public" }),
    );
    const foreign = await post("knowledge-collections", ivy.token, { name: "Poison", bot: [bot.id] });
    expect([foreign.status, await pathsOf(foreign)]).toEqual([403, ["bot.0"]]);
    const unknown = await post("knowledge-collections", ivy.token, { name: "Poison", bot: [NOBODY] });
    expect([unknown.status, await pathsOf(unknown)]).toEqual([404, ["bot.0"]]);
    const tome = await makeTome(mara.token, { bot: [bot.id] });
    expect((await get(`bots/${bot.id}`, mara.token)).knowledge_collections).toEqual([tome.id]);
    expect((await get(`knowledge-collections?bot=${bot.id}`, mara.token)).docs).toHaveLength(1);
    await patch(`knowledge-collections/${tome.id}`, mara.token, { bot: [] });
    expect((await get(`bots/${bot.id}`, mara.token)).knowledge_collections).toEqual([]);
  });

  test("[DATA34] of memories stays out of lists, with its entries, unless asked for", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token, { collection_metadata: { collection_category: "memories" } });
    await makeEntry(mara.token, tome.id);
    const lengths = async (query: string) => [
      (await get(`knowledge-collections?count=true${query}`, mara.token)).total,
      (await get(`knowledge?count=true${query}`, mara.token)).total,
    ];
    expect(await lengths("")).toEqual([0, 0]);
    expect(await lengths("&includeMemoryTomes=true")).toEqual([1, 1]);
    expect((await get("knowledge-collections?collection_category=memories", mara.token)).docs).toHaveLength(1);
    expect((await get(`knowledge?knowledge_collection=${tome.id}`, mara.token)).docs).toHaveLength(1);
    await db
      .prepare('UPDATE knowledge_collections SET collection_metadata = \'{"tags":[],"difficulty_level":null}\'')
      .run();
    const lists = await db
      .prepare("SELECT count(*) AS n FROM knowledge_collections WHERE collection_category IS NULL")
      .first("n");
    expect([lists, (await get("knowledge?count=true", mara.token)).total]).toEqual([1, 1]);
  });

  test("[DATA35] takes its entries, links and grants with it, and nothing else", async () => {
    const { mara, ivy } = await people();
    const [tome, kept] = [await makeTome(mara.token), await makeTome(mara.token)];
    await makeEntry(mara.token, tome.id);
    await makeEntry(mara.token, kept.id);
    const bot = await json(
      await post("bots", mara.token, { name: "M", system_prompt: "x", knowledge_collections: [tome.id, kept.id] }),
    );
    await grant(db, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect((await remove(`knowledge-collections/${tome.id}`, mara.token)).status).toBe(204);
    const counts = await db
      .prepare(
        `SELECT (SELECT count(*) FROM knowledge WHERE user = ?1) AS entries,
                (SELECT count(*) FROM access_control) AS grants`,
      )
      .bind(mara.user.id)
      .first();
    expect(counts).toEqual({ entries: 1, grants: 0 });
    expect((await get(`bots/${bot.id}`, mara.token)).knowledge_collections).toEqual([kept.id]);
  });
});

describe("an entry", () => {
  test("[DATA36] has the schema's defaults and counts its tokens when it is written", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const entry = await makeEntry(mara.token, tome.id);
    expect(entry).toMatchObject({
      activation_settings: { activation_mode: "keyword", keywords_logic: "AND_ANY", scan_depth: 2, probability: 100 },
      positioning: { position: "after_character", depth: 4, role: "system", order: 100 },
      advanced_activation: { sticky: 0, cooldown: 0, delay: 0, timing_unit: "message" },
      budget_control: { ignore_budget: false, max_tokens: 1000, token_cost: entry.tokens },
    });
    expect(entry.tokens).toBeGreaterThan(3);
    const longer = await json(
      await patch(`knowledge/${entry.id}`, mara.token, { entry: "The lamp is out. ".repeat(10) }),
    );
    expect(longer.tokens).toBeGreaterThan(entry.tokens * 5);
    expect(longer.budget_control.token_cost).toBe(longer.tokens);
  });

  test.each([
    ["positioning", { depth: 101 }, "positioning.depth"],
    ["advanced_activation", { cooldown: 51 }, "advanced_activation.cooldown"],
    ["activation_settings", { scan_depth: 0 }, "activation_settings.scan_depth"],
    ["budget_control", { token_cost: 1 }, "budget_control.token_cost"],
    ["privacy_settings", { access_count: 9 }, "privacy_settings.access_count"],
    ["is_vectorized", true, "is_vectorized"],
  ])("[DATA21] refuses %s %o, written or changed", async (field, value, path) => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const made = await post("knowledge", mara.token, { entry: "x", knowledge_collection: tome.id, [field]: value });
    expect([made.status, await pathsOf(made)]).toEqual([400, [path]]);
    const entry = await makeEntry(mara.token, tome.id);
    const changed = await patch(`knowledge/${entry.id}`, mara.token, { [field]: value });
    expect([changed.status, await pathsOf(changed)]).toEqual([400, [path]]);
    expect(await get(`knowledge/${entry.id}`, mara.token)).toEqual(entry);
  });

  test("[DATA20] has lists that can be emptied and groups that change field by field", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const keys = { primary_keys: [{ keyword: "lamp" }], secondary_keys: [{ keyword: "dark" }] };
    const entry = await makeEntry(mara.token, tome.id, { activation_settings: keys, tags: [{ tag: "sea" }] });
    const change = { activation_settings: { secondary_keys: [] }, tags: [] };
    const changed = await json(await patch(`knowledge/${entry.id}`, mara.token, change));
    expect([
      changed.tags,
      changed.activation_settings.primary_keys,
      changed.activation_settings.secondary_keys,
    ]).toEqual([[], keys.primary_keys, []]);
  });

  test.each([
    ["(?<=a)b", "(?<="],
    ["(a)\\1", "\\1"],
    ["[", "["],
  ])("[DATA37] with the pattern %s is refused with its place and what is wrong", async (keyword, construct) => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const settings = { use_regex: true, primary_keys: [{ keyword: "fine" }, { keyword }] };
    const made = await post("knowledge", mara.token, {
      entry: "x",
      knowledge_collection: tome.id,
      activation_settings: settings,
    });
    expect(made.status).toBe(400);
    const [error] = (await json(made)).errors;
    expect(error.path).toBe("activation_settings.primary_keys.1.keyword");
    expect(error.message).toContain(construct);
    expect(error.message).toMatch(/position \d/);
    const entry = await makeEntry(mara.token, tome.id, { activation_settings: { primary_keys: [{ keyword }] } });
    const changed = await patch(`knowledge/${entry.id}`, mara.token, { activation_settings: { use_regex: true } });
    expect(changed.status).toBe(400);
  });

  test("[DATA38] moves only where its mover may write in both tomes", async () => {
    const { mara, ivy } = await people();
    const [from, to] = [await makeTome(mara.token), await makeTome(ivy.token)];
    const entry = await makeEntry(mara.token, from.id);
    const move = () => patch(`knowledge/${entry.id}`, mara.token, { knowledge_collection: to.id });
    const permission = (kind: "read" | "write") =>
      grant(db, { user: mara.user.id, by: ivy.user.id, type: "knowledgeCollection", id: to.id, permission: kind });
    expect((await move()).status).toBe(404);
    await permission("read");
    expect((await move()).status).toBe(403);
    await permission("write");
    expect(await json(await move())).toMatchObject({ knowledge_collection: to.id, user: ivy.user.id });
    expect((await get(`knowledge?knowledge_collection=${from.id}`, mara.token)).docs).toEqual([]);
  });

  test("[DATA39] raises its tome's stamp with every write, also twice within a millisecond", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    const stamps = [await stampOf(tome.id)];
    const entry = await makeEntry(mara.token, tome.id);
    stamps.push(await stampOf(tome.id));
    await db.prepare("UPDATE knowledge_collections SET modified_timestamp = '2999-12-31T23:59:59.999Z'").run();
    stamps.push(await stampOf(tome.id));
    await patch(`knowledge/${entry.id}`, mara.token, { title: "Lamp" });
    stamps.push(await stampOf(tome.id));
    await remove(`knowledge/${entry.id}`, mara.token);
    stamps.push(await stampOf(tome.id));
    await patch(`knowledge-collections/${tome.id}`, mara.token, { lore_settings: { recursive_scanning: true } });
    stamps.push(await stampOf(tome.id));
    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(stamps.slice(2, 4)).toEqual(["2999-12-31T23:59:59.999Z", "3000-01-01T00:00:00.000Z"]);
  });

  test("[DATA27] lists sort by weight and find by key", async () => {
    const { mara } = await people();
    const tome = await makeTome(mara.token);
    for (const order of [100, 900, 500]) {
      const activation_settings = { primary_keys: [{ keyword: `key${order}` }] };
      await makeEntry(mara.token, tome.id, { positioning: { order }, activation_settings });
    }
    const first = await get(`knowledge?knowledge_collection=${tome.id}&sort=-order&limit=2`, mara.token);
    const second = await get(
      `knowledge?knowledge_collection=${tome.id}&sort=-order&limit=2&cursor=${first.next_cursor}`,
      mara.token,
    );
    const orders = [...first.docs, ...second.docs].map((e: { positioning: { order: number } }) => e.positioning.order);
    expect(orders).toEqual([900, 500, 100]);
    expect((await get("knowledge?search=KEY500", mara.token)).docs).toHaveLength(1);
  });
});
