import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const BECAUSE = { reason: "tests of the house" };
const AT = "2026-11-23T04:55:06.000Z";
const TERMS = { title: "Terms", type: "terms", content: "Be kind.", effective_date: AT };
const ARTICLE = { title: "Rooms", content: "Sit down.", category: "features", is_published: true };

const post = (path: string, token: string, body: object) =>
  call(`/api/${path}`, { token, json: { ...body, ...BECAUSE } });
const patch = (path: string, token: string, body: object) =>
  call(`/api/${path}`, { method: "PATCH", token, json: { ...body, ...BECAUSE } });
const docs = async (path: string, token?: string) =>
  (await json(await call(`/api/${path}`, token === undefined ? {} : { token }))).docs;
const pathsOf = async (response: Response) => (await json(response)).errors.map((e: { path: string }) => e.path);

const terms = async (token: string, version: string, is_active: boolean) =>
  json(await post("legal-documents", token, { ...TERMS, version, is_active }));

// The first call of an isolate sows the texts of the house. This test minds none of them; the others begin without.
test("[PLAN1] a plan that anybody is on, or ever paid for, is taken out of use but not deleted", async () => {
  const { token, user } = await signIn("first@x.test");
  const plan = { name: "House blend", price_monthly: 500, price_yearly: 5_000 };
  const [taken, paid] = [
    await json(await post("subscription-tiers", token, plan)),
    await json(await post("subscription-tiers", token, plan)),
  ];
  await db.batch([
    db.prepare("UPDATE users SET subscriptionTier = ? WHERE id = ?").bind(taken.id, user.id),
    db
      .prepare(
        "INSERT INTO subscription_payments (id, user, tier, amount, createdAt, updatedAt) VALUES ('p', ?, ?, 5, ?, ?)",
      )
      .bind(user.id, paid.id, AT, AT),
  ]);
  for (const { id } of [taken, paid]) {
    const gone = await call(`/api/subscription-tiers/${id}?reason=no%20longer`, { method: "DELETE", token });
    expect([gone.status, (await json(gone)).code]).toEqual([409, "conflict"]);
    expect((await patch(`subscription-tiers/${id}`, token, { is_active: false })).status).toBe(200);
  }
  expect(await docs("subscription-tiers")).toEqual([]);
});

test("[LAW1] one version of a type is active: the new one takes the mark, and both stay in the history", async () => {
  const { token } = await signIn("first@x.test");
  const one = await terms(token, "1", true);
  const two = await terms(token, "2", false);
  expect([one.is_active, one.published_at, two.published_at]).toEqual([true, expect.any(String), null]);
  expect((await patch(`legal-documents/${two.id}`, token, { is_active: true })).status).toBe(200);
  const history = await docs("legal-documents?type=terms&sort=createdAt");
  expect(history.map(({ version, is_active }: typeof one) => [version, is_active])).toEqual([
    ["1", false],
    ["2", true],
  ]);
  expect((await docs("legal-documents?is_active=true")).map(({ id }: typeof one) => id)).toEqual([two.id]);
  const again = await post("legal-documents", token, { ...TERMS, version: "2" });
  expect([again.status, await pathsOf(again)]).toEqual([409, ["version"]]);
});

test("[LAW1] of twenty versions made active at once one is", async () => {
  const { token } = await signIn("first@x.test");
  const made = await Promise.all(Array.from({ length: 20 }, (_, at) => terms(token, String(at), true)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(20);
  expect(await docs("legal-documents?is_active=true")).toHaveLength(1);
});

test("[LAW2] the text of a published version stands: neither changed nor deleted, a draft may be both", async () => {
  const { token } = await signIn("first@x.test");
  const one = await terms(token, "1", true);
  const changed = await patch(`legal-documents/${one.id}`, token, { content: "Be rude." });
  expect([changed.status, await pathsOf(changed)]).toEqual([409, ["content"]]);
  const gone = await call(`/api/legal-documents/${one.id}?reason=tidying%20up`, { method: "DELETE", token });
  expect(gone.status).toBe(409);
  expect((await patch(`legal-documents/${one.id}`, token, { content: "Be kind.", is_active: false })).status).toBe(200);
  expect((await docs("legal-documents?type=terms")).map(({ content }: typeof one) => content)).toEqual(["Be kind."]);
  const draft = await terms(token, "2", false);
  expect((await patch(`legal-documents/${draft.id}`, token, { content: "Be kinder." })).status).toBe(200);
});

test("[LAW3] a person agrees once, to the version that holds; time, address and browser are kept", async () => {
  const { token } = await signIn("first@x.test");
  const [old, now, draft] = [
    await terms(token, "1", true),
    await terms(token, "2", true),
    await terms(token, "3", false),
  ];
  const { token: theirs, user } = await signIn("second@x.test");
  const agree = (document: string) =>
    call("/api/user-agreements", {
      token: theirs,
      json: { document },
      headers: { "cf-connecting-ip": "203.0.113.9", "user-agent": "A browser" },
    });
  const missing = async () => (await docs("user-agreements/missing", theirs)).map(({ id }: typeof now) => id);
  expect(await missing()).toEqual([now.id]);
  expect([(await agree(old.id)).status, (await agree(draft.id)).status, (await agree("none")).status]).toEqual([
    409, 404, 404,
  ]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => agree(now.id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  const row = (await docs("user-agreements?type=terms", theirs))[0];
  expect(row).toMatchObject({ user: user.id, document: now.id, version: "2", type: "terms" });
  expect(row).toMatchObject({ ip_address: "203.0.113.9", user_agent: "A browser", accepted_at: expect.any(String) });
  expect(await missing()).toEqual([]);
  expect(await docs("user-agreements", token)).toEqual([]);
  expect((await call(`/api/user-agreements/${row.id}`, { token })).status).toBe(404);
  expect((await call(`/api/user-agreements/${row.id}`, { token: theirs })).status).toBe(200);
});

test.each(["accepted_at", "ip_address", "user", "version"])(
  "[LAW3] an agreement's %s is not the person's to say",
  async (field) => {
    const { token } = await signIn("first@x.test");
    const { id } = await terms(token, "1", true);
    const response = await call("/api/user-agreements", { token, json: { document: id, [field]: "x" } });
    expect([response.status, await pathsOf(response)]).toEqual([400, [field]]);
  },
);

test("[HELP1] a slug is one article's, also of twenty made at once, and reads it as its id does", async () => {
  const { token } = await signIn("first@x.test");
  const made = await Promise.all(
    Array.from({ length: 20 }, () => post("documentation", token, { ...ARTICLE, slug: "rooms" })),
  );
  expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  const refused = made.find(({ status }) => status === 409);
  expect(refused && (await pathsOf(refused))).toEqual(["slug"]);
  const [row] = await docs("documentation?slug=rooms");
  const read = await json(await call("/api/documentation/rooms"));
  expect(read).toMatchObject({ id: row.id, title: "Rooms" });
});

test("[HELP2] each read is counted once, an admin's never, and is no change of the article", async () => {
  const { token } = await signIn("first@x.test");
  const { id, updatedAt } = await json(await post("documentation", token, { ...ARTICLE, slug: "rooms" }));
  for (const asked of [{}, {}, { token }]) await call("/api/documentation/rooms", asked);
  await call(`/api/documentation/${id}`);
  await docs("documentation");
  await call("/api/documentation/none");
  expect(await json(await call(`/api/documentation/${id}`, { token }))).toMatchObject({ view_count: 3, updatedAt });
});

test("[HELP3] articles come in their order, by category, and are found by words", async () => {
  const { token } = await signIn("first@x.test");
  const write = (slug: string, order: number, category: string, content: string) =>
    post("documentation", token, { ...ARTICLE, slug, order, category, content });
  await write("third", 3, "features", "Kettles");
  await write("first", 1, "features", "Cups");
  await write("second", 2, "troubleshooting", "Spilled CUPS");
  const slugs = async (query: string) =>
    (await docs(`documentation?${query}`)).map(({ slug }: { slug: string }) => slug);
  expect(await slugs("")).toEqual(["first", "second", "third"]);
  expect(await slugs("category=features&sort=-order")).toEqual(["third", "first"]);
  expect(await slugs("search=cups")).toEqual(["first", "second"]);
  const first = await json(await call("/api/documentation?limit=2&count=true"));
  const rest = await json(await call(`/api/documentation?limit=2&count=true&cursor=${first.next_cursor}`));
  expect([first.total, rest.docs.map(({ slug }: { slug: string }) => slug), rest.next_cursor]).toEqual([
    3,
    ["third"],
    null,
  ]);
});

test("[SECT1] versions of a prompt section count up by themselves, also when made at once, and one is active", async () => {
  const { token } = await signIn("first@x.test");
  const make = (type: string) => post("prompt-sections", token, { type, text: "You sit.", is_active: true });
  const made = await Promise.all(Array.from({ length: 10 }, async () => json(await make("intro"))));
  expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect((await json(await make("guidelines"))).version).toBe(1);
  expect(await docs("prompt-sections?type=intro&is_active=true", token)).toHaveLength(1);
  const [{ id }] = await docs("prompt-sections?type=intro", token);
  const changed = await patch(`prompt-sections/${id}`, token, { text: "You stand." });
  expect([changed.status, await pathsOf(changed)]).toEqual([409, ["text"]]);
});
