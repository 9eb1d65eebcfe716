import { exportSPKI, generateKeyPair } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { issuerOf } from "../services/session/issuer.ts";
import { issueTicket } from "../services/session/socket-tickets.ts";
import { call, envWith, json, ORIGIN, signIn } from "./testing/call.ts";
import { assemble, type FakeClerk, type Forger, fakeClerk, ownForger } from "./testing/forge.ts";

const now = (): number => Math.floor(Date.now() / 1_000);

/** What a vector may draw on. */
interface Scene {
  readonly good: Forger;
  /** Another instance with the same names and a key of its own. */
  readonly other: FakeClerk;
  readonly publicPem: string;
}
type Vector = [name: string, forge: (scene: Scene) => Promise<string> | string];

const claims =
  (changes: Record<string, unknown>) =>
  ({ good }: Scene): Promise<string> =>
    good.sign(good.claims(changes));
const header =
  (changes: Record<string, unknown>) =>
  ({ good }: Scene): Promise<string> =>
    good.sign(good.claims(), changes);
/** A good token with its text changed. */
const spoilt =
  (change: (parts: [string, string, string]) => string) =>
  async ({ good }: Scene): Promise<string> =>
    change((await good.sign(good.claims())).split(".") as [string, string, string]);
const raw =
  (head: (scene: Scene) => string, payload: (scene: Scene) => string, key?: (scene: Scene) => string) =>
  (scene: Scene): Promise<string> =>
    assemble(head(scene), payload(scene), key?.(scene));

const goodHead =
  (alg: string) =>
  ({ good }: Scene) =>
    JSON.stringify({ alg, kid: good.kid, typ: "JWT" });
const goodBody = ({ good }: Scene) => JSON.stringify(good.claims());
const flip = (text: string): string => (text.startsWith("A") ? "B" : "A") + text.slice(1);

const VECTORS: Vector[] = [
  // Algorithms
  ["alg none", raw(goodHead("none"), goodBody)],
  ["alg None", raw(goodHead("None"), goodBody)],
  ["alg NONE with a signature", raw(goodHead("NONE"), goodBody, () => "x")],
  ["alg empty", raw(goodHead(""), goodBody)],
  ["alg missing", raw(({ good }) => JSON.stringify({ kid: good.kid, typ: "JWT" }), goodBody)],
  ["HS256 with the public key's PEM", raw(goodHead("HS256"), goodBody, ({ publicPem }) => publicPem)],
  [
    "HS256 with the PEM's one line",
    raw(goodHead("HS256"), goodBody, ({ publicPem }) => publicPem.replaceAll("\n", "")),
  ],
  ["HS256 with an empty key's neighbour", raw(goodHead("HS256"), goodBody, () => " ")],
  ["HS256 body called RS256", raw(goodHead("RS256"), goodBody, ({ publicPem }) => publicPem)],
  ["RS384 in the header", raw(goodHead("RS384"), goodBody, () => "x")],
  ["ES256 in the header", raw(goodHead("ES256"), goodBody, () => "x")],
  ["PS256 in the header", raw(goodHead("PS256"), goodBody, () => "x")],
  [
    "alg a list",
    raw(
      ({ good }) => JSON.stringify({ alg: ["RS256"], kid: good.kid, typ: "JWT" }),
      goodBody,
      () => "x",
    ),
  ],
  // Keys
  ["another key under the same kid", ({ good, other }) => other.sign(good.claims(), { kid: good.kid })],
  ["another instance's own token", ({ other }) => other.sign(other.claims())],
  ["another instance's key, our iss", ({ good, other }) => other.sign(good.claims())],
  ["kid missing", header({ kid: undefined })],
  ["kid empty", header({ kid: "" })],
  ["kid a number", header({ kid: 7 })],
  ["kid far too long", header({ kid: "k".repeat(300) })],
  ["kid a path", ({ good, other }) => other.sign(good.claims(), { kid: "../../etc/passwd" })],
  [
    "jwk in the header",
    ({ good, other }) => other.sign(good.claims(), { kid: good.kid, jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } }),
  ],
  ["jku in the header, signed right", header({ jku: "https://evil.example/jwks.json" })],
  ["x5u in the header, signed right", header({ x5u: "https://evil.example/cert.pem" })],
  [
    "two kids in the header",
    raw(
      ({ good }) => `{"alg":"RS256","kid":"x","kid":"${good.kid}","typ":"JWT"}`,
      goodBody,
      () => "x",
    ),
  ],
  ["typ of something else", header({ typ: "at+jwt" })],
  ["typ missing", header({ typ: undefined })],
  ["category of a machine", header({ cat: "cl_B7d4PD222AAA" })],
  // Times
  ["expired by six seconds", claims({ exp: now() - 6 })],
  ["expired long ago", claims({ exp: 1 })],
  ["exp missing", claims({ exp: undefined })],
  ["exp a text", claims({ exp: "never" })],
  ["exp null", claims({ exp: null })],
  ["not before the next minute", claims({ nbf: now() + 60 })],
  ["nbf a text", claims({ nbf: "now" })],
  ["issued in the next minute", claims({ iat: now() + 60 })],
  ["iat missing", claims({ iat: undefined })],
  // Parties and people
  ["azp missing", claims({ azp: undefined })],
  ["azp empty", claims({ azp: "" })],
  ["azp foreign", claims({ azp: "https://evil.example" })],
  ["azp with our origin as its beginning", claims({ azp: `${ORIGIN}.evil.example` })],
  ["azp in another case", claims({ azp: ORIGIN.toUpperCase() })],
  ["azp with a path", claims({ azp: `${ORIGIN}/` })],
  ["azp a list", claims({ azp: [ORIGIN] })],
  ["iss missing", claims({ iss: undefined })],
  ["iss foreign", claims({ iss: "https://evil.example" })],
  ["iss with our name as its beginning", ({ good }) => good.sign(good.claims({ iss: `${good.iss}.evil.example` }))],
  ["iss without its scheme", ({ good }) => good.sign(good.claims({ iss: good.iss.replace("https://", "") }))],
  ["iss a list", ({ good }) => good.sign(good.claims({ iss: [good.iss] }))],
  ["sub missing", claims({ sub: undefined })],
  ["sub empty", claims({ sub: "" })],
  ["sub an object", claims({ sub: { $ne: null } })],
  ["sid missing", claims({ sid: undefined })],
  ["a pending session", claims({ sts: "pending" })],
  ["a session in a state nobody knows", claims({ sts: "revoked" })],
  // Text
  ["empty", () => ""],
  ["two parts", spoilt(([head, body]) => `${head}.${body}`)],
  ["four parts", spoilt((parts) => [...parts, "AAAA"].join("."))],
  ["without its signature", spoilt(([head, body]) => `${head}.${body}.`)],
  ["a bit of the signature flipped", spoilt(([head, body, mac]) => `${head}.${body}.${flip(mac)}`)],
  ["a bit of the payload flipped", spoilt(([head, body, mac]) => `${head}.${flip(body)}.${mac}`)],
  [
    "another payload under a good signature",
    async ({ good }) => {
      const [head, , mac] = (await good.sign(good.claims())).split(".");
      const [, body] = (await good.sign(good.claims({ sub: "user_2" }))).split(".");
      return `${head}.${body}.${mac}`;
    },
  ],
  [
    "duplicate keys in the payload",
    raw(
      goodHead("RS256"),
      ({ good }) => goodBody({ good } as Scene).replace("{", '{"sub":"x",'),
      () => "x",
    ),
  ],
  [
    "payload a list",
    raw(
      goodHead("RS256"),
      () => "[]",
      () => "x",
    ),
  ],
  [
    "payload null",
    raw(
      goodHead("RS256"),
      () => "null",
      () => "x",
    ),
  ],
  [
    "header null",
    raw(
      () => "null",
      goodBody,
      () => "x",
    ),
  ],
  [
    "payload not JSON",
    raw(
      goodHead("RS256"),
      () => "{",
      () => "x",
    ),
  ],
  ["not base64", () => "§§§.§§§.§§§".replaceAll("§", "%")],
  [
    "a nest of a thousand lists",
    raw(
      goodHead("RS256"),
      () => "[".repeat(1_000),
      () => "x",
    ),
  ],
  ["over eight kilobytes, signed right", claims({ padding: "p".repeat(9_000) })],
];

const clerkScene = async (): Promise<Scene & { vars: FakeClerk["vars"] }> => {
  const good = await fakeClerk();
  return { good, other: await fakeClerk(), publicPem: String(good.vars.CLERK_JWT_KEY), vars: good.vars };
};

/** D1 behind another name: an issuer is remembered by its binding, and tests empty the database under it. */
function freshBinding(): D1Database {
  const { DB } = envWith();
  return {
    prepare: (query: string) => DB.prepare(query),
    batch: (statements: D1PreparedStatement[]) => DB.batch(statements),
  } as D1Database;
}

const embeddedScene = async (): Promise<Scene & { vars: { DB: D1Database } }> => {
  const vars = { DB: freshBinding() };
  const { user } = await json(await call("/api/dev/session", { json: { email: "mara@example.org" }, vars }));
  const env = envWith(vars);
  const issuer = await issuerOf(env.DB, Date.now());
  const other = await fakeClerk(issuer.iss.replace("https://", ""));
  return { good: await ownForger(env, user.id, user.email), other, publicPem: issuer.publicKeyPem, vars };
};

/** Every way a session token can be shown. Values no header can hold are no way in either. */
async function showings(token: string): Promise<Parameters<typeof call>[1][]> {
  const companion = "__client_uat=1; __client_uat_abc=1";
  return [
    { headers: { authorization: `Bearer ${token}` } },
    { cookie: `__session=${token}; ${companion}` },
    { cookie: `__session_abc=${token}; ${companion}` },
    { cookie: `bc_guest=${token}` },
  ];
}

describe("forged tokens", () => {
  test("there are enough of them", () => {
    expect(VECTORS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(VECTORS.map(([name]) => name)).size).toBe(VECTORS.length);
  });

  test("[AUTH9] of Clerk: every one is nobody, the good one is somebody", async () => {
    const scene = await clerkScene();
    const good = await scene.good.sign(scene.good.claims());
    expect((await call("/api/me", { token: good, vars: scene.vars })).status).toBe(200);
    const cookie = `__session=${good}; __client_uat=1`;
    expect((await call("/api/me", { cookie, vars: scene.vars })).status).toBe(200);
    const taken: string[] = [];
    for (const [name, forge] of VECTORS)
      for (const showing of await showings(await forge(scene))) {
        const { status } = await call("/api/me", { ...showing, vars: scene.vars });
        if (status !== 401) taken.push(`${name}: ${status}`);
      }
    expect(taken).toEqual([]);
  });

  test("[AUTH9] of the own issuer: every one is nobody, the good one is somebody", async () => {
    const scene = await embeddedScene();
    const good = await scene.good.sign(scene.good.claims());
    const signed = await scene.good.sign(scene.good.claims(), { typ: "JWT" });
    expect((await call("/api/me", { token: good, vars: scene.vars })).status).toBe(200);
    expect((await call("/api/me", { token: signed, vars: scene.vars })).status).toBe(200);
    const taken: string[] = [];
    for (const [name, forge] of [...VECTORS, KID_OF_OTHERS])
      for (const showing of await showings(await forge(scene))) {
        const { status } = await call("/api/me", { ...showing, vars: scene.vars });
        if (status !== 401) taken.push(`${name}: ${status}`);
      }
    expect(taken).toEqual([]);
  });

  /** Only our own issuer's key has an id we know. */
  const KID_OF_OTHERS: Vector = ["signed right under a foreign kid", header({ kid: "ins_other" })];

  test("[AUTH9] a clock a few seconds off is no reason to refuse", async () => {
    const { good, vars } = await clerkScene();
    const late = await good.sign(good.claims({ exp: now() - 2 }));
    expect((await call("/api/me", { token: late, vars })).status).toBe(200);
  });

  test("[AUTH9] a ticket is no session token", async () => {
    const { user } = await signIn("ticket@example.org");
    const principal = { userId: user.id, sessionId: "sess_1", expiresAtMs: Date.now() + 60_000 };
    const of = { principal, party: "conversation", room: "r", origin: null };
    const { ticket } = await issueTicket(await issuerOf(envWith().DB, Date.now()), of, Date.now());
    expect((await call("/api/me", { token: ticket })).status).toBe(401);
  });

  test("[AUTH9] hand-shakes of Clerk's pages are never begun, whatever the query and headers say", async () => {
    const { good, vars } = await clerkScene();
    const cookie = `__session=${await good.sign(good.claims())}; __client_uat=1`;
    const headers = { accept: "text/html", "sec-fetch-dest": "document", "x-forwarded-host": "evil.example" };
    const response = await call("/api/me", { cookie: `${cookie}; __clerk_handshake=x`, headers, vars });
    expect(response.status).toBe(200);
    const signedOut = await call("/api/health?__clerk_handshake=x", { cookie: "__client_uat=1", headers, vars });
    expect([signedOut.headers.get("location"), signedOut.status]).toEqual([null, 400]);
  });

  let spkiOfStranger = "";
  beforeEach(async () => {
    spkiOfStranger ||= await exportSPKI((await generateKeyPair("RS256", { extractable: true })).publicKey);
  });
  test("[AUTH9] tokens of before a change of the instance's key are nobody's", async () => {
    const { good, vars } = await clerkScene();
    const token = await good.sign(good.claims());
    const response = await call("/api/me", { token, vars: { ...vars, CLERK_JWT_KEY: spkiOfStranger } });
    expect([response.status, (await json(response)).code]).toEqual([401, "unauthenticated"]);
  });
});
