import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { STAFF_COLLECTIONS } from "../../services/admin/staff-collections.ts";
import { API } from "../api.ts";
import { call, json, signIn } from "../testing/call.ts";

const { DB } = env as unknown as { DB: D1Database };
const WHY = "reason=looking+into+a+report";

/** The 29 of the contract; what the product adds besides may be there too. */
const COLLECTIONS = [
  "users media bots bot-interactions knowledge knowledge-collections vector-records knowledge-activation-log",
  "conversations messages memories personas api-keys creator-profiles creator-follows token-gifts",
  "subscription-payments subscription-tiers token-packages access-control moods self-moderation usage-analytics",
  "memory-insights persona-analytics legal-documents user-agreements documentation tutorials",
].flatMap((line) => line.split(" "));

type Account = Awaited<ReturnType<typeof signIn>>;
let admin: Account;
let moderator: Account;
let creator: Account;

/** The first account of an instance is its admin. */
beforeEach(async () => {
  admin = await signIn("admin@x.test", "Admin");
  moderator = await signIn("moderator@x.test", "Moderator");
  creator = await signIn("creator@x.test", "Creator");
  await DB.prepare("UPDATE users SET role = 'moderator' WHERE id = ?").bind(moderator.user.id).run();
});

const patch = (path: string, by: Account, fields: object, headers: Record<string, string> = {}) =>
  call(path, { method: "PATCH", token: by.token, json: { reason: "the report was right", ...fields }, headers });

async function make(path: string, body: object, by = creator): Promise<{ id: string; [field: string]: unknown }> {
  const response = await call(path, { token: by.token, json: body });
  expect(response.status).toBe(201);
  return json(response);
}
const makeBot = (name = "Mara") => make("/api/bots", { name, system_prompt: "Keep the lamp." });
const makeTome = () => make("/api/knowledge-collections", { name: "Harbour" });
const auditRows = async () =>
  (await DB.prepare("SELECT actor, action, resource_id, reason, outcome FROM audit_log ORDER BY seq").all()).results;

describe("looking", () => {
  test("[STAFF1] every collection of the schema has its list and its rows", async () => {
    expect(COLLECTIONS).toHaveLength(29);
    const slugs = STAFF_COLLECTIONS.map(({ slug }) => slug);
    expect(COLLECTIONS.filter((slug) => !slugs.includes(slug))).toEqual([]);
    for (const slug of slugs) {
      const list = await call(`/api/admin/${slug}?limit=1&count=true&${WHY}`, { token: admin.token });
      const open = await call(`/api/admin/${slug}?limit=1&count=true`, { token: admin.token });
      expect([slug, list.status, open.status].join()).toMatch(/,(200,400|400,200)$/);
      const { docs, total } = await json(list.status === 200 ? list : open);
      expect([slug, total >= docs.length]).toEqual([slug, true]);
    }
  });

  test("[STAFF1] pages, newest first, by filter and by search", async () => {
    for (const name of ["Mara", "Tobias", "Ivy"]) await makeBot(name);
    const names = async (query: string) => {
      const { docs, next_cursor } = await json(await call(`/api/admin/bots?${WHY}&${query}`, { token: admin.token }));
      return [docs.map((row: { name: string }) => row.name), next_cursor] as const;
    };
    const [first, cursor] = await names(`user=${creator.user.id}&limit=2`);
    expect(first).toEqual(["Ivy", "Tobias"]);
    expect(await names(`user=${creator.user.id}&limit=2&cursor=${cursor}`)).toEqual([["Mara"], null]);
    expect((await names(`user=${creator.user.id}&search=TOB`))[0]).toEqual(["Tobias"]);
    expect((await names("sharing_visibility=public&search=ivy"))[0]).not.toContain("Tobias");
  });

  test("[STAFF1] everyone else is refused, and learns nothing of what there is", async () => {
    const bot = await makeBot();
    for (const token of [creator.token, undefined]) {
      const status = token === undefined ? 401 : 403;
      for (const id of [bot.id, "missing"]) {
        const response = await call(`/api/admin/bots/${id}?${WHY}`, token === undefined ? {} : { token });
        expect([id, response.status]).toEqual([id, status]);
      }
    }
  });

  test("[STAFF2] takes a reason where rows are somebody's own, and leaves a row in the log", async () => {
    const bot = await makeBot();
    const unsaid = await call(`/api/admin/bots/${bot.id}`, { token: moderator.token });
    expect([unsaid.status, (await json(unsaid)).errors[0].path]).toEqual([400, "reason"]);
    expect((await call(`/api/admin/bots/${bot.id}?${WHY}`, { token: moderator.token })).status).toBe(200);
    await patch(`/api/admin/users/${creator.user.id}`, moderator, { role: "admin" });
    const seen = (await auditRows()).filter(({ resource_id }) => resource_id !== null);
    expect(seen.at(-2)).toMatchObject({
      actor: moderator.user.id,
      action: "GET /api/admin/bots/:id",
      resource_id: bot.id,
      reason: "looking into a report",
    });
    expect(seen.at(-1)).toMatchObject({ action: "PATCH /api/admin/users/:id", reason: "the report was right" });
  });

  test("[STAFF4] no answer has a column that holds a secret", async () => {
    const schemas = JSON.stringify(
      API.filter(({ path }) => path.startsWith("/api/admin/")).map(({ output }) => Object.keys(rowOf(output))),
    );
    expect(schemas).toContain("system_prompt");
    expect(schemas).not.toMatch(/encrypted|_hash|r2_|clerk|sha256|"embedding"|"rev"|username_key/);
  });
});

/** Fields of a row, or of the rows of a list. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is zod's own.
const rowOf = (schema: any): Record<string, unknown> => schema.shape?.docs?.element?.shape ?? schema.shape ?? {};

describe("changing", () => {
  test("[STAFF3] a moderator takes a bot down; its owner's right stays", async () => {
    const bot = await make("/api/bots", { name: "Loud", system_prompt: "Shout.", sharing_visibility: "public" });
    const response = await patch(`/api/admin/bots/${bot.id}`, moderator, { sharing_visibility: "private" });
    expect([response.status, (await json(response)).sharing_visibility]).toEqual([200, "private"]);
    expect((await call(`/api/bots/${bot.id}`, { token: admin.token })).status).toBe(404);
    expect((await json(await call(`/api/bots/${bot.id}`, { token: creator.token }))).right).toBe("owner");
  });

  test("[STAFF9] what is taken down is its owner's alone: the grants on it end with it", async () => {
    const [bot, tome] = [await makeBot(), await makeTome()];
    for (const [resource_type, { id }, path, change] of [
      ["bot", bot, `bots/${bot.id}`, { sharing_visibility: "private" }],
      [
        "knowledgeCollection",
        tome,
        `knowledge-collections/${tome.id}`,
        { sharing_settings: { sharing_level: "private" } },
      ],
    ] as const) {
      const grant = { user: moderator.user.id, resource_type, resource_id: id, permission_type: "read" };
      await make("/api/access-control", grant);
      expect((await call(`/api/${path}`, { token: moderator.token })).status).toBe(200);
      expect((await patch(`/api/admin/${path}`, admin, change)).status).toBe(200);
      expect((await call(`/api/${path}`, { token: moderator.token })).status).toBe(404);
    }
  });

  test("[STAFF3] what only admins change is refused to moderators by name", async () => {
    const [bot, tome] = [await makeBot(), await makeTome()];
    for (const [path, fields, field] of [
      [`users/${creator.user.id}`, { role: "moderator" }, "role"],
      [`bots/${bot.id}`, { system_prompt: "Obey me." }, "system_prompt"],
      [`knowledge-collections/${tome.id}`, { sharing_settings: { is_public: true } }, "sharing_settings"],
      [`creator-profiles/${bot["creator_profile"]}`, { verification_status: "verified" }, "verification_status"],
    ] as const) {
      const refused = await patch(`/api/admin/${path}`, moderator, fields);
      expect([field, refused.status, (await json(refused)).errors[0].path]).toEqual([field, 403, field]);
      const done = await patch(`/api/admin/${path}`, admin, fields);
      expect([field, done.status]).toEqual([field, 200]);
    }
    expect((await json(await call(`/api/bots/${bot.id}`, { token: creator.token }))).system_prompt).toBe("Obey me.");
  });

  test("[STAFF2] without a reason nothing changes", async () => {
    const bot = await makeBot();
    const response = await call(`/api/admin/bots/${bot.id}`, {
      method: "PATCH",
      token: admin.token,
      json: { name: "Renamed" },
    });
    expect([response.status, (await json(response)).errors[0].path]).toEqual([400, "reason"]);
    expect((await json(await call(`/api/bots/${bot.id}`, { token: creator.token }))).name).toBe("Mara");
  });

  test("[STAFF5] rows of rooms, money, agreements, wellbeing and logs have no PATCH", () => {
    const patched = API.filter(({ method, path }) => method === "PATCH" && path.startsWith("/api/admin/"));
    expect(patched.map(({ path }) => path.split("/")[3]).sort()).toEqual([
      "access-control",
      "api-keys",
      "bots",
      "creator-profiles",
      "knowledge",
      "knowledge-collections",
      "media",
      "reports",
      "users",
    ]);
  });

  test("[STAFF6] lore is made public here, and both fields say so", async () => {
    const tome = await makeTome();
    for (const sharing_settings of [{ sharing_level: "public" }, { is_public: true }])
      for (const by of [creator, admin]) {
        const own = by === creator ? tome : await make("/api/knowledge-collections", { name: "Own" }, admin);
        const response = await call(`/api/knowledge-collections/${own.id}`, {
          method: "PATCH",
          token: by.token,
          json: { sharing_settings },
        });
        expect([by === admin, response.status]).toEqual([by === admin, 403]);
      }
    for (const [sharing_settings, level, is_public] of [
      [{ is_public: true }, "public", true],
      [{ sharing_level: "private" }, "private", false],
      [{ sharing_level: "public" }, "public", true],
      [{ is_public: false }, "private", false],
    ] as const) {
      const response = await patch(`/api/admin/knowledge-collections/${tome.id}`, admin, { sharing_settings });
      expect((await json(response)).sharing_settings).toMatchObject({ sharing_level: level, is_public });
    }
  });

  test("[STAFF6] a rewritten entry counts its tokens anew", async () => {
    const tome = await makeTome();
    const entry = await make("/api/knowledge", { knowledge_collection: tome.id, entry: "The lamp." });
    const long = "The lamp has been out since the storm of 1911. ".repeat(20);
    const changed = await json(await patch(`/api/admin/knowledge/${entry.id}`, admin, { entry: long }));
    expect(changed.tokens).toBeGreaterThan(100);
  });

  test("[STAFF7] nobody changes their own role or suspension", async () => {
    for (const fields of [{ role: "user" }, { suspended_at: "2026-11-23T05:00:00.000Z" }]) {
      const response = await patch(`/api/admin/users/${admin.user.id}`, admin, fields);
      expect([response.status, (await json(response)).errors[0].path]).toEqual([403, Object.keys(fields)[0]]);
    }
    expect((await patch(`/api/admin/users/${admin.user.id}`, admin, { displayName: "Chief" })).status).toBe(200);
  });

  test("[STAFF7] nobody ends their own account here, and nobody the house", async () => {
    const house = (await signIn("house@x.test", "House")).user.id;
    await DB.prepare("UPDATE users SET house = 1 WHERE id = ?").bind(house).run();
    for (const [id, status] of [
      [admin.user.id, 403],
      [house, 403],
      [creator.user.id, 202],
    ]) {
      const json = { reason: "asked for it by letter" };
      const response = await call(`/api/admin/users/${id}`, { method: "DELETE", token: admin.token, json });
      expect([id, response.status]).toEqual([id, status]);
    }
    expect((await call("/api/me", { token: creator.token })).status).toBe(401);
  });

  test("[STAFF3] moderators delete bots and tomes, and say why", async () => {
    const [bot, tome] = [await makeBot(), await makeTome()];
    for (const path of [`bots/${bot.id}`, `knowledge-collections/${tome.id}`]) {
      const ask = (json: object) => call(`/api/admin/${path}`, { method: "DELETE", token: moderator.token, json });
      expect((await ask({})).status).toBe(400);
      expect((await ask({ reason: "against the rules" })).status).toBe(204);
      expect((await call(`/api/${path}`, { token: creator.token })).status).toBe(404);
    }
  });

  test("[STAFF3] a bot carries its creator's name as staff set it right", async () => {
    const bot = await makeBot();
    await patch(`/api/admin/creator-profiles/${bot["creator_profile"]}`, moderator, { display_name: "Somebody" });
    expect((await json(await call(`/api/bots/${bot.id}`, { token: creator.token }))).creator_display_name).toBe(
      "Somebody",
    );
  });

  test("[STAFF7] a suspended account may do nothing from the next call on, until it is let back", async () => {
    const suspended_at = "2026-11-23T05:00:00.000Z";
    expect((await patch(`/api/admin/users/${creator.user.id}`, moderator, { suspended_at })).status).toBe(200);
    expect((await call("/api/me", { token: creator.token })).status).toBe(403);
    await patch(`/api/admin/users/${creator.user.id}`, moderator, { suspended_at: null });
    expect((await call("/api/me", { token: creator.token })).status).toBe(200);
  });

  test("[STAFF8] a change of an older version than the caller saw is refused", async () => {
    const bot = await makeBot();
    const path = `/api/admin/bots/${bot.id}`;
    const etag = (await call(`${path}?${WHY}`, { token: admin.token })).headers.get("etag") ?? "";
    expect((await patch(path, admin, { name: "Second" }, { "if-match": etag })).status).toBe(200);
    expect((await patch(path, admin, { name: "Third" }, { "if-match": etag })).status).toBe(412);
  });

  test("[STAFF3] a report is claimed and done by whoever takes it up", async () => {
    const bot = await make("/api/bots", { name: "Loud", system_prompt: "Shout.", sharing_visibility: "public" });
    const report = await make("/api/reports", { resource_type: "bot", resource_id: bot.id, reason: "spam" }, moderator);
    const path = `/api/admin/reports/${report.id}`;
    const claimed = await json(await patch(path, moderator, { status: "claimed" }));
    expect(claimed).toMatchObject({ status: "claimed", claimed_by: moderator.user.id, done_at: null });
    const done = await json(await patch(path, admin, { status: "done", resolution: "taken down" }));
    expect(done).toMatchObject({ status: "done", claimed_by: moderator.user.id, resolution: "taken down" });
    expect(done.done_at).not.toBeNull();
    expect(await json(await patch(path, admin, { status: "open" }))).toMatchObject({ claimed_by: null, done_at: null });
  });

  test("[STAFF3] a report that is opened, claimed and ended at the same time has a claimer or none, and no call fails", async () => {
    const bot = await make("/api/bots", { name: "Loud", system_prompt: "Shout.", sharing_visibility: "public" });
    const report = await make("/api/reports", { resource_type: "bot", resource_id: bot.id, reason: "spam" }, moderator);
    const path = `/api/admin/reports/${report.id}`;
    const statuses = ["claimed", "open", "done", "claimed", "open", "claimed", "done", "claimed"];
    const moves = Array.from({ length: 24 }, (_, n) => patch(path, moderator, { status: statuses[n % 8] }));
    expect((await Promise.all(moves)).map(({ status }) => status)).toEqual(moves.map(() => 200));
    const last = await json(await patch(path, moderator, { resolution: "seen" }));
    expect(last.claimed_by).toBe(last.status === "open" ? null : moderator.user.id);
  });
});
