import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "./bootstrap.mjs";
import { type ServerProcess, startServer } from "./server-process.ts";
import type { WorkerBundle } from "./worker-bundle.ts";

/** Stores what it is sent, in an object or in D1, and says how much it has; enough to see what a kill leaves. */
const WORKER = `
import { DurableObject } from "cloudflare:workers";
export class Store extends DurableObject {
  constructor(ctx, env) { super(ctx, env); ctx.storage.sql.exec("create table if not exists said (n integer primary key)"); }
  add(n) { this.ctx.storage.sql.exec("insert into said values (?)", n); return n; }
  all() { return this.ctx.storage.sql.exec("select n from said order by n").toArray().map((row) => row.n); }
}
export default { async fetch(request, env) {
  const { pathname, searchParams } = new URL(request.url);
  const store = env.STORE.getByName("one");
  if (pathname === "/add") return Response.json(await store.add(Number(searchParams.get("n"))));
  if (pathname === "/all") return Response.json(await store.all());
  if (pathname === "/vars") return Response.json({ port: env.PORT, colour: env.COLOUR });
  if (pathname === "/note") await env.DB.prepare("insert into notes (text) values ('a')").run();
  if (pathname === "/notes") return Response.json(await env.DB.prepare("select count(*) as n from notes").first());
  console.log("reached " + pathname);
  if (pathname === "/held") await new Promise(() => {});
  return new Response("ok");
} };`;

let folder: string;
let bundle: WorkerBundle;
let server: ServerProcess;

const get = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "server-process-"));
  const script = join(folder, "index.js");
  writeFileSync(script, WORKER);
  bundle = {
    script,
    workerOptions: {
      compatibilityDate: "2026-10-01",
      durableObjects: { STORE: { className: "Store", useSQLite: true } },
      d1Databases: { DB: "test" },
    },
    migrations: [{ name: "0000_notes.sql", statements: ["create table notes (id integer primary key, text text)"] }],
  };
  server = await startServer({ dir: join(folder, "state"), bundle, vars: { COLOUR: "green" } });
});

afterEach(async () => {
  await server.kill9();
  rmSync(folder, { recursive: true, force: true });
});

test("what was acknowledged before kill -9 is there after a restart, and nothing else changed its place", async () => {
  const acknowledged: number[] = [];
  const writer = async (first: number) => {
    for (let n = first; ; n += 4) acknowledged.push((await (await fetch(`${server.url}/add?n=${n}`)).json()) as number);
  };
  const writers = [0, 1, 2, 3].map((first) => expect(writer(first)).rejects.toThrow());
  while (acknowledged.length < 50) await new Promise((go) => setTimeout(go, 1));
  const before = server;
  await before.kill9();
  await Promise.all(writers);
  expect(isAlive(before.pid)).toBe(false);

  server = await before.restart();
  expect(server.url).toBe(before.url);
  const stored = (await get("/all")) as number[];
  expect(acknowledged.filter((n) => !stored.includes(n))).toEqual([]);
  // At most the one write that each of the four had under way.
  expect(stored.length).toBeLessThanOrEqual(acknowledged.length + 4);
});

test("migrations are applied once, a restart without kill9 is a kill as well, and so is the runtime's death alone", async () => {
  await fetch(`${server.url}/note`);
  server = await server.restart();
  await fetch(`${server.url}/note`);
  // Cut off, or told by what stands before the runtime that it is gone.
  const late = fetch(`${server.url}/held`).then(
    ({ ok }) => ok,
    () => false,
  );
  await server.untilOutput("held");
  await server.crash();
  expect(await late, "nobody is told that it was done").toBe(false);
  expect(server.output(), "what the last life said is forgotten").not.toContain("held");
  await fetch(`${server.url}/note`);
  expect(await get("/notes")).toEqual({ n: 3 });
});

test("the worker gets its settings and its output can be waited for", async () => {
  expect(await get("/vars")).toEqual({ port: String(server.port), colour: "green" });
  await fetch(`${server.url}/here`);
  await server.untilOutput("reached /here");
  await expect(server.untilOutput("reached /there", 20)).rejects.toThrow('no "reached /there"');
});

test("a paused server answers nothing and loses nothing", async () => {
  server.pause();
  const late = fetch(`${server.url}/add?n=7`);
  const first = await Promise.race([late, new Promise((go) => setTimeout(() => go("silence"), 300))]);
  expect(first).toBe("silence");
  server.resume();
  expect((await late).status).toBe(200);
  expect(await get("/all")).toEqual([7]);
});

test("stop ends the process in order", async () => {
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await expect(fetch(server.url)).rejects.toThrow();
  await server.stop();
});

test("a worker that does not start says why", async () => {
  writeFileSync(bundle.script, "export default {");
  await expect(startServer({ dir: join(folder, "other"), bundle })).rejects.toThrow(/did not start.*SyntaxError/s);
});
