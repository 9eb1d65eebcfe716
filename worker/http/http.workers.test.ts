import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { openDb } from "../db.ts";
import { settings } from "../env.ts";
import { seed } from "../services/seed/seed.ts";
import { API } from "./api.ts";
import { endpoint } from "./endpoint.ts";
import { createRouter, type Scope } from "./router.ts";
import { call, envWith, json, ORIGIN, signIn } from "./testing/call.ts";

const scope = (): Scope => {
  const env = envWith();
  return { env, settings: settings(env), requestId: "request-1", nowMs: Date.now(), later: () => {} };
};
const Named = z.strictObject({ name: z.string().max(10), tags: z.array(z.string()).default([]) });
const echo = endpoint({
  method: "POST",
  path: "/api/echo/:id",
  need: "none",
  summary: "",
  body: Named,
  bodyLimit: 1_000,
  output: z.object({ name: z.string() }),
  handler: async (_, { body }) => ({ ...body, secret: "kept here" }),
});
const post = (body: BodyInit | null, headers: Record<string, string> = {}): Request =>
  new Request(`${ORIGIN}/api/echo/1`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
const send = (body: BodyInit | null, headers?: Record<string, string>) =>
  createRouter([echo])(post(body, headers), scope());

describe("addresses", () => {
  test("[HTTP1] an unknown address is a 404 problem", async () => {
    for (const path of [
      "/api",
      "/api/nothing",
      "/api/me/x/y",
      "/api/%2e%2e%2fx",
      "/api/..%2f..%2fx",
      "/media",
      "/media/a/b",
    ]) {
      const response = await call(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await json(response)).toMatchObject({
        code: "not_found",
        status: 404,
        request_id: response.headers.get("x-request-id"),
      });
    }
  });

  test("[HTTP1] a known address with another method is 405 with Allow", async () => {
    for (const [method, path, allow] of [
      ["PUT", "/api/me", "DELETE, GET, HEAD, PATCH"],
      ["GET", "/api/logout", "POST"],
      ["PUT", "/api/personas/abc", "DELETE, GET, HEAD, PATCH"],
      ["OPTIONS", "/api/health", "GET, HEAD"],
    ] as const) {
      const response = await call(path, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
      expect((await json(response)).code).toBe("method_not_allowed");
    }
  });

  test("[HTTP1] what cannot be decoded is not there", async () => {
    expect((await call("/media/%E0%A4%A")).status).toBe(404);
  });

  test("[HTTP13] HEAD answers as GET without a body", async () => {
    const head = await call("/api/health", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toBe("application/json");
  });
});

describe("bodies", () => {
  test.each([
    ["", "name"],
    ["{", ""],
    ["null", ""],
    ["[]", ""],
    ['{"name":"a","name":"b"}', "name"],
    ['{"na\\u006de":"a","name":"b"}', "name"],
    ['{"name":"a","__proto__":{"role":"admin"}}', "__proto__"],
    ['{"name":"a","constructor":{}}', "constructor"],
    ['{"name":"a","role":"admin"}', "role"],
    ['{"name":"a","Name":"b"}', "Name"],
    ['{"name":7}', "name"],
    ['{"name":"far too long a name"}', "name"],
    ['{"name":"a","tags":["x",7]}', "tags.1"],
    [`{"name":"a","tags":${"[".repeat(50)}${"]".repeat(50)}}`, ""],
  ])("[HTTP2] %s is refused naming %j", async (body, path) => {
    const response = await send(body);
    expect(response.status).toBe(400);
    const problem = await json(response);
    expect(problem.code).toBe("invalid");
    expect(problem.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test("[HTTP2] a good body passes, a key may stand in two objects", async () => {
    expect((await send('{"name":"a","tags":[]}')).status).toBe(200);
    const nested = endpoint({
      ...echoless,
      body: z.object({ a: z.object({ x: z.number() }), b: z.object({ x: z.number() }) }),
    });
    const response = await createRouter([nested])(post('{"a":{"x":1},"b":{"x":2}}'), scope());
    expect(response.status).toBe(200);
  });
  const echoless = {
    method: "POST",
    path: "/api/echo/:id",
    need: "none",
    summary: "",
    output: z.unknown(),
    handler: async () => ({}),
  } as const;

  test("[HTTP2] a query nobody declared, or given twice, is refused by name", async () => {
    for (const [query, path] of [
      ["?role=admin", "role"],
      ["?limit=1&limit=2", "limit"],
      ["?limit=0", "limit"],
      ["?limit=1e9", "limit"],
    ]) {
      const problem = await json(await call(`/api/creator-profiles${query}`));
      expect([problem.status, problem.errors[0].path]).toEqual([400, path]);
    }
  });

  test("[HTTP3] too large is 413, said, not said, or lied about", async () => {
    const large = JSON.stringify({ name: "a", tags: ["x".repeat(2_000)] });
    const stream = () => new Response(large).body;
    expect((await send(large)).status).toBe(413);
    expect((await send(stream())).status).toBe(413);
    expect((await send(stream(), { "content-length": "10" })).status).toBe(413);
    expect((await json(await send(large))).code).toBe("too_large");
  });

  test("[HTTP3] another content type is 415", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/html",
      "",
    ])
      expect([type, (await send('{"name":"a"}', { "content-type": type })).status]).toEqual([type, 415]);
    expect((await send('{"name":"a"}', { "content-type": "Application/JSON; charset=utf-8" })).status).toBe(200);
  });

  test("[HTTP3] what is not UTF-8 is refused", async () => {
    expect((await send(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400);
  });
});

describe("answers", () => {
  test("[HTTP4] every answer has the security headers", async () => {
    const { token } = await signIn("headers@example.org");
    const answers = await Promise.all([
      call("/api/health"),
      call("/api/nothing"),
      call("/api/me"),
      call("/api/me", { token }),
      call("/api/dev/session", { method: "POST", body: "x" }),
      call("/some/page/nobody/has"),
      call("/assets/gone.js"),
      call("/parties/none/x"),
      call("/", { method: "POST", body: "x" }),
    ]);
    for (const { headers } of answers) {
      expect(headers.get("content-security-policy")).toMatch(/default-src/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
    const policy = answers[0].headers.get("content-security-policy")!;
    for (const part of [
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy.split("; ")).toContain(part);
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:8787 ws://localhost:8787");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  test("[HTTP5] answers of the API are for the caller alone", async () => {
    const { token } = await signIn("private@example.org");
    expect((await call("/api/me", { token })).headers.get("cache-control")).toBe("private, no-store");
    expect((await call("/api/me")).headers.get("cache-control")).toBe("no-store");
  });

  test("[HTTP6] another site's page changes nothing", async () => {
    const { cookie, token } = await signIn("csrf@example.org");
    const patch = (headers: Record<string, string>) =>
      call("/api/me", { method: "PATCH", json: { nickname: "x" }, headers });
    const foreign = ["https://evil.example", "null", `${ORIGIN}.evil.example`, "http://127.0.0.1:9999"];
    for (const origin of foreign) expect((await patch({ cookie, origin })).status).toBe(403);
    expect((await patch({ cookie })).status).toBe(403);
    expect((await patch({ cookie, "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await patch({ cookie, "sec-fetch-site": "cross-site", origin: foreign[0]! })).status).toBe(403);
    expect((await patch({ cookie, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await patch({ cookie, origin: ORIGIN })).status).toBe(200);
    expect((await patch({ authorization: `Bearer ${token}` })).status).toBe(200);
    const signInFrom = (origin: string) =>
      call("/api/dev/session", { json: { email: "a@example.org" }, headers: { origin } });
    expect((await signInFrom("https://evil.example")).status).toBe(403);
    const overridden = await call("/api/me", {
      cookie,
      headers: { "x-http-method-override": "PATCH", origin: foreign[0]! },
    });
    expect([overridden.status, (await json(overridden)).nickname]).toEqual([200, "x"]);
  });

  test("[HTTP7] what goes wrong inside is a code and an id", async () => {
    const failures = [
      () => new Error("D1_ERROR: no such table: secrets at /srv/app/x.ts"),
      () => new TypeError("key sk-live-123 is not a function"),
      () => "a text with sk-live-123",
      () => new AppError("internal", "sk-live-123"),
      () => Object.assign(new Error("x"), { status: 418, sql: "select sk-live-123" }),
    ];
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const failure of failures) {
      const broken = endpoint({
        method: "GET",
        path: "/api/broken",
        need: "none",
        summary: "",
        output: z.null(),
        handler: () => Promise.reject(failure()),
      });
      const response = await createRouter([broken])(new Request(`${ORIGIN}/api/broken`), scope());
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(JSON.parse(text)).toMatchObject({ code: "internal", request_id: "request-1" });
      expect(text).not.toMatch(/ at |sk-live|D1_|select|\.ts/);
    }
    expect(printed).toHaveBeenCalledTimes(failures.length);
    printed.mockRestore();
  });

  test("[HTTP8] a flood is 429 with the time to wait, and passes", async () => {
    const limited = endpoint({
      method: "GET",
      path: "/api/limited",
      need: "none",
      summary: "",
      output: z.null(),
      rate: { max: 3, windowS: 60 },
      handler: async () => null,
    });
    const router = createRouter([limited]);
    const at = scope();
    const ask = (ip: string, nowMs = at.nowMs) =>
      router(new Request(`${ORIGIN}/api/limited`, { headers: { "cf-connecting-ip": ip } }), { ...at, nowMs });
    const statuses = await Promise.all([1, 2, 3].map(async () => (await ask("one")).status));
    expect(statuses).toEqual([200, 200, 200]);
    const refused = await ask("one", at.nowMs + 20_000);
    expect([refused.status, refused.headers.get("retry-after"), (await json(refused)).code]).toEqual([
      429,
      "40",
      "rate_limited",
    ]);
    expect((await ask("two")).status).toBe(200);
    expect((await ask("one", at.nowMs + 60_001)).status).toBe(200);
  });

  test("[HTTP9] an answer carries only what its endpoint declares", async () => {
    expect(await json(await send('{"name":"a"}'))).toEqual({ name: "a" });
  });

  test("[HTTP10] the description lists exactly what is mounted", async () => {
    const { openapi, paths } = await json(await call("/api/openapi.json"));
    expect(openapi).toBe("3.1.0");
    const listed = Object.entries(paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = API.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(listed.sort()).toEqual(mounted.sort());
    expect(new Set(mounted).size).toBe(mounted.length);
    expect(mounted.length).toBeGreaterThan(20);
  });

  test("[HTTP11] health says what there is", async () => {
    const health = await json(await call("/api/health"));
    expect(health).toMatchObject({
      ok: true,
      mode: "embedded",
      migrations: { latest: expect.stringMatching(/\.sql$/) },
    });
    expect(health.bindings).toEqual({ DB: true, MEDIA: true, CONVERSATION: true, USER: true, ASSETS: true });
    expect(health.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("[HTTP11] health says so while the database does not answer, also to callers with a session", async () => {
    const { token } = await signIn("health@example.org");
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const down = () => {
      throw new Error("D1_ERROR: down");
    };
    const DB = { prepare: down, batch: down } as unknown as D1Database;
    const response = await call("/api/health", { token, vars: { DB } });
    expect([response.status, await json(response)]).toMatchObject([503, { ok: false, migrations: null }]);
    printed.mockRestore();
  });
});

describe("pages", () => {
  const FILES: Record<string, string> = {
    "/": "<!doctype html>",
    "/assets/app-1a2b.js": "code",
    "/favicon.svg": "<svg/>",
    "/service-worker.js": "keeps the page",
    "/retired-worker.js": "keeps nothing",
  };
  const ASSETS = {
    fetch: async (request: Request) => {
      const file = FILES[new URL(request.url).pathname];
      return file === undefined ? new Response(null, { status: 404 }) : new Response(file);
    },
  } as unknown as Fetcher;
  const page = (path: string, headers: Record<string, string> = {}) => call(path, { vars: { ASSETS }, headers });

  test("[HTTP12] the client's addresses get its page, and are asked for anew", async () => {
    await seed(openDb(envWith().DB), Date.now());
    for (const path of ["/", "/rooms", "/r/0199/m/0200", "/-/gallery", "/corner-table", "/corner-table/mara-quill"]) {
      const response = await page(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, "<!doctype html>"]);
      expect(response.headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("[HTTP12] files with changing names are kept for ever, others are asked for anew", async () => {
    expect((await page("/assets/app-1a2b.js")).headers.get("cache-control")).toBe(
      "public, max-age=31536000, immutable",
    );
    expect((await page("/favicon.svg")).headers.get("cache-control")).toBe("no-cache");
  });

  test("[OFF5] the service worker is asked for anew, and gives way where the deployment switches it off", async () => {
    const worker = async (OFFLINE_PAGE?: string) =>
      await call("/service-worker.js", { vars: { ASSETS, ...(OFFLINE_PAGE && { OFFLINE_PAGE }) } });
    const kept = await worker();
    expect([kept.status, kept.headers.get("cache-control")]).toEqual([200, "no-cache"]);
    expect(await kept.text()).toBe("keeps the page");
    expect(await (await worker("true")).text()).toBe("keeps the page");
    expect(await (await worker("false")).text()).toBe("keeps nothing");
  });

  test("[HTTP12] what nobody draws is a real 404: as a page for people, as a problem for files", async () => {
    for (const path of ["/no-such-creator", "/corner-table/no-such-bot", "/api-docs/x/y/z", "/rooms/new/more"]) {
      const response = await page(path);
      expect([path, response.status, await response.text()]).toEqual([path, 404, "<!doctype html>"]);
    }
  });

  test("[HTTP12] an address whose creator is gone is 410 while its name is kept, and its page says so to scripts", async () => {
    const { token } = await signIn("leaver@example.org");
    const profile = { username: "mara-leaves", display_name: "Mara", bio: "Goes." };
    const made = await json(await call("/api/creator-profiles", { token, json: profile }));
    await call(`/api/creator-profiles/${made.id}`, { method: "DELETE", token });
    const fetch = async ({ url }: Request) =>
      new URL(url).pathname === "/" ? new Response("<html>") : new Response(null, { status: 404 });
    for (const path of ["/mara-leaves", "/mara-leaves/lighthouse"]) {
      const response = await call(path, { vars: { ASSETS: { fetch } as unknown as Fetcher } });
      expect([path, response.status, await response.text()]).toEqual([path, 410, `<html data-gone="${path}">`]);
    }
  });

  test("[HTTP12] what no file has is a problem", async () => {
    for (const path of ["/assets/app-gone.js", "/wp-login.php", "/.env", "/rooms.css"]) {
      const response = await page(path);
      expect([path, response.status, response.headers.get("content-type")]).toEqual([
        path,
        404,
        "application/problem+json",
      ]);
    }
  });
});
