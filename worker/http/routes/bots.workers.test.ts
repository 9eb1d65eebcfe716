import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const MARA = { name: "Mara, Keeper", system_prompt: "Keep the light." };

const make = async (token: string, body: object = MARA) => json(await call("/api/bots", { token, json: body }));
const get = (id: string, token?: string) => call(`/api/bots/${id}`, token === undefined ? {} : { token });
const patch = (id: string, token: string, body: object) =>
  call(`/api/bots/${id}`, { method: "PATCH", token, json: body });
const idsOf = async (path: string, token: string) =>
  (await json(await call(path, { token }))).docs.map(({ id }: { id: string }) => id);
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);

describe("making a bot", () => {
  test("[DATA22] needs a name and a prompt; slug and creator profile come by themselves", async () => {
    const { token, user } = await signIn("mara@x.test", "Mara");
    const response = await call("/api/bots", { token, json: MARA });
    expect(response.status).toBe(201);
    const bot = await json(response);
    expect(bot).toMatchObject({
      ...MARA,
      slug: "mara-keeper",
      user: user.id,
      creator_display_name: "Mara",
      creator_username: "mara",
      sharing_visibility: "private",
      is_public: false,
      sharing: { visibility: "private" },
      knowledge_collections: [],
      likes_count: 0,
      right: "owner",
    });
    expect(await json(await call(`/api/creator-profiles/${bot.creator_profile}`, { token }))).toMatchObject({
      username: "mara",
    });
  });

  test("[DATA22] twenty first bots of one name at once get one profile and twenty slugs", async () => {
    const { token } = await signIn("mara@x.test", "Mara");
    const bots = await Promise.all(Array.from({ length: 20 }, () => make(token)));
    expect(new Set(bots.map((bot) => bot.slug)).size).toBe(20);
    expect(new Set(bots.map((bot) => bot.creator_profile)).size).toBe(1);
  });

  test("[DATA22] a given slug that is taken or malformed is refused, another creator's is not", async () => {
    const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
    await make(mara.token, { ...MARA, slug: "keeper" });
    const again = await call("/api/bots", { token: mara.token, json: { ...MARA, slug: "Keeper" } });
    expect([again.status, await pathsOf(again)]).toEqual([409, ["slug"]]);
    const bad = await call("/api/bots", { token: mara.token, json: { ...MARA, slug: "no--good" } });
    expect([bad.status, await pathsOf(bad)]).toEqual([400, ["slug"]]);
    expect((await make(ivy.token, { ...MARA, slug: "keeper" })).slug).toBe("keeper");
  });

  test.each(["user", "likes_count", "creator_profile", "is_public", "sharing", "createdAt", "__proto__x"])(
    "[DATA21] refuses %s by name",
    async (field) => {
      const { token } = await signIn("mara@x.test");
      const response = await call("/api/bots", { token, json: { ...MARA, [field]: 1 } });
      expect([response.status, await pathsOf(response)]).toEqual([400, [field]]);
      expect(await db.prepare("SELECT count(*) AS n FROM bots WHERE name = ?").bind(MARA.name).first("n")).toBe(0);
    },
  );
});

describe("who sees a bot", () => {
  test("[DATA23] a private one is there for its owner alone, by id and in every list", async () => {
    const [owner, other] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test")];
    const bot = await make(owner.token);
    const answers = [await get(bot.id), await get(bot.id, other.token), await get("nobody", other.token)];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const bodies = await Promise.all(answers.map(json));
    expect(new Set(bodies.map(({ request_id: _id, ...body }) => JSON.stringify(body))).size).toBe(1);
    const lists = ["public=true", "search=mara&public=true", "sort=name", "username=mara&slug=mara-keeper"];
    for (const query of [...lists, `creator_profile=${bot.creator_profile}`])
      expect(await idsOf(`/api/bots?${query}&limit=100`, other.token)).not.toContain(bot.id);
    const counted = await json(await call("/api/bots?username=mara&count=true", { token: other.token }));
    expect(counted).toEqual({ docs: [], next_cursor: null, total: 0 });
    expect((await patch(bot.id, other.token, { name: "Mine" })).status).toBe(404);
    expect((await call(`/api/bots/${bot.id}`, { method: "DELETE", token: other.token })).status).toBe(404);
  });

  test("[DATA24] a public one shows a stranger neither prompt nor knowledge nor what was imported, nor an address", async () => {
    const owner = await signIn("mara@x.test", "Mara");
    const bot = await make(owner.token, { ...MARA, sharing_visibility: "public", extensions: { card: { secret: 1 } } });
    const shown = await json(await get(bot.id));
    expect(shown).toMatchObject({ name: MARA.name, right: "read", is_public: true });
    for (const key of ["system_prompt", "knowledge_collections", "extensions"]) expect(shown).not.toHaveProperty(key);
    expect(JSON.stringify(shown)).not.toContain("@");
    const listed = (await json(await call("/api/bots?public=true&limit=100"))).docs;
    expect(listed).toContainEqual(shown);
    expect((await patch(bot.id, (await signIn("ivy@x.test")).token, { name: "Mine" })).status).toBe(403);
  });

  test("[DATA25] read is not enough to edit, write not to share or delete, admin is", async () => {
    const [owner, other] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test")];
    const bot = await make(owner.token);
    const asOther = async (permission: "read" | "write" | "admin") => {
      await grant(db, { user: other.user.id, by: owner.user.id, type: "bot", id: bot.id, permission });
      const shown = await json(await get(bot.id, other.token));
      const edited = await patch(bot.id, other.token, { greeting: "Hm." });
      const shared = await patch(bot.id, other.token, { sharing_visibility: "public" });
      await patch(bot.id, owner.token, { sharing_visibility: "shared" });
      return [shown.right, "system_prompt" in shown, edited.status, shared.status];
    };
    expect(await asOther("read")).toEqual(["read", false, 403, 403]);
    expect(await asOther("write")).toEqual(["write", true, 200, 403]);
    expect((await call(`/api/bots/${bot.id}`, { method: "DELETE", token: other.token })).status).toBe(403);
    expect(await asOther("admin")).toEqual(["admin", true, 200, 200]);
    expect((await json(await call("/api/bots", { token: other.token }))).docs).toHaveLength(1);
    expect((await call(`/api/bots/${bot.id}`, { method: "DELETE", token: other.token })).status).toBe(204);
  });

  test("[DATA25] a grant that is revoked or over is nothing", async () => {
    const [owner, other] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test")];
    const bot = await make(owner.token);
    const on = {
      user: other.user.id,
      by: owner.user.id,
      type: "bot" as const,
      id: bot.id,
      permission: "admin" as const,
    };
    await grant(db, { ...on, expires_at: "2020-01-01T00:00:00.000Z" });
    expect((await get(bot.id, other.token)).status).toBe(404);
    await grant(db, { ...on, revoked: true });
    expect((await get(bot.id, other.token)).status).toBe(404);
    expect((await json(await call("/api/bots", { token: other.token }))).docs).toEqual([]);
  });
});

describe("changing a bot", () => {
  test("[DATA20] changes what it names and nothing else; lists can be emptied", async () => {
    const { token } = await signIn("mara@x.test");
    const bot = await make(token, { ...MARA, tags: [{ tag: "sea" }], personality_traits: { tone: "wise" }, age: 40 });
    const changed = await json(await patch(bot.id, token, { tags: [], personality_traits: { humor_style: "dark" } }));
    const { updatedAt: _changed, ...after } = changed;
    const { updatedAt: _before, ...before } = bot;
    expect(after).toEqual({ ...before, tags: [], personality_traits: { tone: "wise", humor_style: "dark" } });
  });

  test("[DATA21] refuses what is the server's, by name, and changes nothing", async () => {
    const { token } = await signIn("mara@x.test");
    const bot = await make(token);
    const response = await patch(bot.id, token, { name: "New", user: "someone", favorites_count: 4 });
    expect([response.status, await pathsOf(response)]).toEqual([400, ["user", "favorites_count"]]);
    expect(await json(await get(bot.id, token))).toEqual(bot);
  });

  test("[DATA26] links tomes its editor may read, keeps the maker of a link, and drops the rest", async () => {
    const [owner, other] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test")];
    const tome = async (token: string, name: string) =>
      (await json(await call("/api/knowledge-collections", { token, json: { name } }))).id as string;
    const [harbour, cellar] = [await tome(owner.token, "Harbour"), await tome(other.token, "Cellar")];
    const bot = await make(owner.token, { ...MARA, knowledge_collections: [harbour] });
    expect(bot.knowledge_collections).toEqual([harbour]);
    const foreign = await patch(bot.id, owner.token, { knowledge_collections: [harbour, cellar] });
    expect([foreign.status, await pathsOf(foreign)]).toEqual([404, ["knowledge_collections.1"]]);

    await grant(db, { user: other.user.id, by: owner.user.id, type: "bot", id: bot.id, permission: "write" });
    const both = await json(await patch(bot.id, other.token, { knowledge_collections: [harbour, cellar] }));
    expect(both.knowledge_collections.toSorted()).toEqual([harbour, cellar].toSorted());
    const makers = await db
      .prepare("SELECT collection, user FROM collection_links ORDER BY user = ?")
      .bind(other.user.id)
      .all();
    expect(makers.results).toEqual([
      { collection: harbour, user: owner.user.id },
      { collection: cellar, user: other.user.id },
    ]);
    expect((await json(await patch(bot.id, owner.token, { knowledge_collections: [] }))).knowledge_collections).toEqual(
      [],
    );
  });

  test("[DATA22] a rename keeps the address; a slug can be changed, but not to a taken one", async () => {
    const { token } = await signIn("mara@x.test");
    const [bot, other] = [await make(token), await make(token, { ...MARA, name: "Ivy" })];
    expect(await json(await patch(bot.id, token, { name: "Tobias" }))).toMatchObject({
      name: "Tobias",
      slug: "mara-keeper",
    });
    expect((await patch(bot.id, token, { slug: other.slug })).status).toBe(409);
    expect((await json(await patch(bot.id, token, { slug: "tobias" }))).slug).toBe("tobias");
  });
});

describe("lists", () => {
  test("[DATA27] go on where the last page ended while rows come and go, and count only when asked", async () => {
    const { token } = await signIn("mara@x.test");
    for (let i = 0; i < 5; i += 1) await make(token, { ...MARA, name: `Bot ${i}` });
    const first = await json(await call("/api/bots?limit=2&count=true", { token }));
    expect([first.docs.map((b: { name: string }) => b.name), first.total]).toEqual([["Bot 4", "Bot 3"], 5]);
    await call(`/api/bots/${first.docs[0].id}`, { method: "DELETE", token });
    await make(token, { ...MARA, name: "Newer" });
    const second = await json(await call(`/api/bots?limit=2&cursor=${first.next_cursor}`, { token }));
    expect(second.docs.map((b: { name: string }) => b.name)).toEqual(["Bot 2", "Bot 1"]);
    expect(second).not.toHaveProperty("total");
    const third = await json(await call(`/api/bots?limit=2&cursor=${second.next_cursor}`, { token }));
    expect([third.docs.length, third.next_cursor]).toEqual([1, null]);
  });

  test("[DATA27] sort by what they say and search without wildcards", async () => {
    const { token } = await signIn("mara@x.test", "Mara");
    for (const name of ["Ivy", "Ana 100%", "Mara"]) await make(token, { ...MARA, name });
    const names = async (query: string) =>
      (await json(await call(`/api/bots?${query}`, { token }))).docs.map((b: { name: string }) => b.name);
    expect(await names("sort=name")).toEqual(["Ana 100%", "Ivy", "Mara"]);
    expect(await names("sort=-name&limit=2")).toEqual(["Mara", "Ivy"]);
    expect(await names("search=%25")).toEqual(["Ana 100%"]);
    expect(await names("search=mARA")).toEqual(["Mara"]);
    expect(await names("username=MARA&slug=ivy")).toEqual(["Ivy"]);
    expect(await names("username=nobody")).toEqual([]);
    expect((await call("/api/bots?sort=user", { token })).status).toBe(400);
    expect((await call("/api/bots?cursor=nonsense", { token })).status).toBe(400);
    expect((await call("/api/bots")).status).toBe(401);
  });
});
