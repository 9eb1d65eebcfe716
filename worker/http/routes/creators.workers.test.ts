import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
type Person = Awaited<ReturnType<typeof signIn>>;

const send = (method: string, path: string, token: string, body?: object) =>
  call(path, { method, token, ...(body === undefined ? {} : { json: body }) });
const profile = async ({ token }: Person, username: string, more: object = {}) => {
  const response = await send("POST", "/api/creator-profiles", token, {
    username,
    display_name: username,
    bio: "Hi.",
    ...more,
  });
  if (response.status !== 201) throw new Error(`made no profile: ${response.status}`);
  return json(response);
};
const bot = async ({ token }: Person, name: string, more: object = {}) =>
  json(await send("POST", "/api/bots", token, { name, system_prompt: "x", sharing_visibility: "public", ...more }));
const get = async (path: string, { token }: { token?: string } = {}) =>
  json(await call(path, token === undefined ? {} : { token }));
const usernames = async (query: string, who: { token?: string } = {}) =>
  (await get(`/api/creator-profiles?${query}`, who)).docs.map(({ username }: { username: string }) => username);
const follow = (method: "PUT" | "DELETE", id: string, { token }: Person) =>
  send(method, `/api/creator-profiles/${id}/follow`, token);
const problem = async (response: Response) => [response.status, (await json(response)).errors?.[0]?.path];

let mara: Person;
let ivy: Person;
beforeEach(async () => {
  [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
});

describe("a profile", () => {
  test("[CREATOR1] [CREATOR2] counts what there is, and shows of featured bots those the caller may see", async () => {
    const { id } = await profile(mara, "mara");
    const [open, closed] = [await bot(mara, "Open"), await bot(mara, "Closed", { sharing_visibility: "private" })];
    const featured = { portfolio: { featured_bots: [closed.id, open.id] } };
    const changed = await json(await send("PATCH", `/api/creator-profiles/${id}`, mara.token, featured));
    expect(changed.portfolio).toEqual({
      ...featured.portfolio,
      bot_count: 1,
      total_conversations: 0,
      average_rating: null,
    });
    await follow("PUT", id, ivy);
    await send("PUT", `/api/bots/${open.id}/like`, ivy.token);
    const room = (at: string, seats: readonly string[]) =>
      db
        .prepare(
          `INSERT INTO conversations (id, user, conversation_type, bot_participation, participants, conversation_metadata,
             conversation_settings, turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt)
           VALUES (?1, ?2, 'multi-bot', ?3, '{}', '{}', '{}', '{}', 0, 0, '', '', '', '')`,
        )
        .bind(at, ivy.user.id, JSON.stringify(seats.map((bot_id) => ({ bot_id }))));
    await db.batch([room("r1", [open.id, closed.id]), room("r2", [open.id]), room("r3", ["other"])]);
    const seen = await get(`/api/creator-profiles/${id}`, ivy);
    expect(seen.community_stats).toEqual({ follower_count: 1, following_count: 0, total_likes: 1 });
    expect(seen.portfolio).toEqual({
      featured_bots: [open.id],
      bot_count: 1,
      total_conversations: 2,
      average_rating: null,
    });
    expect(seen).toMatchObject({ followed: true, avatar_url: null, banner_url: null });
    await db.prepare("UPDATE conversations SET bot_participation = '[]' WHERE id = 'r1'").run();
    await db.prepare("DELETE FROM conversations WHERE id = 'r2'").run();
    expect((await get(`/api/creator-profiles/${id}`)).portfolio.total_conversations).toBe(0);
  });

  test("[CREATOR2] takes only bots and pictures of its owner's own", async () => {
    const { id } = await profile(mara, "mara");
    const other = await bot(ivy, "Ivy's");
    const path = `/api/creator-profiles/${id}`;
    const foreign = { portfolio: { featured_bots: [other.id] } };
    expect(await problem(await send("PATCH", path, mara.token, foreign))).toEqual([400, "portfolio.featured_bots.0"]);
    for (const field of ["avatar", "banner"])
      expect(await problem(await send("PATCH", path, mara.token, { profile_media: { [field]: "m1" } }))).toEqual([
        400,
        `profile_media.${field}`,
      ]);
  });

  test("[CREATOR5] changes the fields of a group it is given, and guards the version seen", async () => {
    const { id } = await profile(mara, "mara", {
      social_links: { github: "https://github.test/mara", website: "https://mara.test" },
      profile_settings: { allow_collaborations: true },
    });
    const path = `/api/creator-profiles/${id}`;
    const etag = (await call(path, { token: mara.token })).headers.get("etag") ?? "";
    const patch = { social_links: { github: null }, profile_settings: { visibility: "unlisted" } };
    const changed = await json(await send("PATCH", path, mara.token, patch));
    expect(changed.social_links).toEqual({ website: "https://mara.test" });
    expect(changed.profile_settings).toEqual({
      visibility: "unlisted",
      allow_collaborations: true,
      accept_commissions: false,
    });
    const late = { method: "PATCH", token: mara.token, json: { bio: "Late." }, headers: { "if-match": etag } };
    expect((await call(path, late)).status).toBe(412);
    expect((await get(path)).bio).toBe("Hi.");
  });

  test("[CREATOR3] is deleted once it has no bots, with its followers; its name stays kept", async () => {
    const { id } = await profile(mara, "mara");
    const made = await bot(mara, "Last");
    await follow("PUT", id, ivy);
    const path = `/api/creator-profiles/${id}`;
    expect((await send("DELETE", path, ivy.token)).status).toBe(403);
    const refused = await send("DELETE", path, mara.token);
    expect([refused.status, (await json(refused)).detail]).toEqual([
      409,
      "You have bots under this profile. Delete them first.",
    ]);
    expect((await get(path)).community_stats.follower_count).toBe(1);
    await send("DELETE", `/api/bots/${made.id}`, mara.token);
    expect((await send("DELETE", path, mara.token)).status).toBe(204);
    expect((await call(path)).status).toBe(404);
    expect((await get("/api/creator-follows", ivy)).docs).toEqual([]);
    expect(await usernames("username=mara")).toEqual([]);
    const taken = { username: "mara", display_name: "Ivy", bio: "Hi." };
    expect(await problem(await send("POST", "/api/creator-profiles", ivy.token, taken))).toEqual([409, "username"]);
    expect((await profile(mara, "mara")).username).toBe("mara");
  });

  test("[CREATOR4] is listed by what it is sorted and filtered by", async () => {
    const people = [mara, ivy, await signIn("bo@x.test", "Bo")];
    const [a, b, c] = [
      await profile(people[0] as Person, "ana-a", { tags: [{ tag: "Sea" }] }),
      await profile(people[1] as Person, "bea-b"),
      await profile(people[2] as Person, "cyd-c", { tags: [{ tag: "sea" }, { tag: "night" }] }),
    ];
    await bot(people[1] as Person, "One");
    for (const who of [people[1], people[2]]) await follow("PUT", a.id, who as Person);
    await follow("PUT", c.id, mara);
    await db
      .prepare("UPDATE creator_profiles SET featured_creator = 1, verification_status = 'verified' WHERE id = ?")
      .bind(b.id)
      .run();
    expect(await usernames("sort=username")).toEqual(["ana-a", "bea-b", "cyd-c"]);
    expect(await usernames("sort=-createdAt")).toEqual(["cyd-c", "bea-b", "ana-a"]);
    expect(await usernames("sort=-follower_count")).toEqual(["ana-a", "cyd-c", "bea-b"]);
    expect((await usernames("sort=-bot_count"))[0]).toBe("bea-b");
    const first = await get("/api/creator-profiles?sort=-follower_count&limit=1&count=true");
    expect(first.total).toBe(3);
    expect(await usernames(`sort=-follower_count&limit=2&cursor=${first.next_cursor}`)).toEqual(["cyd-c", "bea-b"]);
    expect(await usernames("featured_creator=true")).toEqual(["bea-b"]);
    expect(await usernames("verification_status=verified")).toEqual(["bea-b"]);
    expect(await usernames("tags=sea&sort=username")).toEqual(["ana-a", "cyd-c"]);
    expect(await usernames("tags=sea,night")).toEqual(["cyd-c"]);
    expect(await usernames("followed=true", mara)).toEqual(["cyd-c"]);
    expect((await call("/api/creator-profiles?followed=true")).status).toBe(401);
  });
});

describe("usernames", () => {
  const rename = (id: string, username: string, { token }: Person) =>
    send("PATCH", `/api/creator-profiles/${id}`, token, { username });

  test("[NAMED1] one given up leads to its profile and bots, and is kept from others for its time", async () => {
    const { id } = await profile(mara, "mara_quill");
    const made = await bot(mara, "Mara");
    expect((await rename(id, "mara-reed", mara)).status).toBe(200);
    const led = await get("/api/creator-profiles?username=MARA_quill");
    expect(led.docs).toMatchObject([{ id, username: "mara-reed" }]);
    const found = await get("/api/bots?username=mara_quill&slug=mara");
    expect(found.docs).toMatchObject([{ id: made.id, creator_username: "mara-reed" }]);
    for (const username of ["mara_quill", "mara-quill", "mara-qui1l"]) {
      const taken = { username, display_name: "Ivy", bio: "Hi." };
      expect(await problem(await send("POST", "/api/creator-profiles", ivy.token, taken))).toEqual([409, "username"]);
    }
    const { id: other } = await profile(ivy, "ivy");
    expect(await problem(await rename(other, "mara_quill", ivy))).toEqual([409, "username"]);

    expect((await rename(id, "mara_quill", mara)).status).toBe(200);
    expect(await usernames("username=mara-reed")).toEqual(["mara_quill"]);
    await rename(id, "mara-reed", mara);
    await db.prepare("UPDATE username_redirects SET expires_at = '2020-01-01T00:00:00.000Z'").run();
    expect(await usernames("username=mara_quill")).toEqual([]);
    expect((await rename(other, "mara_quill", ivy)).status).toBe(200);
    expect(await usernames("username=mara_quill")).toEqual(["mara_quill"]);
  });

  test("[NAMED1] a page under a name given up moves to the new one, for those who may see it", async () => {
    const { id } = await profile(mara, "mara-quill");
    await bot(mara, "Open");
    await bot(mara, "Closed", { sharing_visibility: "private" });
    await rename(id, "mara-reed", mara);
    const isShell = (request: Request) => new URL(request.url).pathname === "/";
    const ASSETS = {
      fetch: async (request: Request) => new Response("page", { status: isShell(request) ? 200 : 404 }),
    } as unknown as Fetcher;
    const at = async (path: string, token?: string) => {
      const response = await call(path, { vars: { ASSETS }, ...(token === undefined ? {} : { token }) });
      return [response.status, response.headers.get("location")];
    };
    expect(await at("/mara-quill")).toEqual([302, "/mara-reed"]);
    expect(await at("/Mara-Quill/open")).toEqual([302, "/mara-reed/open"]);
    expect(await at("/mara-reed")).toEqual([200, null]);
    expect(await at("/mara-quill/closed")).toEqual([404, null]);
    expect(await at("/mara-quill/closed", mara.token)).toEqual([302, "/mara-reed/closed"]);
    await send("PATCH", `/api/creator-profiles/${id}`, mara.token, { profile_settings: { visibility: "private" } });
    expect([await at("/mara-quill"), await at("/mara-reed")]).toEqual([
      [404, null],
      [404, null],
    ]);
    expect(await at("/mara-reed", mara.token)).toEqual([200, null]);
  });

  test("[NAMED1] a profile that makes itself keeps off a name that is kept", async () => {
    const { id } = await profile(mara, "ivy-reed");
    await rename(id, "mara", mara);
    const reed = await signIn("reed@x.test", "Ivy Reed");
    expect((await bot(reed, "Bot")).creator_username).toBe("ivy-reed-2");
  });

  test("[NAMED2] of twenty at once one has it, by making a profile or renaming one", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, at) => signIn(`p${at}@x.test`, `P${at}`)));
    const made = await Promise.all(people.slice(0, 10).map((who, at) => profile(who, `person-x${at}x`)));
    const answers = await Promise.all(
      people.map((who, at) =>
        at < 10
          ? rename(made[at].id, at % 2 === 0 ? "wanted" : "vvanted", who)
          : send("POST", "/api/creator-profiles", who.token, { username: "wanted", display_name: "W", bio: "Hi." }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(await usernames("username=wanted")).toHaveLength(statuses.indexOf(200) % 2 === 1 ? 0 : 1);
  });

  test("[NAMED3] the eleventh name kept for one person is refused", async () => {
    const { id } = await profile(mara, "name-zero");
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1) statuses.push((await rename(id, `name-x${at}x`, mara)).status);
    expect(statuses).toEqual([...Array(10).fill(200), 403]);
  });
});

describe("follows", () => {
  test("[FOLLOW1] are switched on and off, and counted as they are", async () => {
    const { id } = await profile(mara, "mara");
    expect(await json(await follow("PUT", id, ivy))).toEqual({ following: true, follower_count: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow("PUT", id, ivy)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const rows = Array.from({ length: 20 }, () => send("POST", "/api/creator-follows", mara.token, { following: id }));
    expect(new Set((await Promise.all(rows)).map(({ status }) => status))).toEqual(new Set([403]));
    expect((await get(`/api/creator-profiles/${id}`)).community_stats.follower_count).toBe(1);
    expect(await json(await follow("DELETE", id, ivy))).toEqual({ following: false, follower_count: 0 });
    expect(await json(await follow("DELETE", id, ivy))).toEqual({ following: false, follower_count: 0 });
    const made = await Promise.all(
      Array.from({ length: 20 }, () => send("POST", "/api/creator-follows", ivy.token, { following: id })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect((await get(`/api/creator-profiles/${id}`)).community_stats.follower_count).toBe(1);
  });

  test("[FOLLOW2] nobody follows themselves or what they may not see", async () => {
    const { id } = await profile(mara, "mara");
    expect([(await follow("PUT", id, mara)).status, (await follow("DELETE", id, mara)).status]).toEqual([403, 403]);
    await send("PATCH", `/api/creator-profiles/${id}`, mara.token, { profile_settings: { visibility: "private" } });
    const body = async (response: Response) => ({ ...(await json(response)), request_id: null });
    const none = await body(await follow("PUT", "nobody", ivy));
    expect(none.status).toBe(404);
    expect(await body(await follow("PUT", id, ivy))).toEqual(none);
    expect(await body(await send("POST", "/api/creator-follows", ivy.token, { following: id }))).toEqual(none);
    expect((await call(`/api/creator-profiles/${id}/follow`, { method: "PUT" })).status).toBe(401);
  });

  test("[FOLLOW3] one's own are listed for oneself, followers by their public profiles", async () => {
    const bo = await signIn("bo@x.test", "Bo");
    const [hers, his] = [await profile(mara, "mara"), await profile(bo, "bo-reed")];
    await profile(ivy, "ivy", { profile_settings: { visibility: "unlisted" } });
    for (const who of [ivy, bo]) await follow("PUT", hers.id, who);
    const mine = await get("/api/creator-follows?count=true", ivy);
    expect(mine).toMatchObject({
      total: 1,
      docs: [
        { follower: ivy.user.id, following: hers.id, creator: { id: hers.id, username: "mara", avatar_url: null } },
      ],
    });
    const path = `/api/creator-follows/${mine.docs[0].id}`;
    for (const method of ["GET", "DELETE"]) expect((await send(method, path, mara.token)).status).toBe(404);
    const followers = await get("/api/creator-follows?followers=true&count=true", mara);
    expect(followers).toMatchObject({ total: 1, docs: [{ follower: bo.user.id, creator: { id: his.id } }] });
    expect((await get(`/api/creator-profiles/${hers.id}`)).community_stats.follower_count).toBe(2);
    expect((await get(`/api/creator-profiles/${his.id}`)).community_stats.following_count).toBe(1);
    expect((await get("/api/creator-follows?followers=true", ivy)).docs).toEqual([]);

    await send("PATCH", `/api/creator-profiles/${hers.id}`, mara.token, {
      profile_settings: { visibility: "private" },
    });
    expect((await get(path, ivy)).creator).toBeNull();
    expect((await send("DELETE", path, ivy.token)).status).toBe(204);
    expect((await get("/api/creator-follows", ivy)).docs).toEqual([]);
  });
});
