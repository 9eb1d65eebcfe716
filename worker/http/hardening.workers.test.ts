import { beforeEach, describe, expect, test } from "vitest";
import { API } from "./api.ts";
import { call, json, ORIGIN, signIn } from "./testing/call.ts";

/** An id of the right shape that is nobody's. */
const NOBODY = "0199aaaa-0000-7000-8000-000000000000";
const pathOf = (path: string, id = NOBODY): string => path.replaceAll(/:\w+/g, id);
const ask = (path: string, options: Parameters<typeof call>[1] = {}) => call(path, { limits: "none", ...options });

describe("calls that a browser makes for another site (S-24)", () => {
  test("[HTTP6] forms, plain text, GETs and overridden methods change nothing", async () => {
    const { cookie, token, user } = await signIn("csrf@example.org");
    const before = await json(await ask("/api/me", { token }));
    const hostile = { cookie, headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } };
    const forms = [
      { type: "application/x-www-form-urlencoded", body: "nickname=x" },
      { type: "text/plain", body: '{"nickname":"x"}' },
      {
        type: "multipart/form-data; boundary=b",
        body: '--b\r\ncontent-disposition: form-data; name="nickname"\r\n\r\nx\r\n--b--',
      },
    ];
    for (const { type, body } of forms)
      for (const path of ["/api/personas", "/api/bots", "/api/me"]) {
        const foreign = await ask(path, { ...hostile, body, headers: { ...hostile.headers, "content-type": type } });
        expect([path, type, [403, 405].includes(foreign.status)]).toEqual([path, type, true]);
        const ours = await ask(path, { cookie, body, headers: { origin: ORIGIN, "content-type": type } });
        expect([path, type, [405, 415].includes(ours.status)]).toEqual([path, type, true]);
      }
    const overrides = ["x-http-method-override", "x-http-method", "x-method-override"];
    for (const name of overrides)
      for (const query of ["", "?_method=PATCH"]) {
        const answer = await ask(`/api/me${query}`, { ...hostile, headers: { ...hostile.headers, [name]: "PATCH" } });
        expect(answer.status).toBe(query === "" ? 200 : 400);
      }
    expect(await json(await ask(`/api/users/${user.id}`, { token }))).toEqual(before);
  });

  test("[HTTP6] no GET of the registry declares a body, and every change of a cookie's owner needs our own page", async () => {
    expect(API.filter(({ method, body }) => method === "GET" && body !== null)).toEqual([]);
    const { cookie } = await signIn("csrf@example.org");
    const changing = API.filter(({ method }) => method !== "GET");
    expect(changing.length).toBeGreaterThan(60);
    for (const { method, path } of changing) {
      const answer = await ask(pathOf(path), { method, cookie, headers: { origin: "https://evil.example" } });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });
});

describe("answers that a cache might keep (S-25)", () => {
  const HEADERS: readonly [string, string][] = [
    "x-forwarded-host",
    "x-forwarded-server",
    "x-forwarded-proto",
    "x-forwarded-scheme",
    "x-forwarded-for",
    "x-forwarded-prefix",
    "x-forwarded-port",
    "x-host",
    "x-original-url",
    "x-rewrite-url",
    "x-original-host",
    "x-http-host-override",
    "x-real-ip",
    "x-wap-profile",
    "forwarded",
    "true-client-ip",
    "x-bc-user",
    "x-member",
    "x-partykit-props",
    "x-amz-website-redirect-location",
  ].flatMap((name): [string, string][] => [
    [name, "evil.example"],
    [name, `/api/me"><script>canary()</script>`],
  ]);
  const QUERIES = [
    "?utm_source=canary",
    "?cb=canary",
    "?callback=canary",
    "?__proto__=canary",
    "?x[]=canary",
    "?;canary",
  ];

  test("[HTTP16] hostile headers and queries change no page, and the next caller gets the clean one", async () => {
    const clean = await (await ask("/help/api")).text();
    for (const [name, value] of HEADERS) {
      const answer = await ask("/help/api", { headers: { [name]: value } });
      expect([name, answer.status, (await answer.text()) === clean]).toEqual([name, 200, true]);
      expect([...answer.headers.values()].join(" ")).not.toMatch(/evil|canary/);
    }
    for (const query of QUERIES) expect((await ask(`/help/api${query}`)).status).toBe(400);
    const again = await ask("/help/api");
    expect([(await again.text()) === clean, again.headers.get("set-cookie")]).toEqual([true, null]);
    expect(again.headers.get("cache-control")).toBe("public, max-age=300");
  });

  test("[HTTP16] nobody's own answers are kept, whatever the address pretends to be", async () => {
    const { token, cookie } = await signIn("deception@example.org");
    for (const suffix of [
      "/page.css",
      "/x.js",
      ".css",
      "%2f..%2fpage.css",
      ";x.css",
      "%00.css",
      "/favicon.ico",
      "%3f.png",
    ])
      for (const path of ["/api/me", "/api/personas", "/api/session"]) {
        const answer = await ask(path + suffix, { token });
        const text = await answer.text();
        expect([path + suffix, [400, 404].includes(answer.status)]).toEqual([path + suffix, true]);
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(text).not.toContain("deception@example.org");
      }
    const page = await ask("/help/api", { cookie });
    expect(page.headers.get("set-cookie")).toBeNull();
    expect(await page.text()).not.toContain("deception@");
  });
});

describe("what the registry answers", () => {
  let token = "";
  beforeEach(async () => {
    await signIn("admin@example.org");
    token = (await signIn("probe@example.org")).token;
  });

  test("[HTTP17] what is somebody else's answers byte for byte as what is not there (S-26)", async () => {
    const mara = await signIn("mara@example.org");
    const make = async (path: string, body: object): Promise<string> => {
      const made = await ask(path, { token: mara.token, json: body });
      if (made.status !== 201) throw new Error(`${path} answered ${made.status}`);
      return (await json(made)).id;
    };
    const bot = await make("/api/bots", { name: "Mara", system_prompt: "You." });
    const tome = await make("/api/knowledge-collections", { name: "Tome" });
    const owned: Record<string, string> = {
      users: mara.user.id,
      personas: await make("/api/personas", { name: "Mask", description: "Hides." }),
      bots: bot,
      "knowledge-collections": tome,
      knowledge: await make("/api/knowledge", { type: "text", entry: "A secret.", knowledge_collection: tome }),
      conversations: await make("/api/conversations", { bot_ids: [bot] }),
    };
    const reads = API.filter(({ method, path }) => method !== "POST" && /^\/api\/[\w-]+\/:id(\/|$)/.test(path));
    const tried = reads.filter(({ path }) => owned[path.split("/")[2] ?? ""] !== undefined);
    expect(tried.length).toBeGreaterThan(20);
    for (const { method, path } of tried) {
      const seen = async (id: string): Promise<unknown> => {
        const json = method === "GET" ? {} : { json: {} };
        const answer = await ask(pathOf(path, id), { method, token, ...json });
        const { request_id: _, ...problem } = (await answer.json()) as Record<string, unknown>;
        return [answer.status, problem, answer.headers.get("content-type")];
      };
      const [theirs, nobodys] = [await seen(owned[path.split("/")[2] ?? ""]!), await seen(NOBODY)];
      expect([method, path, theirs]).toEqual([method, path, nobodys]);
    }
  });

  test("[HTTP4] every route has the security headers, whatever it answers (S-40)", async () => {
    expect(API.length).toBeGreaterThan(100);
    for (const { method, path } of API) {
      // Signed in only where that changes nothing: one of the calls deletes its caller's account.
      const { headers, status } = await ask(pathOf(path), { method, ...(method === "GET" ? { token } : {}) });
      const policy = headers.get("content-security-policy") ?? "";
      expect([path, status < 500 || status === 503, policy]).toEqual([
        path,
        true,
        expect.stringMatching(/default-src '(self|none)'/),
      ]);
      expect(policy).not.toMatch(/unsafe-(inline|eval)|\*/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("server") ?? headers.get("x-powered-by")).toBeNull();
    }
  });

  test("[HTTP15] every list refuses cursors and sizes that are none (S-29)", async () => {
    const lists = API.filter(({ method, query, path }) => {
      const shape = (query as unknown as { shape?: Record<string, unknown> }).shape ?? {};
      return method === "GET" && "cursor" in shape && !path.includes(":") && !path.startsWith("/api/admin/");
    });
    expect(lists.length).toBeGreaterThan(15);
    for (const { path } of lists)
      for (const query of ["limit=1e9", "limit=0", "cursor=x", `cursor=${btoa('["a","b"]')}`]) {
        const answer = await ask(`${path}?${query}`, { token });
        expect([path, query, [400, 403].includes(answer.status)]).toEqual([path, query, true]);
      }
  });

  test("[REG10] who is signed in is no error to ask; nobody is null", async () => {
    const asked = await ask("/api/session");
    expect([asked.status, await json(asked)]).toEqual([200, { user: null }]);
    expect((await json(await ask("/api/session", { token }))).user.email).toBe("probe@example.org");
    expect((await json(await ask("/api/session", { token: "x" }))).user).toBeNull();
  });
});
