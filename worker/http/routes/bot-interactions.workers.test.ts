import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
type Person = Awaited<ReturnType<typeof signIn>>;

const make = async (token: string, more: object = {}) =>
  json(
    await call("/api/bots", {
      token,
      json: { name: "Mara", system_prompt: "Keep the light.", sharing_visibility: "public", ...more },
    }),
  );
const heart = (method: "PUT" | "DELETE", bot: string, which: "like" | "favorite", token?: string) =>
  call(`/api/bots/${bot}/${which}`, { method, ...(token === undefined ? {} : { token }) });
const countsOf = (bot: string) =>
  db.prepare("SELECT likes_count, favorites_count FROM bots WHERE id = ?").bind(bot).first();
const strip = async (response: Response) => {
  const { request_id: _id, ...body } = await json(response);
  return [response.status, body];
};

let mara: Person;
let ivy: Person;
beforeEach(async () => {
  [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
});

describe("hearts", () => {
  test("[HEART1] are switched on and off, each for itself and as often as one likes", async () => {
    const bot = await make(mara.token);
    const on = { liked: true, favorited: false, likes_count: 1, favorites_count: 0 };
    expect(await json(await heart("PUT", bot.id, "like", ivy.token))).toEqual(on);
    expect(await json(await heart("PUT", bot.id, "like", ivy.token))).toEqual(on);
    const both = { ...on, favorited: true, favorites_count: 1 };
    expect(await json(await heart("PUT", bot.id, "favorite", ivy.token))).toEqual(both);
    const shown = await json(await call(`/api/bots/${bot.id}`, { token: ivy.token }));
    expect(shown).toMatchObject(both);
    expect(shown.updatedAt).toBe(bot.updatedAt);
    expect(await json(await call(`/api/bots/${bot.id}`, { token: mara.token }))).toMatchObject({
      ...both,
      liked: false,
      favorited: false,
    });
    const off = { liked: false, favorited: true, likes_count: 0, favorites_count: 1 };
    expect(await json(await heart("DELETE", bot.id, "like", ivy.token))).toEqual(off);
    expect(await json(await heart("DELETE", bot.id, "like", ivy.token))).toEqual(off);
    expect(await json(await heart("DELETE", bot.id, "like", mara.token))).toMatchObject({
      liked: false,
      likes_count: 0,
    });
  });

  test("[HEART2] twenty people at once are twenty, twenty calls of one person are one", async () => {
    const bot = await make(mara.token);
    await db.batch(
      Array.from({ length: 20 }, (_, at) =>
        db
          .prepare(
            "INSERT INTO users (id, email, displayName, createdAt, updatedAt) VALUES (?1, ?1 || '@y.test', ?1, '', '')",
          )
          .bind(`p${at}`),
      ),
    );
    const likes = Array.from({ length: 20 }, (_, at) =>
      db.prepare("INSERT INTO bot_interactions VALUES (?1, ?1, ?2, 1, 1, '', '', '', '')").bind(`p${at}`, bot.id).run(),
    );
    const same = Array.from({ length: 20 }, () => heart("PUT", bot.id, "like", ivy.token));
    const answers = await Promise.all([...same, ...likes.map((done) => done.then(() => null))]);
    expect(answers.flatMap((answer) => (answer === null ? [] : [answer.status]))).toEqual(Array(20).fill(200));
    expect(await countsOf(bot.id)).toEqual({ likes_count: 21, favorites_count: 20 });
    const people = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => (await signIn(`q${at}@x.test`, `Q${at}`)).token),
    );
    await Promise.all(
      people.flatMap((token) => [heart("PUT", bot.id, "like", token), heart("PUT", bot.id, "favorite", token)]),
    );
    expect(await countsOf(bot.id)).toEqual({ likes_count: 27, favorites_count: 26 });
    await db.prepare("UPDATE bot_interactions SET liked = 0 WHERE id IN ('p0', 'p1')").run();
    await db.prepare("DELETE FROM bot_interactions WHERE id IN ('p1', 'p2')").run();
    expect(await countsOf(bot.id)).toEqual({ likes_count: 24, favorites_count: 24 });
  });

  test("[HEART3] are for bots one may see; others answer like none", async () => {
    const bot = await make(mara.token, { sharing_visibility: "private" });
    const none = await strip(await heart("PUT", "nobody", "like", ivy.token));
    expect(none[0]).toBe(404);
    for (const method of ["PUT", "DELETE"] as const)
      expect(await strip(await heart(method, bot.id, "like", ivy.token))).toEqual(none);
    expect(await strip(await call("/api/bot-interactions", { token: ivy.token, json: { bot: bot.id } }))).toEqual(none);
    expect((await heart("PUT", bot.id, "like")).status).toBe(401);
    expect((await heart("PUT", bot.id, "like", mara.token)).status).toBe(200);
    expect(await db.prepare("SELECT count(*) AS n FROM bot_interactions").first("n")).toBe(1);
  });
});

describe("interactions as rows", () => {
  const post = (token: string, body: object) => call("/api/bot-interactions", { token, json: body });

  test("[HEART4] are made, listed, changed and taken back by their person, and there for nobody else", async () => {
    const [bot, other] = [await make(mara.token), await make(mara.token)];
    const made = await json(await post(ivy.token, { bot: bot.id, liked: true }));
    expect(made).toMatchObject({ user: ivy.user.id, bot: bot.id, liked: true, favorited: false });
    expect(made.created_date).toBe(made.createdAt);
    await post(ivy.token, { bot: other.id, favorited: true });
    const list = async (query: string) =>
      (await json(await call(`/api/bot-interactions?${query}`, { token: ivy.token }))).docs.map(
        (row: { bot: string }) => row.bot,
      );
    expect(await list("")).toEqual([other.id, bot.id]);
    expect(await list("liked=true")).toEqual([bot.id]);
    expect(await list("favorited=true&liked=false")).toEqual([other.id]);
    expect(await list(`bot=${bot.id}`)).toEqual([bot.id]);

    const path = `/api/bot-interactions/${made.id}`;
    const change = { method: "PATCH", json: { favorited: true } };
    for (const options of [{}, change, { method: "DELETE" }])
      expect((await call(path, { ...options, token: mara.token })).status).toBe(404);
    expect((await json(await call("/api/bot-interactions?count=true", { token: mara.token }))).total).toBe(0);
    expect(await json(await call(path, { ...change, token: ivy.token }))).toMatchObject({
      liked: true,
      favorited: true,
    });
    expect(await countsOf(bot.id)).toEqual({ likes_count: 1, favorites_count: 1 });
    for (const field of ["bot", "user", "created_date"])
      expect((await call(path, { method: "PATCH", token: ivy.token, json: { [field]: other.id } })).status).toBe(400);
    expect((await call(path, { method: "DELETE", token: ivy.token })).status).toBe(204);
    expect(await countsOf(bot.id)).toEqual({ likes_count: 0, favorites_count: 0 });
  });

  test("[HEART4] of twenty first ones at once one is made, the others are conflicts", async () => {
    const bot = await make(mara.token);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(ivy.token, { bot: bot.id, liked: true })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(await countsOf(bot.id)).toEqual({ likes_count: 1, favorites_count: 0 });
  });

  test("[HEART4] a change of another version than the one seen is refused", async () => {
    const bot = await make(mara.token);
    const made = await json(await post(ivy.token, { bot: bot.id }));
    const path = `/api/bot-interactions/${made.id}`;
    const etag = (await call(path, { token: ivy.token })).headers.get("etag") ?? "";
    const change = (liked: boolean) =>
      call(path, { method: "PATCH", token: ivy.token, json: { liked }, headers: { "if-match": etag } });
    expect([(await change(true)).status, (await change(false)).status]).toEqual([200, 412]);
    expect(await countsOf(bot.id)).toMatchObject({ likes_count: 1 });
  });
});
