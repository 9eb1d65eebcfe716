import { expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { createApi, NOTHING } from "./api.ts";

const Thing = z.object({ id: z.string() });

function api(answer: Response | Error) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const onUnauthenticated = vi.fn();
  return { api: createApi({ fetch, onUnauthenticated }), fetch, onUnauthenticated };
}
const problem = (status: number, body: unknown, headers: HeadersInit = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json", ...headers } });

test("a call sends JSON under /api and reads the answer's known fields", async () => {
  const it = api(Response.json({ id: "x", extra: 1 }));
  const { signal } = new AbortController();
  const answer = await it.api.call("POST", "/things", Thing, { body: { a: 1 }, idempotency_key: "k", signal });
  expect(answer).toEqual({ ok: true, value: { id: "x" } });
  expect(it.fetch).toHaveBeenCalledWith("/api/things", {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json", "idempotency-key": "k" },
    body: '{"a":1}',
    signal,
  });
});

test("[CLI92] a problem is read as the server words it", async () => {
  const errors = [{ path: "title", message: "too long" }];
  const it = api(problem(400, { title: "Invalid", detail: "Shorten it.", code: "invalid", status: 400, errors }));
  expect(await it.api.call("GET", "/x", Thing)).toEqual({
    ok: false,
    problem: { status: 400, code: "invalid", detail: "Shorten it.", errors },
  });
});

test("[CLI92] a wait is told in milliseconds", async () => {
  const it = api(problem(429, { code: "rate_limited" }, { "retry-after": "3" }));
  expect(await it.api.call("GET", "/x", Thing)).toMatchObject({
    problem: { code: "rate_limited", detail: "", retry_after_ms: 3_000 },
  });
});

test("[CLI92] every 401 is passed on", async () => {
  const it = api(problem(401, { code: "unauthenticated", title: "Sign in" }));
  expect(await it.api.call("GET", "/me", Thing)).toMatchObject({ problem: { status: 401, detail: "Sign in" } });
  expect(it.onUnauthenticated).toHaveBeenCalledTimes(1);
});

test("[CLI92] no network and a call taken back are problems, not exceptions", async () => {
  const it = api(new TypeError("fetch failed"));
  expect(await it.api.call("GET", "/x", Thing)).toMatchObject({ problem: { status: 0, code: "offline" } });
  const abort = new AbortController();
  abort.abort();
  expect(await it.api.call("GET", "/x", Thing, { signal: abort.signal })).toMatchObject({
    problem: { code: "aborted" },
  });
});

test.each([
  ["another shape", Response.json({ id: 7 }), 200],
  ["no JSON", new Response("<html>", { status: 200 }), 200],
  ["an error page", new Response("Bad gateway", { status: 502 }), 502],
  ["a problem without a code", problem(500, { title: "x" }), 500],
])("[CLI93] %s is a problem, not a value", async (_what, response, status) => {
  expect(await api(response).api.call("GET", "/x", Thing)).toMatchObject({
    ok: false,
    problem: { status, code: "unreadable" },
  });
});

test("[CLI93] an answer without a body is one where nothing was expected", async () => {
  const it = api(new Response(null, { status: 204 }));
  expect(await it.api.call("DELETE", "/x", NOTHING)).toEqual({ ok: true, value: null });
});

test("[CLI92] a version is named on the way out and on the way back", async () => {
  const fine = api(Response.json({ id: "x" }, { headers: { etag: '"a.b"' } }));
  expect(await fine.api.call("PATCH", "/things/x", Thing, { body: {}, if_match: '"z.y"' })).toEqual({
    ok: true,
    value: { id: "x" },
    etag: '"a.b"',
  });
  expect(fine.fetch.mock.calls[0]?.[1].headers).toMatchObject({ "if-match": '"z.y"' });
});
