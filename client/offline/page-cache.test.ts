import { expect, test } from "vitest";
import { createPageCache, forgetPage, type PageVersion, SLOW_MS } from "./page-cache.ts";

const ORIGIN = "https://cafe.example";
const version = (n: number): PageVersion => ({
  id: `v${n}`,
  files: [`/assets/index-${n}.js`, "/assets/font-0.woff2", "/theme.js"],
  entry: `/assets/index-${n}.js`,
});
const shellOf = (n: number) => `<script src="/assets/index-${n}.js"></script>`;

/** A browser's caches, in the order they were made. */
function tinyCaches() {
  const all = new Map<string, Map<string, Response>>();
  const open = async (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>();
    all.set(name, entries);
    return {
      match: async (path: string) => entries.get(path)?.clone(),
      put: async (path: string, response: Response) => void entries.set(path, response),
    };
  };
  const names = async () => [...all.keys()];
  const remove = async (name: string) => all.delete(name);
  return { all, caches: { open, keys: names, delete: remove } as unknown as CacheStorage };
}

/** A browser with a network that serves version `now`, is gone, or does not answer. */
function browser() {
  const { all, caches } = tinyCaches();
  const network = { state: "up" as "up" | "gone" | "silent" | "gateway", now: 1, missing: "", asked: [] as string[] };
  let pass = () => {};
  const waited = { ms: 0 };
  const fetch = async (request: Request | string) => {
    const path = typeof request === "string" ? request : new URL(request.url).pathname;
    network.asked.push(path);
    if (network.state === "gone") throw new TypeError("Failed to fetch");
    if (network.state === "silent") return await new Promise<Response>(() => {});
    if (network.state === "gateway") return new Response("away", { status: 502 });
    if (path === network.missing) return new Response("", { status: 404 });
    return new Response(path.includes(".") ? `file ${path}` : shellOf(network.now));
  };
  const wait = (ms: number) => {
    waited.ms = ms;
    return new Promise<void>((resolve) => {
      pass = resolve;
    });
  };
  const page = (n: number) => createPageCache(version(n), { caches, fetch, origin: ORIGIN, wait });
  const caller = (n: number) => {
    const ask = (path: string, { method = "GET", mode = "cors", origin = ORIGIN } = {}) =>
      page(n).answer({ method, mode, url: origin + path } as unknown as Request);
    const text = async (path: string, options?: Parameters<typeof ask>[1]) => await (await ask(path, options))?.text();
    return { ...page(n), ask, text };
  };
  return { all, caches, network, waited, runOut: () => pass(), caller };
}
const go = { mode: "navigate" };

test("[OFF1] without a network the page and all its files are there", async () => {
  const { network, caller } = browser();
  const it = caller(1);
  await it.install();
  network.state = "gone";
  expect(await it.text("/r/some-room?pane=why", go)).toBe(shellOf(1));
  expect(await it.text("/assets/index-1.js")).toBe("file /assets/index-1.js");
  expect(await it.text("/theme.js")).toBe("file /theme.js");
});

test("[OFF1] a version that does not come whole, or is another's, is not kept at all", async () => {
  const { network, all, caller } = browser();
  network.missing = "/assets/font-0.woff2";
  await expect(caller(1).install()).rejects.toThrow("did not come");
  network.missing = "";
  await expect(caller(2).install()).rejects.toThrow("another version");
  network.state = "gone";
  await expect(caller(1).install()).rejects.toThrow();
  expect(all.size).toBe(0);
});

test("[OFF2] what is private, live, foreign or changes anything is none of its business", async () => {
  const { network, caller } = browser();
  const it = caller(1);
  for (const path of ["/api/session", "/media/x.png", "/parties/conversation/c1", "/help/api", "/help/api.css"])
    expect([path, it.ask(path), it.ask(path, go)]).toEqual([path, null, null]);
  expect(it.ask("/r/c1", { method: "POST", mode: "navigate" })).toBeNull();
  expect(it.ask("/assets/index-1.js", { origin: "https://elsewhere.example" })).toBeNull();
  expect(it.ask("/service-worker.js")).toBeNull();
  expect(it.ask("/", { mode: "cors" })).toBeNull();
  expect(network.asked).toEqual([]);
});

test("[OFF3] the page comes from the network while it answers, files named by their content from here", async () => {
  const { network, caller } = browser();
  const it = caller(1);
  await it.install();
  network.now = 2;
  network.asked.length = 0;
  expect(await it.text("/", go)).toBe(shellOf(2));
  expect(await it.text("/assets/font-0.woff2")).toBe("file /assets/font-0.woff2");
  expect(network.asked).toEqual(["/"]);
  // A file of the new page is not here yet.
  expect(await it.text("/assets/index-2.js")).toBe("file /assets/index-2.js");
});

test("[OFF3] a network that is silent or has nobody behind it is none; without a copy there is no answer", async () => {
  const { network, waited, runOut, caller } = browser();
  const it = caller(1);
  network.state = "gone";
  await expect(it.text("/", go)).rejects.toThrow("Failed to fetch");
  network.state = "up";
  await it.install();
  network.state = "gateway";
  expect(await it.text("/rooms", go)).toBe(shellOf(1));
  network.state = "silent";
  const answer = it.text("/rooms", go);
  runOut();
  expect(await answer).toBe(shellOf(1));
  expect(waited.ms).toBe(SLOW_MS);
});

test("[OFF4] a new version leaves the one before to its tabs, and takes its place without a network", async () => {
  const { network, all, caller } = browser();
  await caller(1).install();
  await caller(1).tidy();
  for (const n of [2, 3]) {
    network.now = n;
    await caller(n).install();
    await caller(n).tidy();
  }
  expect([...all.keys()]).toEqual(["botcafe-page-v2", "botcafe-page-v3"]);
  network.state = "gone";
  expect(await caller(3).text("/assets/index-2.js")).toBe("file /assets/index-2.js");
  expect(await caller(3).text("/", go)).toBe(shellOf(3));
  await expect(caller(3).text("/assets/index-1.js")).rejects.toThrow();
});

test("[OFF5] asked to, it forgets everything of its own and nothing else", async () => {
  const { all, caches, caller } = browser();
  all.set("somebody-elses", new Map());
  await caller(1).install();
  await forgetPage(caches);
  expect([...all.keys()]).toEqual(["somebody-elses"]);
});
