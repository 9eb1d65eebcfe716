import { describe, expect, test } from "vitest";
import { call, cookiesOf, envWith, json, ORIGIN, signIn } from "./testing/call.ts";
import { type FakeClerk, fakeClerk } from "./testing/forge.ts";

const { DB } = envWith();
const countUsers = async (): Promise<number> =>
  Number((await DB.prepare("select count(*) as n from users where house = 0").first<{ n: number }>())?.n);

const me = async (clerk: FakeClerk, changes: Record<string, unknown> = {}) => {
  const token = await clerk.sign(clerk.claims(changes));
  return call("/api/me", { token, vars: clerk.vars });
};

describe("Clerk", () => {
  test("[AUTH11] an address is one account, made on first sight, whatever its case and its Clerk id", async () => {
    const clerk = await fakeClerk();
    const answers = await Promise.all([1, 2, 3, 4].map(() => me(clerk)));
    const ids = await Promise.all(answers.map(async (answer) => (await json(answer)).id));
    expect(new Set(ids).size).toBe(1);
    const renamed = await json(await me(clerk, { sub: "user_again", email: "MARA@example.org" }));
    expect(renamed.id).toBe(ids[0]);
    expect(renamed.role).toBe("user");
    expect(await countUsers()).toBe(1);
  });

  test("[AUTH11] without an address in the token our row is asked", async () => {
    const clerk = await fakeClerk();
    const first = await json(await me(clerk));
    expect((await json(await me(clerk, { email: undefined }))).id).toBe(first.id);
  });

  test("[AUTH11] without address, row and secret key the server says what it lacks", async () => {
    const answer = await me(await fakeClerk(), { email: undefined, sub: "user_unseen" });
    expect([answer.status, (await json(answer)).code]).toEqual([503, "not_configured"]);
  });

  test("[AUTH11] a changed address is followed, unless it is another account's", async () => {
    const clerk = await fakeClerk();
    const first = await json(await me(clerk));
    const moved = await json(await me(clerk, { email: "keeper@example.org" }));
    expect(moved).toMatchObject({ id: first.id, email: "keeper@example.org" });
    const other = await json(await me(clerk, { sub: "user_2", email: "tobias@example.org" }));
    expect((await json(await me(clerk, { email: "tobias@example.org" }))).id).toBe(other.id);
  });

  test("[AUTH11] an address that was not verified is nobody's", async () => {
    expect((await me(await fakeClerk(), { email_verified: false })).status).toBe(401);
  });

  test("[AUTH15] an address under .invalid is nobody's", async () => {
    expect((await me(await fakeClerk(), { email: "someone@guest.invalid" })).status).toBe(401);
  });

  test("[AUTH4] with any Clerk setting the embedded sign-in is gone and its accounts are nobody", async () => {
    const account = await signIn("before@example.org");
    const settings = ["CLERK_SECRET_KEY", "CLERK_JWT_KEY", "CLERK_PUBLISHABLE_KEY", "CLERK_WEBHOOK_SECRET"];
    const complete = (await fakeClerk()).vars;
    for (const vars of [complete, ...settings.map((name) => ({ [name]: "set" }))]) {
      const sign = await call("/api/dev/session", { json: { email: "mara@example.org" }, vars });
      expect(sign.status).toBe(404);
      expect((await call("/api/me", { token: account.token, vars })).status).toBe(401);
      expect((await call("/api/me", { cookie: account.cookie, vars })).status).toBe(401);
    }
  });

  test("[AUTH5] guests exist beside Clerk", async () => {
    const { vars } = await fakeClerk();
    const begun = await call("/api/guest", { json: { name: "Robin" }, vars });
    const { user, token } = await json(begun);
    expect(await json(await call("/api/me", { cookie: cookiesOf(begun), vars }))).toMatchObject({ id: user.id });
    expect(await json(await call("/api/me", { token, vars }))).toMatchObject({ id: user.id });
  });

  test("[AUTH6] a guest who signs in at Clerk keeps their things", async () => {
    const clerk = await fakeClerk();
    const begun = await call("/api/guest", { json: { name: "Robin" }, vars: clerk.vars });
    const guest = await json(begun);
    const session = `__session=${await clerk.sign(clerk.claims())}; __client_uat=1`;
    const cookie = `${session}; ${cookiesOf(begun)}`;
    const account = await json(await call("/api/me", { cookie, vars: clerk.vars }));
    expect(account).toMatchObject({ id: guest.user.id, email: "mara@example.org", guest: false });
    expect((await call("/api/me", { token: guest.token, vars: clerk.vars })).status).toBe(401);
  });

  test("[AUTH7] logging out ends a Clerk session here at once, though its token lives on", async () => {
    const clerk = await fakeClerk();
    const token = await clerk.sign(clerk.claims());
    expect((await call("/api/me", { token, vars: clerk.vars })).status).toBe(200);
    expect((await call("/api/logout", { method: "POST", token, vars: clerk.vars })).status).toBe(204);
    expect((await call("/api/me", { token, vars: clerk.vars })).status).toBe(401);
  });
});

describe("Clerk's webhooks", () => {
  const SECRET = `whsec_${btoa("a secret of the right length....")}`;

  /** A delivery signed as Svix signs. */
  async function deliver(
    event: unknown,
    { id = crypto.randomUUID(), ageS = 0, secret = SECRET, tamper = false } = {},
  ): Promise<Response> {
    const body = JSON.stringify(event);
    // Making its keys may take seconds; the time is written down after that.
    const vars = { ...(await fakeClerk()).vars, CLERK_WEBHOOK_SECRET: SECRET };
    const timestamp = String(Math.floor(Date.now() / 1_000) - ageS);
    const raw = Uint8Array.from(atob(secret.replace("whsec_", "")), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
    const signature = `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`;
    const headers = {
      "svix-id": id,
      "svix-timestamp": timestamp,
      "svix-signature": signature,
      "content-type": "application/json",
    };
    return call("/api/webhooks/clerk", { method: "POST", body: tamper ? `${body} ` : body, headers, vars });
  }
  const user = (type: string, email: string, status = "verified", id = "user_1") => ({
    type,
    data: {
      id,
      first_name: "Mara",
      last_name: "Quill",
      primary_email_address_id: "idn_1",
      email_addresses: [{ id: "idn_1", email_address: email, verification: { status } }],
    },
  });
  const rows = async () =>
    (await DB.prepare("select email, displayName, clerk_user_id from users where house = 0").all()).results;

  test("[AUTH12] a user is made, moved and let go", async () => {
    expect((await deliver(user("user.created", "Mara@example.org"))).status).toBe(200);
    expect(await rows()).toEqual([{ email: "mara@example.org", displayName: "Mara Quill", clerk_user_id: "user_1" }]);
    await deliver(user("user.updated", "keeper@example.org"));
    expect(await rows()).toMatchObject([{ email: "keeper@example.org", clerk_user_id: "user_1" }]);
    await deliver({ type: "user.deleted", data: { id: "user_1", deleted: true } });
    expect(await rows()).toMatchObject([{ email: "keeper@example.org", clerk_user_id: null }]);
  });

  test("[AUTH12] a delivery counts once", async () => {
    await deliver(user("user.created", "mara@example.org"), { id: "msg_1" });
    await deliver(user("user.updated", "other@example.org"), { id: "msg_1" });
    expect(await rows()).toMatchObject([{ email: "mara@example.org" }]);
  });

  test.each([
    ["of another secret", { secret: `whsec_${btoa("another secret of that length...")}` }],
    ["changed on the way", { tamper: true }],
    ["older than five minutes", { ageS: 301 }],
    // Nearer to the five minutes a slow machine would have lived up to it.
    ["from the future", { ageS: -3_600 }],
  ])("[AUTH12] a delivery %s is refused", async (_, options) => {
    const response = await deliver(user("user.created", "mara@example.org"), options);
    expect([response.status, (await json(response)).code]).toEqual([401, "unauthenticated"]);
    expect(await rows()).toEqual([]);
  });

  test("[AUTH12] an address not yet verified makes nobody", async () => {
    await deliver(user("user.created", "mara@example.org", "unverified"));
    expect(await rows()).toEqual([]);
  });

  test("[AUTH12] without a secret the call says so", async () => {
    const response = await call("/api/webhooks/clerk", { method: "POST", body: "{}", headers: { origin: ORIGIN } });
    expect([response.status, (await json(response)).code]).toEqual([503, "not_configured"]);
  });
});
