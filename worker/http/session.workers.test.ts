import { describe, expect, test } from "vitest";
import { openDb } from "../db.ts";
import { seed } from "../services/seed/seed.ts";
import { issuerOf, loadIssuer } from "../services/session/issuer.ts";
import { SESSION_MS, signSession } from "../services/session/tokens.ts";
import { call, cookiesOf, envWith, json, ORIGIN, signIn } from "./testing/call.ts";

const DAY = 24 * 3_600_000;
const { DB } = envWith();
const run = (sql: string, ...values: unknown[]) =>
  DB.prepare(sql)
    .bind(...values)
    .run();

/** A session cookie whose token was signed `agoMs` ago. */
async function agedCookie(user: { id: string; email: string }, agoMs: number): Promise<string> {
  const signedMs = Date.now() - agoMs;
  const of = {
    userId: user.id,
    email: user.email,
    sessionId: "sess_aged",
    azp: ORIGIN,
    expiresAtMs: signedMs + SESSION_MS,
  };
  const { token } = await signSession(await issuerOf(DB, signedMs), of, signedMs);
  return `__session=${token}; __client_uat=${Math.floor(signedMs / 1_000)}`;
}

describe("embedded sign-in", () => {
  test("[AUTH1] an address gets a session, as token and as cookies no script can read", async () => {
    const response = await call("/api/dev/session", { json: { email: " Mara@Example.org ", displayName: "Mara" } });
    expect(response.status).toBe(200);
    const { token, expires_at, user } = await json(response);
    expect(user).toMatchObject({ email: "mara@example.org", displayName: "Mara", guest: false });
    expect(user).not.toHaveProperty("clerk_user_id");
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(3_600_000);
    expect(await json(await call("/api/me", { token }))).toMatchObject({ id: user.id });
    expect(await json(await call("/api/me", { cookie: cookiesOf(response) }))).toMatchObject({ id: user.id });
    for (const line of response.headers.getSetCookie()) expect(line).toMatch(/HttpOnly; SameSite=Lax/);
  });

  test("[AUTH1] `__session` alone is enough, unless the browser says it was signed out", async () => {
    const { token, user } = await signIn("alone@example.org");
    expect(await json(await call("/api/me", { cookie: `__session=${token}` }))).toMatchObject({ id: user.id });
    expect((await call("/api/me", { cookie: `__session=${token}; __client_uat=0` })).status).toBe(401);
    expect((await call("/api/me", { cookie: `__session=${token}x` })).status).toBe(401);
  });

  test("[AUTH2] one account for an address, whatever its case and however many sign in at once", async () => {
    const writings = ["ivy@example.org", "Ivy@example.org", "IVY@EXAMPLE.ORG", "ivy@Example.Org"];
    const people = await Promise.all([...writings, ...writings].map((email) => signIn(email)));
    expect(new Set(people.map(({ user }) => user.id)).size).toBe(1);
  });

  test("[AUTH3] the first account is admin, whoever was there as guest or house", async () => {
    await seed(openDb(DB), Date.now());
    await call("/api/guest", { json: {} });
    expect((await signIn("first@example.org")).user.role).toBe("admin");
    expect((await signIn("second@example.org")).user.role).toBe("user");
  });

  test("[AUTH3] of several first at once exactly one is admin", async () => {
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => signIn(`racer${n}@example.org`)));
    expect(people.filter(({ user }) => user.role === "admin")).toHaveLength(1);
  });

  test.each(["", "no address", "a@b", "x@guest.invalid", "house@botcafe.invalid"])(
    "[AUTH15] %j signs nobody in",
    async (email) => {
      const response = await call("/api/dev/session", { json: { email } });
      expect(response.status).toBe(400);
      expect((await json(response)).errors).toEqual([{ path: "email", message: expect.any(String) }]);
    },
  );

  test("[AUTH7] logging out ends that sign-in and no other", async () => {
    const [here, there] = [await signIn("tobias@example.org"), await signIn("tobias@example.org")];
    const response = await call("/api/logout", { method: "POST", cookie: here.cookie });
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie().filter((line) => line.includes("Max-Age=0"))).toHaveLength(3);
    expect((await call("/api/me", { cookie: here.cookie })).status).toBe(401);
    expect((await call("/api/me", { token: here.token })).status).toBe(401);
    expect((await call("/api/me", { token: there.token })).status).toBe(200);
  });

  test("[AUTH8] a cookie in the second half of its time is renewed, a fresh one is not", async () => {
    const { user } = await signIn("renewed@example.org");
    const young = await call("/api/me", { cookie: await agedCookie(user, SESSION_MS / 2 - 60_000) });
    expect([young.status, cookiesOf(young)]).toEqual([200, ""]);
    const old = await call("/api/me", { cookie: await agedCookie(user, SESSION_MS / 2 + 60_000) });
    expect(old.status).toBe(200);
    expect((await call("/api/me", { cookie: cookiesOf(old) })).status).toBe(200);
    expect(cookiesOf(old)).toMatch(/__session=.+__client_uat=/);
  });

  test("[AUTH8] a caller without cookies renews its token by asking", async () => {
    const { token } = await signIn("asks@example.org");
    const fresh = await json(await call("/api/session/renew", { method: "POST", token }));
    expect((await call("/api/me", { token: fresh.token })).status).toBe(200);
  });

  test("[AUTH10] an Authorization header decides alone", async () => {
    const { cookie } = await signIn("alone@example.org");
    for (const authorization of ["Bearer nonsense", "Basic bWFyYTptYXJh", "Bearer", ""])
      expect((await call("/api/me", { cookie, headers: { authorization } })).status).toBe(401);
  });

  test("[AUTH13] a suspended account may do nothing", async () => {
    const { token, cookie, user } = await signIn("gone@example.org");
    await run("update users set suspended_at = ? where id = ?", "2026-01-01T00:00:00.000Z", user.id);
    expect((await call("/api/me", { token })).status).toBe(403);
    expect((await call("/api/me", { cookie })).status).toBe(403);
    expect((await call("/api/dev/session", { json: { email: "gone@example.org" } })).status).toBe(403);
  });

  test("[AUTH14] isolates that start at once agree on one key", async () => {
    await run("delete from instance_keys");
    const issuers = await Promise.all([1, 2, 3, 4].map(() => loadIssuer(openDb(DB), Date.now())));
    expect(new Set(issuers.map(({ kid }) => kid)).size).toBe(1);
  });
});

describe("guests", () => {
  test("[AUTH5] a guest gets 14 days, an own cookie and an own copy of the sample room", async () => {
    const responses = [await call("/api/guest", { json: { name: "Robin" } }), await call("/api/guest", { json: {} })];
    const [one, other] = await Promise.all(responses.map(json));
    expect(one.user).toMatchObject({ displayName: "Robin", guest: true, role: "user" });
    expect(one.user.email).toBe(`${one.user.id}@guest.invalid`);
    expect(Math.round((Date.parse(one.expires_at) - Date.now()) / DAY)).toBe(14);
    expect(one.room).toEqual(expect.any(String));
    expect(other.room).not.toBe(one.room);
    expect(cookiesOf(responses[0]!)).toMatch(/^bc_guest=[^;]+$/);
    const room = await DB.prepare("select user, title from conversations where id = ?").bind(one.room).first();
    expect(room).toEqual({ user: one.user.id, title: "The Corner Table" });
    expect(await json(await call("/api/me", { cookie: cookiesOf(responses[0]!) }))).toMatchObject({ id: one.user.id });
  });

  test("[AUTH8] a guest whose time is over is nobody, whatever their token says", async () => {
    const guest = await json(await call("/api/guest", { json: {} }));
    await run("update users set expires_at = ? where id = ?", "2026-01-01T00:00:00.000Z", guest.user.id);
    expect((await call("/api/me", { token: guest.token })).status).toBe(401);
  });

  test("[AUTH6] signing in with a new address keeps the guest's things and ends the guest's tokens", async () => {
    const begun = await call("/api/guest", { json: { name: "Robin" } });
    const guest = await json(begun);
    const persona = await json(
      await call("/api/personas", { json: { name: "Wren", description: "A bird." }, token: guest.token }),
    );
    const response = await call("/api/dev/session", { json: { email: "robin@example.org" }, cookie: cookiesOf(begun) });
    const { user, token } = await json(response);
    expect(user).toMatchObject({
      id: guest.user.id,
      email: "robin@example.org",
      displayName: "Robin",
      guest: false,
      expires_at: null,
    });
    expect((await json(await call("/api/personas", { token }))).docs).toMatchObject([{ id: persona.id }]);
    expect((await call("/api/me", { token: guest.token })).status).toBe(401);
    expect(response.headers.getSetCookie().join()).toContain("bc_guest=; Path=/; Max-Age=0");
  });

  test("[AUTH6] an address that has an account keeps that account", async () => {
    const account = await signIn("wren@example.org");
    const begun = await call("/api/guest", { json: {} });
    const { user } = await json(
      await call("/api/dev/session", { json: { email: "wren@example.org" }, cookie: cookiesOf(begun) }),
    );
    expect(user.id).toBe(account.user.id);
    expect(user.id).not.toBe((await json(begun)).user.id);
  });
});
