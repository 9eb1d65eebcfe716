import { env as workerEnv } from "cloudflare:test";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { users } from "../../schema/tables/users.ts";
import { AppError } from "../../shared/app-error.ts";
import { isoTime } from "../clock.ts";
import { openDb } from "../db.ts";
import type { Env } from "../env.ts";
import { sameVersion } from "../services/version-guard.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { ListQuery, listOf } from "./list.ts";
import { listAnswer, listQuery } from "./sorted-list.ts";
import { oneRouter, someone } from "./testing/one-router.ts";

const db = () => openDb((workerEnv as unknown as Env).DB);
/** The answer's JSON, its shape a test's own business. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
const body = async (response: Response): Promise<any> => response.json();

const Row = z.object({ id: z.string(), nickname: z.string(), updatedAt: z.string(), seenBy: z.string() });
const ById = z.object({ id: z.string() });
const rowOf = async (id: string) => db().select().from(users).where(eq(users.id, id)).get();
async function shown(id: string, by: string): Promise<z.infer<typeof Row>> {
  const row = await rowOf(id);
  if (row === undefined) throw new AppError("not_found", "nobody");
  return { id, nickname: row.nickname ?? "", updatedAt: row.updatedAt, seenBy: by };
}
/** What happens in a handler before its write. */
let beforeWrite = async (): Promise<void> => {};
const rows: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/api/rows/:id",
    need: "session",
    summary: "A row",
    params: ById,
    output: Row,
    handler: ({ principal }, { params }) => shown(params.id, principal.userId),
  }),
  endpoint({
    method: "PATCH",
    path: "/api/rows/:id",
    need: "session",
    summary: "Change a row",
    params: ById,
    body: z.strictObject({ nickname: z.string() }),
    output: Row,
    handler: async ({ principal, expects, nowMs }, { params, body: change }) => {
      await beforeWrite();
      const update = db()
        .update(users)
        .set({ ...change, updatedAt: isoTime(nowMs) })
        .where(eq(users.id, params.id));
      await db().batch([...sameVersion(db(), users, params.id, expects), update]);
      return shown(params.id, principal.userId);
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/api/rows/:id/flag",
    need: "session",
    summary: "Something with no version",
    params: ById,
    output: z.null(),
    status: 204,
    handler: async () => null,
  }),
];

describe("versions", () => {
  const router = oneRouter(rows);
  const get = (token: string, headers: Record<string, string> = {}) => router.ask("/api/rows/a", { token, headers });
  const patch = (token: string, nickname: string, ifMatch?: string) =>
    router.ask("/api/rows/a", {
      method: "PATCH",
      token,
      json: { nickname },
      headers: ifMatch === undefined ? {} : { "if-match": ifMatch },
    });

  test("[REG3] a single resource has an ETag of what this caller sees, and is not sent twice", async () => {
    const [a, b] = [await someone("a"), await someone("b")];
    const first = await get(a);
    const etag = first.headers.get("etag")!;
    expect(etag).toMatch(/^"[\w+/]{22}\.[\w+/]{11}"$/);
    expect((await get(a)).headers.get("etag")).toBe(etag);
    expect((await get(b)).headers.get("etag")).not.toBe(etag);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await get(a, { "if-none-match": known });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    }
    expect((await get(a, { "if-none-match": '"other"' })).status).toBe(200);
    const changed = await patch(a, "new");
    expect(changed.headers.get("etag")).not.toBe(etag);
    expect((await get(a)).headers.get("etag")).toBe(changed.headers.get("etag"));
  });

  test("[REG4] a change of another version is 412 with the current one, and changes nothing", async () => {
    const [a, b] = [await someone("a"), await someone("b")];
    const etag = (await get(a)).headers.get("etag")!;
    expect((await patch(a, "one", etag)).status).toBe(200);
    const refused = await patch(a, "two", etag);
    const current = await get(a);
    expect(refused.status).toBe(412);
    expect(refused.headers.get("etag")).toBe(current.headers.get("etag"));
    const problem = await body(refused);
    expect(problem).toMatchObject({ code: "precondition_failed", current: await body(current) });
    expect((await rowOf("a"))?.nickname).toBe("one");
    expect((await patch(b, "three", current.headers.get("etag")!)).status).toBe(412);
    expect((await patch(a, "four", "*")).status).toBe(200);
    expect((await patch(a, "five", `"x", W/${(await get(a)).headers.get("etag")}`)).status).toBe(200);
    const gone = { method: "PATCH", token: a, json: { nickname: "x" }, headers: { "if-match": "*" } };
    expect((await router.ask("/api/rows/none", gone)).status).toBe(404);
    const unversioned = { method: "DELETE", token: a, headers: { "if-match": etag } };
    expect((await router.ask("/api/rows/a/flag", unversioned)).status).toBe(412);
  });

  test("[REG4] a write that comes between the look and the change is not lost", async () => {
    const a = await someone("a");
    const etag = (await get(a)).headers.get("etag")!;
    beforeWrite = async () => {
      beforeWrite = async () => {};
      await db()
        .update(users)
        .set({ nickname: "in between", updatedAt: isoTime(Date.now()) })
        .where(eq(users.id, "a"));
    };
    const refused = await patch(a, "late", etag);
    expect([refused.status, (await body(refused)).current.nickname]).toEqual([412, "in between"]);
    expect((await rowOf("a"))?.nickname).toBe("in between");
  });

  test("[REG4] of 10 changes of one version at once exactly one is made", async () => {
    const a = await someone("a");
    const etag = (await get(a)).headers.get("etag")!;
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => patch(a, `n${n}`, etag)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(9);
  });
});

describe("repeats", () => {
  let made = 0;
  /** What the next calls of the handler do. */
  let act = (): Promise<{ n: number; text: string }> => Promise.reject(new Error("not said"));
  const shared = { method: "POST", need: "session", summary: "Make", output: z.unknown() } as const;
  const json = endpoint({
    ...shared,
    path: "/api/things",
    body: z.strictObject({ name: z.string() }),
    query: z.strictObject({ loud: z.string().optional() }),
    status: 201,
    handler: () => act(),
  });
  const form = endpoint({ ...shared, path: "/api/files", bodyKind: "form", handler: () => act() });
  const secret = endpoint({ ...shared, path: "/api/secrets", givesSecret: true, handler: () => act() });
  const router = oneRouter([json, form, secret]);
  const KEY = { "idempotency-key": "one" };
  const make = (token: string, name = "x", headers: Record<string, string> = KEY, nowMs = Date.now()) =>
    router.ask("/api/things", { token, json: { name }, headers, nowMs });
  const count = (): (() => Promise<{ n: number; text: string }>) => {
    made = 0;
    return async () => {
      made += 1;
      return { n: made, text: "" };
    };
  };

  test("[REG5] a call under a key is done once; its repeats get its answer", async () => {
    act = count();
    const [a, b] = [await someone("a"), await someone("b")];
    const first = await make(a);
    const again = await make(a);
    expect([first.status, again.status, await again.text()]).toEqual([201, 201, await first.text()]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe("application/json");
    expect(made).toBe(1);
    await make(b);
    await make(a, "x", { "idempotency-key": "two" });
    await make(a, "x", {});
    expect(made).toBe(4);
  });

  test("[REG5] 20 calls at once under one key are one; the others wait or get its answer", async () => {
    act = count();
    const a = await someone("a");
    const answers = await Promise.all(Array.from({ length: 20 }, () => make(a)));
    expect(made).toBe(1);
    const waiting = answers.filter(({ status }) => status === 409);
    for (const answer of waiting) expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(waiting.length + answers.filter(({ status }) => status === 201).length).toBe(20);
  });

  test("[REG5] another call under the same key is refused naming the header", async () => {
    act = count();
    const a = await someone("a");
    await make(a);
    for (const other of [
      make(a, "y"),
      router.ask("/api/things?loud=yes", { token: a, json: { name: "x" }, headers: KEY }),
    ]) {
      const refused = await other;
      const problem = await body(refused);
      expect([refused.status, problem.code, problem.errors[0].path]).toEqual([409, "conflict", "Idempotency-Key"]);
    }
    for (const key of ["", "a b", "x".repeat(256)])
      expect((await make(a, "x", { "idempotency-key": key })).status).toBe(400);
    expect(made).toBe(1);
  });

  test("[REG6] a failure of ours is forgotten, a refusal is kept, and a dead run is taken over", async () => {
    const a = await someone("a");
    const start = Date.now();
    act = () => Promise.reject(new AppError("provider_unavailable", "down"));
    expect((await make(a)).status).toBe(502);
    act = () => Promise.reject(new AppError("limit_reached", "full"));
    expect((await make(a)).status).toBe(403);
    act = count();
    expect((await make(a)).status).toBe(403);
    expect((await make(a, "x", KEY, start + 25 * 3_600_000)).status).toBe(201);

    let finish = () => {};
    act = () => new Promise((resolve) => (finish = () => resolve({ n: 99, text: "" })));
    const slow = make(a, "x", { "idempotency-key": "slow" }, start);
    await expect.poll(async () => (await make(a, "x", { "idempotency-key": "slow" }, start + 1_000)).status).toBe(409);
    act = count();
    expect((await make(a, "x", { "idempotency-key": "slow" }, start + 61_000)).status).toBe(201);
    finish();
    expect((await slow).status).toBe(201);
    expect(await body(await make(a, "x", { "idempotency-key": "slow" }, start + 62_000))).toMatchObject({ n: 1 });
  });

  test("[REG6] an answer too large to keep is done and said to be", async () => {
    const a = await someone("a");
    const small = count();
    act = async () => ({ ...(await small()), text: "x".repeat(300_000) });
    expect((await make(a)).status).toBe(201);
    const again = await make(a);
    expect([again.status, (await body(again)).detail]).toEqual([409, expect.stringContaining("too large")]);
    expect(made).toBe(1);
  });

  test("[REG6] files count by their bytes, and credentials are never kept", async () => {
    act = count();
    const a = await someone("a");
    const upload = (bytes: string) =>
      router.ask("/api/files", {
        token: a,
        body: `--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n${bytes}\r\n--b--\r\n`,
        headers: { "content-type": "multipart/form-data; boundary=b", ...KEY },
      });
    expect((await upload("one")).status).toBe(200);
    expect((await upload("one")).headers.get("idempotency-replayed")).toBe("true");
    expect((await upload("two")).status).toBe(409);
    const ask = () => router.ask("/api/secrets", { method: "POST", token: a, headers: { "idempotency-key": "s" } });
    expect([(await body(await ask())).n, (await body(await ask())).n]).toEqual([2, 3]);
    const kept = await db().all("select * from idempotency_keys" as never);
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('"one"');
  });
});

describe("cursors", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const list = (path: `/${string}`) =>
    endpoint({
      method: "GET",
      path,
      need: "none",
      summary: "A list",
      query: ListQuery.extend({ sort: z.enum(["id", "-id"]).default("id"), kind: z.string().optional() }),
      output: listOf(z.object({ id: z.string() })),
      handler: (_, { query }) => {
        const { after } = listQuery(query);
        const inOrder = query.sort === "id" ? ids : ids.toReversed();
        const from = after === undefined ? 0 : inOrder.indexOf(after.id) + 1;
        const page = inOrder.slice(from, from + query.limit + 1).map((id) => ({ id }));
        return listAnswer(
          query,
          Promise.resolve(page),
          ({ id }) => ({ value: id, id }),
          async () => ids.length,
        );
      },
    });
  const router = oneRouter([list("/api/lists"), list("/api/others")]);
  const next = async (query: string, token?: string): Promise<string> =>
    (await body(await router.ask(`/api/lists?${query}`, token === undefined ? {} : { token }))).next_cursor;

  test("[REG7] a cursor goes on in its own list, whatever the size of the pages", async () => {
    const cursor = encodeURIComponent(await next("limit=2"));
    const page = await body(await router.ask(`/api/lists?limit=100&count=true&cursor=${cursor}`));
    expect(page).toEqual({ docs: [{ id: "c" }, { id: "d" }, { id: "e" }], next_cursor: null, total: 5 });
  });

  test("[REG7] a cursor that was changed, of another list or another caller is 400 (S-29)", async () => {
    const a = await someone("a");
    const [mine, anyones, filtered] = [await next("limit=2", a), await next("limit=2"), await next("limit=2&kind=x")];
    const [inner, mac] = anyones.split(".") as [string, string];
    const forged = encodeURIComponent(btoa(JSON.stringify(["e", "e"])));
    const bad = [
      mine,
      filtered,
      inner,
      `${inner}.`,
      `${forged}.${mac}`,
      `.${mac}`,
      `${inner}.${mac.slice(0, -1)}`,
      `${inner}.${mac.toLowerCase()}x`,
      "%00",
      "🂡",
      "x".repeat(5_000),
    ];
    for (const cursor of bad) {
      const refused = await router.ask(`/api/lists?limit=2&cursor=${encodeURIComponent(cursor)}`);
      const problem = await body(refused);
      expect([refused.status, problem.errors[0].path]).toEqual([400, "cursor"]);
    }
    const at = encodeURIComponent(anyones);
    const elsewhere = [`/api/others?limit=2&cursor=${at}`, `/api/lists?limit=2&sort=-id&cursor=${at}`];
    for (const path of elsewhere) expect((await router.ask(path)).status).toBe(400);
    expect((await router.ask(`/api/lists?limit=2&cursor=${at}`, { token: a })).status).toBe(400);
    expect((await router.ask(`/api/lists?cursor=${at}`)).status).toBe(200);
  });

  test("[REG7] a page has 1 to 100 rows", async () => {
    for (const limit of ["0", "101", "1e9", "-1", "1.5", "NaN", "", "99999999999999999999"])
      expect([limit, (await router.ask(`/api/lists?limit=${limit}`)).status]).toEqual([limit, 400]);
  });
});
