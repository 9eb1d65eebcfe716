import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Env } from "../env.ts";
import { call, cookiesOf, json, ORIGIN } from "./testing/call.ts";
import { type FakeClerk, fakeClerk } from "./testing/forge.ts";

const SIGN_IN = "/api/session/clerk";
let clerk: FakeClerk;
let stranger: FakeClerk;

beforeAll(async () => {
  [clerk, stranger] = await Promise.all([fakeClerk(), fakeClerk()]);
});

// What was wrong with a hand-shake the library says on the console; here that is as it should be.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));

/** Where an answer sends the browser. */
const target = (response: Response) => new URL(response.headers.get("location") ?? "", ORIGIN);

/** What Clerk answers a hand-shake with: whole cookies, under its signature. */
const handShake = async (by: FakeClerk, changes: Record<string, unknown> = {}) => {
  const session = await by.sign(by.claims(changes));
  const lines = [`__session=${session}; Path=/; SameSite=Lax`, "__client_uat=1; Path=/; SameSite=Lax"];
  return by.sign({ handshake: lines });
};

/** The instance's own keys under the name of a development instance. */
const development = (): Partial<Env> => ({
  ...clerk.vars,
  CLERK_PUBLISHABLE_KEY: `pk_test_${btoa("brave-cat-7.clerk.accounts.dev$")}`,
});

test("[AUTH18] a browser goes to Clerk's page, is asked by its hand-shake, and comes back signed in to where it was", async () => {
  const { vars } = clerk;
  const begun = target(await call(`${SIGN_IN}?to=${encodeURIComponent("/r/c1?pane=why")}`, { vars }));
  expect(begun.origin + begun.pathname).toBe("https://accounts.cafe.example/sign-in");
  const back = new URL(begun.searchParams.get("redirect_url") ?? "");
  expect([back.origin, back.pathname]).toEqual([ORIGIN, SIGN_IN]);

  const asked = target(await call(back.pathname + back.search, { cookie: "__client_uat=1", vars }));
  expect(asked.origin + asked.pathname).toBe("https://clerk.cafe.example/v1/client/handshake");
  expect(asked.searchParams.get("redirect_url")).toBe(back.href);
  expect(asked.searchParams.has("format"), "the signed form, without a call of ours").toBe(false);

  const cookie = `__client_uat=1; __clerk_handshake=${await handShake(clerk)}`;
  const done = await call(back.pathname + back.search, { cookie, vars });
  expect([done.status, done.headers.get("location")]).toEqual([302, "/r/c1?pane=why"]);
  expect(await json(await call("/api/me", { cookie: cookiesOf(done), vars }))).toMatchObject({
    email: "mara@example.org",
    guest: false,
  });
});

test("[AUTH18] a new account begins on the page for it", async () => {
  const { pathname } = target(await call(`${SIGN_IN}?new=1`, { vars: clerk.vars }));
  expect(pathname).toBe("/sign-up");
});

test("[AUTH18] a development instance answers in the address, any other only in a cookie", async () => {
  const query = `?back=1&__clerk_db_jwt=dvb_1&__clerk_handshake=`;
  const iss = "https://brave-cat-7.clerk.accounts.dev";
  const done = await call(SIGN_IN + query + (await handShake(clerk, { iss })), { vars: development() });
  expect(done.headers.get("location")).toBe("/rooms");
  expect(cookiesOf(done)).toContain("__session=");
  const page = target(await call(SIGN_IN, { vars: development() }));
  expect(page.host).toBe("brave-cat-7.accounts.dev");

  const sent = await call(SIGN_IN + query + (await handShake(clerk)), { vars: clerk.vars });
  expect(target(sent).pathname).toBe("/login");
  expect(cookiesOf(sent)).toBe("");
});

test("[AUTH18] nothing forged, foreign or over signs anybody in", async () => {
  const now = Math.floor(Date.now() / 1_000);
  const answers = {
    "of another instance": await handShake(stranger),
    "for another site": await handShake(clerk, { azp: "https://evil.example" }),
    over: await handShake(clerk, { exp: now - 60 }),
    unfinished: await handShake(clerk, { sts: "pending" }),
    "no token": "x.y.z",
  };
  for (const [name, answer] of Object.entries(answers)) {
    const response = await call(`${SIGN_IN}?back=1`, { cookie: `__clerk_handshake=${answer}`, vars: clerk.vars });
    expect([response.status, target(response).pathname], name).toEqual([302, "/login"]);
    expect(cookiesOf(response), name).not.toContain("__session");
  }
});

test("[AUTH18] the way back leads into this site only, whatever the address and the headers say", async () => {
  const cookie = `__clerk_handshake=${await handShake(clerk)}`;
  for (const to of ["//evil.example", "/\\evil.example", "https://evil.example/"]) {
    const query = `to=${encodeURIComponent(to)}`;
    const headers = { "x-forwarded-host": "evil.example" };
    const begun = target(await call(`${SIGN_IN}?${query}`, { headers, vars: clerk.vars }));
    expect(begun.href, to).not.toContain("evil");
    const done = await call(`${SIGN_IN}?back=1&${query}`, { cookie, headers, vars: clerk.vars });
    expect(done.headers.get("location"), to).toBe("/rooms");
  }
});

test("[AUTH19] whoever comes back with a sign-in that was ended here is told so", async () => {
  const { vars } = clerk;
  const token = await clerk.sign(clerk.claims({ sid: "sess_over" }));
  await call("/api/me", { token, vars });
  await call("/api/logout", { method: "POST", token, vars });
  const cookie = `__clerk_handshake=${await handShake(clerk, { sid: "sess_over" })}`;
  const back = await call(`${SIGN_IN}?back=1&to=/bots`, { cookie, vars });
  expect(back.headers.get("location")).toBe("/login?then=%2Fbots&problem=ended");
  expect(cookiesOf(back)).not.toContain("__session");
});

test("[AUTH18] without Clerk there is no such address", async () => {
  expect((await call(SIGN_IN)).status).toBe(404);
});
