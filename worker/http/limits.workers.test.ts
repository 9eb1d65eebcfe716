import { env as workerEnv } from "cloudflare:test";
import { expect, test } from "vitest";
import { z } from "zod";
import { openDb } from "../db.ts";
import type { Env } from "../env.ts";
import { hex } from "../hex.ts";
import { countCall, sweepRateWindows } from "../services/rate-windows/count-call.ts";
import { issuerOf } from "../services/session/issuer.ts";
import { API } from "./api.ts";
import { type Endpoint, endpoint, type Method, type Need, type Rate } from "./endpoint.ts";
import { createLimiter } from "./rate-limit.ts";
import { limitsOf, networkOf } from "./rates.ts";
import { oneRouter, someone } from "./testing/one-router.ts";

const { DB } = workerEnv as unknown as Env;
const of = (
  method: Method,
  path: `/${string}`,
  more: { need?: Need; rate?: Rate | Rate[]; changesNothing?: true } = {},
) => endpoint({ need: "none", summary: "", output: z.null(), handler: async () => null, method, path, ...more });
const START = Date.now();

/** How many of `tries` calls pass before the first is refused, and how long it has to wait. */
async function passing(ask: (n: number) => Promise<Response>, tries: number): Promise<[number, string | null]> {
  for (let n = 0; n < tries; n += 1) {
    const { status, headers } = await ask(n);
    if (status === 429) return [n, headers.get("retry-after")];
  }
  return [tries, null];
}

test("[LIM1] each limit of all calls: so many pass, the next is 429 with the time to wait, and it passes", async () => {
  const [ann, staff] = [await someone("ann"), await someone("staff", "admin")];
  const router = oneRouter([
    of("GET", "/api/look"),
    of("POST", "/api/make"),
    of("POST", "/api/ask", { changesNothing: true }),
    of("POST", "/api/admin/make", { need: "platform-admin" }),
  ]);
  let nowMs = START;
  const ask = (method: string, path: string, who: object) => () => router.ask(path, { method, nowMs, ...who });
  const nobody = { ip: "203.0.113.1" };
  expect(await passing(ask("GET", "/api/look", nobody), 130)).toEqual([120, "60"]);
  expect((await ask("POST", "/api/make", nobody)()).status).toBe(429);
  expect((await ask("GET", "/api/look", { ip: "203.0.113.2" })()).status).toBe(200);
  expect(await passing(ask("POST", "/api/make", { token: ann }), 70)).toEqual([60, "60"]);
  nowMs += 10_000;
  expect(await passing(ask("POST", "/api/ask", { token: ann }), 300)).toEqual([239, "50"]);
  expect((await ask("GET", "/api/look", { token: ann, ip: "198.51.100.9" })()).status).toBe(429);
  expect(await passing(ask("POST", "/api/admin/make", { token: staff }), 70)).toEqual([70, null]);
  nowMs += 51_000;
  expect((await ask("POST", "/api/make", { token: ann })()).status).toBe(200);
  expect((await ask("GET", "/api/look", nobody)()).status).toBe(200);
});

test("[LIM2] answers say what is left, also those that are refused", async () => {
  const ann = await someone("ann");
  const router = oneRouter([of("POST", "/api/make", { rate: { max: 2, windowS: 900 } })]);
  const ask = () => router.ask("/api/make", { method: "POST", token: ann, nowMs: START });
  const first = await ask();
  expect(first.headers.get("ratelimit-policy")).toBe(
    '"user";q=300;w=60, "writes";q=60;w=60, "POST /api/make 900s";q=2;w=900',
  );
  expect(first.headers.get("ratelimit")).toBe('"user";r=299;t=60, "writes";r=59;t=60, "POST /api/make 900s";r=1;t=900');
  await ask();
  const refused = await ask();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "900"]);
  expect(refused.headers.get("ratelimit")).toContain('"POST /api/make 900s";r=0;t=900');
});

test("[LIM3] a lasting limit holds across isolates, is exact under race and ends with its window", async () => {
  const tokens = { ann: await someone("ann"), ben: await someone("ben") };
  const gift = of("POST", "/api/gift", {
    rate: [
      { max: 50, windowS: 60 },
      { max: 6, windowS: 86_400, lasting: true },
    ],
  });
  const guess = of("POST", "/api/shares/:id/unlock", {
    rate: [
      { max: 2, windowS: 900, lasting: true, per: "row-and-address" },
      { max: 3, windowS: 86_400, lasting: true, per: "row" },
    ],
  });
  const isolates = [oneRouter([gift, guess]), oneRouter([gift, guess])] as const;
  const give = (n: number, token: string, nowMs = START) =>
    isolates[n % 2]!.ask("/api/gift", { method: "POST", token, nowMs });
  const statuses = await Promise.all(Array.from({ length: 14 }, async (_, n) => (await give(n, tokens.ann)).status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(6);
  expect((await give(0, tokens.ben)).status).toBe(200);
  expect((await give(0, tokens.ann, START + 86_300_000)).headers.get("retry-after")).toBe("100");
  expect((await give(0, tokens.ann, START + 86_400_000)).status).toBe(200);

  const open = async (n: number, id: string, ip: string) =>
    (await isolates[n % 2]!.ask(`/api/shares/${id}/unlock`, { method: "POST", ip, nowMs: START })).status;
  const tried = [open(0, "one", "ip1"), open(1, "one", "ip1")];
  expect(await Promise.all(tried)).toEqual([200, 200]);
  expect([await open(0, "one", "ip1"), await open(0, "two", "ip1"), await open(1, "one", "ip2")]).toEqual([
    429, 200, 429,
  ]);

  const issuer = await issuerOf(DB, START);
  const kept = JSON.stringify((await DB.prepare("select * from rate_windows").all()).results);
  for (const name of ["ann", "ip1", "gift"]) {
    expect(kept).not.toContain(name);
    expect(kept).not.toContain(hex(new TextEncoder().encode(name)));
  }
  await sweepRateWindows(openDb(DB), START + 3 * 86_400_000);
  expect(await DB.prepare("select count(*) as n from rate_windows").first("n")).toBe(0);
  expect((await countCall(openDb(DB), issuer, { whose: "x", windowS: 1, nowMs: START })).used).toBe(1);
});

test("[LIM1] an address that moves within its network is the same caller", () => {
  const at = (ip: string) => networkOf(new Request("http://x/", { headers: { "cf-connecting-ip": ip } }));
  expect(at("203.0.113.7")).toBe("203.0.113.7");
  expect(at("2001:db8:0:1::1")).toBe(at("2001:0DB8:0000:0001:ffff:1:2:3"));
  expect(at("2001:db8::1")).toBe("2001:db8:0:0");
  expect(at("2001:db8:0:2::1")).not.toBe(at("2001:db8:0:1::1"));
  expect(at("::1")).toBe("0:0:0:0");
});

test("[LIM4] the registry has the limits of the threat table", () => {
  const rates = (method: Method, path: string): string[] => {
    const found = API.find((one) => one.method === method && one.path === path) as Endpoint;
    const limits = limitsOf(found, new Request("http://x/"), null);
    return limits
      .map(({ rate: { max, windowS, lasting } }) => `${max}/${windowS}${lasting ? " lasting" : ""}`)
      .slice(1);
  };
  const DAY = 86_400;
  expect(rates("POST", "/api/tickets")).toEqual(["30/60"]);
  expect(rates("POST", "/api/media")).toEqual(["20/60"]);
  expect(rates("POST", "/api/import")).toEqual(["30/60", "10/60", `50/${DAY} lasting`]);
  expect(rates("POST", "/api/token-gifts")).toEqual(["10/60", `100/${DAY} lasting`]);
  expect(rates("POST", "/api/knowledge-collections/:id/unlock")).toEqual(["5/900 lasting", `50/${DAY} lasting`]);
  expect(rates("POST", "/api/reports")).toEqual(["10/3600 lasting"]);
  const preview = new Request("http://x/api/import?preview=true");
  const look = limitsOf(API.find(({ path }) => path === "/api/import") as Endpoint, preview, null);
  expect(look.map(({ rate }) => rate.max)).toEqual([120, 30]);
});

test("[LIM2] nothing is counted twice where an endpoint has no limits of its own", async () => {
  const headers = new Headers();
  const limiter = createLimiter();
  const scope = { db: openDb(DB), issuer: () => issuerOf(DB, START), nowMs: START };
  for (let n = 0; n < 2; n += 1)
    await limiter.take([{ name: "user", whose: "u", rate: { max: 3, windowS: 60 } }], scope, headers);
  expect(headers.get("ratelimit")).toBe('"user";r=1;t=60');
});
