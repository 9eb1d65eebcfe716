import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const BECAUSE = { reason: "tests of the house" };
const WHY = "reason=tests%20of%20the%20house";
const AT = "2026-11-23T04:55:06.000Z";

interface Collection {
  readonly path: string;
  readonly table: string;
  /** A body that is out of use or a draft, and the field that makes it public. */
  readonly sample: Record<string, unknown>;
  readonly shown: string;
  readonly change: Record<string, unknown>;
  /** Fields nobody may write, and values none may have. */
  readonly readOnly: readonly string[];
  readonly bad: readonly Record<string, unknown>[];
  readonly secret?: true;
}

const TEXT = "x".repeat(200_001);
const COLLECTIONS: readonly Collection[] = [
  {
    path: "subscription-tiers",
    table: "subscription_tiers",
    sample: { name: "House blend", price_monthly: 500, price_yearly: 5_000, is_active: false },
    shown: "is_active",
    change: { features: [{ feature: "a window seat" }], bot_limit: 20, token_allowance: 5_000_000 },
    readOnly: ["id", "createdAt", "updatedAt", "subscribers"],
    bad: [{ price_monthly: -1 }, { price_yearly: 0.5 }, { bot_limit: -1 }, { name: " " }, { features: ["a"] }],
  },
  {
    path: "token-packages",
    table: "token_packages",
    sample: { name: "A pot", amount: 1_000_000, price: 500, is_active: false },
    shown: "is_active",
    change: { bonus_amount: 50_000, name: "Two pots" },
    readOnly: ["id", "createdAt", "sold"],
    bad: [{ amount: 0 }, { amount: 1e13 }, { bonus_amount: -1 }, { price: "5" }],
  },
  {
    path: "legal-documents",
    table: "legal_documents",
    sample: { title: "Terms", type: "terms", content: "Be kind.", version: "1", effective_date: AT },
    shown: "is_active",
    change: { effective_date: "2027-01-01T00:00:00.000Z" },
    readOnly: ["id", "published_at", "updatedAt"],
    bad: [{ type: "wishes" }, { effective_date: "soon" }, { version: "" }, { content: TEXT }],
  },
  {
    path: "documentation",
    table: "documentation",
    sample: { title: "Rooms", slug: "rooms", content: "Sit down.", category: "features" },
    shown: "is_published",
    change: { order: 7, is_featured: true, slug: "all-about-rooms" },
    readOnly: ["id", "view_count", "createdAt"],
    bad: [
      { slug: "No Good" },
      { slug: "0192f0c4-5a00-7a00" },
      { category: "gossip" },
      { order: -1 },
      { content: TEXT },
      { title: null },
    ],
  },
  {
    path: "tutorials",
    table: "tutorials",
    sample: { title: "First words", category: "getting-started" },
    shown: "is_published",
    change: { steps: [{ title: "Sit", content: "Sit down.", target: "composer" }], difficulty: "advanced" },
    readOnly: ["id", "createdAt", "progress"],
    bad: [{ difficulty: "cruel" }, { estimated_time: 0 }, { steps: [{ title: "x" }] }, { category: "" }],
  },
  {
    path: "prompt-sections",
    table: "prompt_sections",
    sample: { type: "intro", text: "You sit in a cafe." },
    shown: "is_active",
    change: { text: "You stand in a cafe." },
    readOnly: ["id", "version", "published_at"],
    bad: [{ type: "outro" }, { text: "" }, { text: TEXT }, { is_active: "yes" }],
    secret: true,
  },
];

const admin = () => signIn("first@x.test");
const other = async () => {
  await admin();
  return signIn("second@x.test");
};
const moderator = async () => {
  const person = await other();
  await db.prepare("UPDATE users SET role = 'moderator' WHERE id = ?").bind(person.user.id).run();
  return person;
};
const make = async ({ path, sample }: Collection, token: string, body: object = {}) => {
  const response = await call(`/api/${path}`, { token, json: { ...sample, ...body, ...BECAUSE } });
  return { response, row: await json(response.clone()) };
};
const patch = (path: string, id: string, token: string, body: object, headers: Record<string, string> = {}) =>
  call(`/api/${path}/${id}`, { method: "PATCH", token, json: { ...body, ...BECAUSE }, headers });
const remove = (path: string, id: string, token: string) =>
  call(`/api/${path}/${id}?${WHY}`, { method: "DELETE", token });
const countOf = (table: string) => db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n");
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);
const idsOf = async (path: string, token?: string) =>
  (await json(await call(`/api/${path}`, token === undefined ? {} : { token }))).docs.map((d: { id: string }) => d.id);

describe.each(COLLECTIONS)("$path", (collection) => {
  const { path, table, sample, shown, change, readOnly, bad, secret } = collection;

  test("[CONT1] an admin writes it, and nobody else", async () => {
    const { token } = await admin();
    const { response, row } = await make(collection, token);
    expect(response.status).toBe(201);
    expect(row).toMatchObject({ ...sample, createdAt: row.updatedAt });
    const denied = [await moderator(), await signIn("third@x.test")];
    const guest = (await json(await call("/api/guest", { json: {} }))).token as string;
    for (const who of [...denied.map((person) => person.token), guest]) {
      expect((await make(collection, who)).response.status).toBe(403);
      expect([403, 404]).toContain((await patch(path, row.id, who, change)).status);
      expect([403, 404]).toContain((await remove(path, row.id, who)).status);
    }
    const nobody = await call(`/api/${path}`, { json: { ...sample, ...BECAUSE } });
    expect(nobody.status).toBe(401);
    expect(await countOf(table)).toBe(1);
  });

  test("[CONT2] a draft is there for admins alone, by id and in lists; what is published for everyone", async () => {
    const { token } = await admin();
    const { row } = await make(collection, token);
    const stranger = (await signIn("other@x.test")).token;
    expect((await call(`/api/${path}/${row.id}`, { token })).status).toBe(200);
    expect(await idsOf(path, token)).toEqual([row.id]);
    if (secret) {
      expect((await patch(path, row.id, token, { [shown]: true })).status).toBe(200);
      for (const address of [`/api/${path}/${row.id}`, `/api/${path}`]) {
        expect((await call(address, { token: stranger })).status).toBe(403);
        expect((await call(address)).status).toBe(401);
      }
      return;
    }
    for (const who of [stranger, undefined]) {
      const asked = who === undefined ? {} : { token: who };
      const missing = await json(await call(`/api/${path}/nothing`, asked));
      const hidden = await json(await call(`/api/${path}/${row.id}`, asked));
      expect({ ...hidden, request_id: "" }).toEqual({ ...missing, request_id: "" });
      expect(await idsOf(path, who)).toEqual([]);
      expect(await idsOf(`${path}?${shown}=false`, who)).toEqual([]);
    }
    expect((await patch(path, row.id, token, { [shown]: true })).status).toBe(200);
    expect(await idsOf(path)).toEqual([row.id]);
    expect(await json(await call(`/api/${path}/${row.id}`))).toMatchObject({ ...sample, [shown]: true });
  });

  test("[CONT3] refuses unknown and read-only fields by name, and values out of range", async () => {
    const { token } = await admin();
    const { row } = await make(collection, token);
    for (const field of readOnly) {
      const made = await call(`/api/${path}`, { token, json: { ...sample, ...BECAUSE, [field]: 1 } });
      expect([made.status, await pathsOf(made)]).toEqual([400, [field]]);
      const changed = await patch(path, row.id, token, { [field]: 1 });
      expect([changed.status, await pathsOf(changed)]).toEqual([400, [field]]);
    }
    for (const fields of bad) {
      const [field] = Object.keys(fields) as [string];
      for (const response of [
        (await make(collection, token, fields)).response,
        await patch(path, row.id, token, fields),
      ]) {
        expect([field, response.status]).toEqual([field, 400]);
        expect((await pathsOf(response))[0]).toMatch(new RegExp(`^${field}`));
      }
    }
    expect(await countOf(table)).toBe(1);
    expect(await json(await call(`/api/${path}/${row.id}`, { token }))).toEqual(row);
  });

  test("[CONT4] every write needs a reason and leaves one row in the audit log", async () => {
    const { token, user } = await admin();
    expect(await pathsOf(await call(`/api/${path}`, { token, json: sample }))).toEqual(["reason"]);
    const { row } = await make(collection, token);
    expect(await pathsOf(await call(`/api/${path}/${row.id}`, { method: "DELETE", token }))).toEqual(["reason"]);
    expect((await remove(path, row.id, token)).status).toBe(204);
    const { results } = await db
      .prepare("SELECT actor, action, reason, outcome FROM audit_log ORDER BY seq")
      .all<Record<string, unknown>>();
    const [made, gone] = [`POST /api/${path}`, `DELETE /api/${path}/:id`];
    expect(results).toEqual([
      { actor: user.id, action: made, reason: null, outcome: "denied" },
      { actor: user.id, action: made, ...BECAUSE, outcome: "allowed" },
      { actor: user.id, action: gone, reason: null, outcome: "denied" },
      { actor: user.id, action: gone, ...BECAUSE, outcome: "allowed" },
    ]);
  });

  test("[CONT5] a PATCH changes what it names; one of an older version changes nothing", async () => {
    const { token } = await admin();
    const { row } = await make(collection, token);
    const { headers } = await call(`/api/${path}/${row.id}`, { token });
    const tag = { "if-match": headers.get("etag") ?? "none" };
    const changed = await patch(path, row.id, token, change, tag);
    expect([changed.status, await json(changed.clone())]).toEqual([
      200,
      { ...row, ...change, updatedAt: expect.any(String) },
    ]);
    const again = await patch(path, row.id, token, { [shown]: true }, tag);
    expect(again.status).toBe(412);
    expect((await json(await call(`/api/${path}/${row.id}`, { token })))[shown]).toBe(false);
    const fresh = { "if-match": changed.headers.get("etag") ?? "none" };
    const both = await Promise.all([1, 2].map(() => patch(path, row.id, token, change, fresh)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const late = await call(`/api/${path}/${row.id}?${WHY}`, { method: "DELETE", token, headers: tag });
    expect([late.status, await countOf(table)]).toEqual([412, 1]);
    expect((await patch(path, "nothing", token, change)).status).toBe(404);
  });

  test("[CONT6] a draft that is deleted is gone, once", async () => {
    const { token } = await admin();
    const { row } = await make(collection, token);
    expect((await remove(path, row.id, token)).status).toBe(204);
    expect((await remove(path, row.id, token)).status).toBe(404);
    expect(await countOf(table)).toBe(0);
  });
});
