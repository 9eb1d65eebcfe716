import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
type Signed = { readonly token: string };

const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);
const patch = (path: string, { token }: Signed, body: object, headers: Record<string, string> = {}) =>
  call(`/api/${path}`, { method: "PATCH", token, json: body, headers });
const docs = async (path: string, { token }: Signed) => (await json(await call(`/api/${path}`, { token }))).docs;
const countOf = (table: string) => db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");
const tagOf = async (path: string, { token }: Signed) =>
  (await call(`/api/${path}`, { token })).headers.get("etag") ?? "none";

describe("moods", () => {
  const feel = (who: Signed, body: object) => call("/api/moods", { token: who.token, json: body });
  /** A mood of some time ago, which nobody can write by a call. */
  const felt = async (who: Signed & { user: { id: string } }, mood: string, at: string, note = "") =>
    db
      .prepare(
        "INSERT INTO moods (id, user, mood, intensity, note, triggers, createdAt, updatedAt) VALUES (?1, ?2, ?3, 2, ?5, '[]', ?4, ?4)",
      )
      .bind(crypto.randomUUID(), who.user.id, mood, at, note)
      .run();

  test("[MOOD1] one is its person's alone, staff or not", async () => {
    const [staff, mine] = [await signIn("first@x.test"), await signIn("second@x.test")];
    const made = await feel(mine, { mood: "content", note: "Tea." });
    const row = await json(made);
    expect([made.status, row]).toEqual([
      201,
      expect.objectContaining({ user: mine.user.id, mood: "content", intensity: 3, note: "Tea.", triggers: [] }),
    ]);
    const path = `moods/${row.id}`;
    const missing = await json(await call("/api/moods/nothing", { token: staff.token }));
    const answers = [
      await call(`/api/${path}`, { token: staff.token }),
      await patch(path, staff, { note: "x" }),
      await call(`/api/${path}`, { method: "DELETE", token: staff.token }),
    ];
    for (const answer of answers) {
      const body = await json(answer);
      expect([answer.status, { ...body, request_id: "" }]).toEqual([404, { ...missing, request_id: "" }]);
    }
    expect(await docs("moods", staff)).toEqual([]);
    expect((await call("/api/moods")).status).toBe(401);
    expect(await json(await call(`/api/${path}`, { token: mine.token }))).toEqual(row);
  });

  test.each([
    ["mood", { mood: "hungry" }],
    ["mood", { mood: 3 }],
    ["intensity", { intensity: 0 }],
    ["intensity", { intensity: 6 }],
    ["intensity", { intensity: 2.5 }],
    ["note", { note: "x".repeat(5_001) }],
    ["triggers", { triggers: ["tea"] }],
    ["triggers", { triggers: Array.from({ length: 21 }, () => ({ trigger: "tea" })) }],
    ["user", { user: "somebody" }],
    ["createdAt", { createdAt: "2026-01-01T00:00:00.000Z" }],
    ["id", { id: "mine" }],
  ])("[MOOD2] refuses %s as %j", async (field, fields) => {
    const who = await signIn("first@x.test");
    const { id } = await json(await feel(who, { mood: "sad" }));
    for (const response of [await feel(who, { mood: "sad", ...fields }), await patch(`moods/${id}`, who, fields)]) {
      expect(response.status).toBe(400);
      expect((await pathsOf(response))[0]).toMatch(new RegExp(`^${field}`));
    }
    expect(await countOf("moods")).toBe(1);
  });

  test("[MOOD3] they come newest first, by pages, filtered and searched", async () => {
    const who = await signIn("first@x.test");
    await felt(who, "sad", "2026-11-01T10:00:00.000Z", "Rain");
    await felt(who, "happy", "2026-11-02T10:00:00.000Z", "Sun, no rain");
    await felt(who, "sad", "2026-11-03T10:00:00.000Z");
    const days = async (query: string) =>
      (await docs(`moods?${query}`, who)).map(({ createdAt }: { createdAt: string }) => createdAt.slice(8, 10));
    expect(await days("")).toEqual(["03", "02", "01"]);
    expect(await days("mood=sad&sort=createdAt")).toEqual(["01", "03"]);
    expect(await days("search=rain")).toEqual(["02", "01"]);
    expect(await days("from=2026-11-02T10:00:00Z&to=2026-11-03T09:59:59Z")).toEqual(["02"]);
    const first = await json(await call("/api/moods?limit=2&count=true", { token: who.token }));
    expect([first.total, await days(`limit=2&cursor=${first.next_cursor}`)]).toEqual([3, ["01"]]);
    expect((await call("/api/moods?intensity=9", { token: who.token })).status).toBe(400);
  });

  test("[MOOD4] a PATCH changes what it names, of the version that was seen", async () => {
    const who = await signIn("first@x.test");
    const row = await json(await feel(who, { mood: "sad", note: "Rain", triggers: [{ trigger: "weather" }] }));
    const path = `moods/${row.id}`;
    const tag = { "if-match": await tagOf(path, who) };
    const changed = await patch(path, who, { intensity: 5, triggers: [] }, tag);
    expect(await json(changed)).toEqual({ ...row, intensity: 5, triggers: [], updatedAt: expect.any(String) });
    expect((await patch(path, who, { note: "Sun" }, tag)).status).toBe(412);
    const fresh = { "if-match": await tagOf(path, who) };
    const both = await Promise.all(["Sun", "Wind"].map((note) => patch(path, who, { note }, fresh)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await call(`/api/${path}`, { method: "DELETE", token: who.token, headers: tag })).status).toBe(412);
    expect((await call(`/api/${path}`, { method: "DELETE", token: who.token })).status).toBe(204);
    expect([(await call(`/api/${path}`, { token: who.token })).status, await countOf("moods")]).toEqual([404, 0]);
  });

  test("[MOOD5] statistics count the days of the place the person names", async () => {
    const [who, other] = [await signIn("first@x.test"), await signIn("second@x.test")];
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    await felt(who, "happy", hoursAgo(0));
    await felt(who, "sad", hoursAgo(24));
    await felt(who, "happy", hoursAgo(24 * 500));
    await felt(other, "angry", hoursAgo(1));
    const stats = async (query: string) => json(await call(`/api/moods/stats?${query}`, { token: who.token }));
    for (const timezone of ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
      expect(await stats(`timezone=${timezone}`)).toMatchObject({ timezone, entries: 2, streak: 2 });
    expect((await stats("")).by_mood).toMatchObject({ happy: 1, sad: 1, angry: 0 });
    const wrong = await call("/api/moods/stats?timezone=Tea/Time", { token: who.token });
    expect([wrong.status, await pathsOf(wrong)]).toEqual([400, ["timezone"]]);
    expect((await call("/api/moods/stats")).status).toBe(401);
  });

  test("[MOOD6] the sixty-first of an hour is refused", async () => {
    const who = await signIn("first@x.test");
    const now = new Date().toISOString();
    await db
      .prepare(
        "INSERT INTO moods (id, user, mood, intensity, note, triggers, createdAt, updatedAt) WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 60) SELECT 'm' || at, ?1, 'sad', 1, '', '[]', ?2, ?2 FROM n",
      )
      .bind(who.user.id, now)
      .run();
    const refused = await feel(who, { mood: "sad" });
    expect([refused.status, (await json(refused)).code]).toEqual([403, "limit_reached"]);
    await db.prepare("UPDATE moods SET createdAt = '2026-01-01T00:00:00.000Z' WHERE id = 'm1'").run();
    expect((await feel(who, { mood: "sad" })).status).toBe(201);
  });
});

describe("limits", () => {
  const set = (who: Signed, body: object) => patch("self-moderation", who, body);

  test("[LIMIT1] there is one row a person, also of twenty first changes at once", async () => {
    const [who, other] = [await signIn("first@x.test"), await signIn("second@x.test")];
    expect(await docs("self-moderation", who)).toEqual([]);
    const changes = [{ daily_limit: 60 }, { weekly_limit: 420 }, { night_mode_enabled: true }, {}];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => set(who, changes[at % 4]!)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [row, ...more] = await docs("self-moderation", who);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ user: who.user.id, daily_limit: 60, weekly_limit: 420, night_mode_enabled: true });
    expect(row).toMatchObject({ night_mode_start: "22:00", night_mode_end: "08:00", current_daily_usage: 0 });
    expect(await docs("self-moderation", other)).toEqual([]);
    expect((await call(`/api/self-moderation/${row.id}`, { token: other.token })).status).toBe(404);
    expect((await patch(`self-moderation/${row.id}`, other, { daily_limit: 15 })).status).toBe(404);
    expect((await patch("self-moderation", { token: "none" }, {})).status).toBe(401);
    expect((await json(await call(`/api/self-moderation/${row.id}`, { token: who.token }))).daily_limit).toBe(60);
  });

  test.each([
    ["daily_limit", 14],
    ["daily_limit", 481],
    ["daily_limit", 60.5],
    ["weekly_limit", 59],
    ["weekly_limit", 3_361],
    ["break_reminder_interval", 9],
    ["break_reminder_interval", 61],
    ["night_mode_start", "24:00"],
    ["night_mode_end", "8:00"],
    ["night_mode_end", "08:60"],
    ["night_mode_enabled", "yes"],
    ["intervention_triggers", { note: "x".repeat(4_000) }],
    ["current_daily_usage", 0],
    ["current_weekly_usage", 0],
    ["user", "somebody"],
    ["updatedAt", "2026-01-01T00:00:00.000Z"],
  ])("[LIMIT2] refuses %s as %j", async (field, value) => {
    const who = await signIn("first@x.test");
    const { id } = await json(await set(who, { daily_limit: 15 }));
    for (const path of ["self-moderation", `self-moderation/${id}`]) {
      const response = await patch(path, who, { [field]: value });
      expect([response.status, (await pathsOf(response))[0]]).toEqual([400, expect.stringMatching(`^${field}`)]);
    }
  });

  test("[LIMIT2] the edges are within, null takes a limit away, the rest stays", async () => {
    const who = await signIn("first@x.test");
    const edges = { daily_limit: 480, weekly_limit: 3_360, break_reminder_interval: 10, night_mode_start: "23:59" };
    expect(await json(await set(who, edges))).toMatchObject(edges);
    const after = await json(await set(who, { daily_limit: null, intervention_triggers: { sad_days: 3 } }));
    expect(after).toMatchObject({ ...edges, daily_limit: null, intervention_triggers: { sad_days: 3 } });
  });

  test("[LIMIT3] a change of an older version is refused", async () => {
    const who = await signIn("first@x.test");
    const { id } = await json(await set(who, { daily_limit: 15 }));
    const path = `self-moderation/${id}`;
    const tag = { "if-match": await tagOf(path, who) };
    expect((await patch(path, who, { daily_limit: 30 }, tag)).status).toBe(200);
    expect((await patch(path, who, { daily_limit: 45 }, tag)).status).toBe(412);
    expect((await docs("self-moderation", who))[0].daily_limit).toBe(30);
    const fresh = { "if-match": await tagOf(path, who) };
    const both = await Promise.all([60, 90].map((daily_limit) => patch(path, who, { daily_limit }, fresh)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
