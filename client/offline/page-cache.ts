/** What the service worker keeps: one version of the page, its shell and all its files. */
export interface PageVersion {
  /** Names the version by its content. */
  readonly id: string;
  /** Addresses of the files, `/assets/…` and those with fixed names. */
  readonly files: readonly string[];
  /** What the shell must name to be this version's: its first script. */
  readonly entry: string;
}

export interface PageCachePorts {
  readonly caches: Pick<CacheStorage, "open" | "keys" | "delete">;
  readonly fetch: (request: Request | string, options?: RequestInit) => Promise<Response>;
  /** `https://cafe.example`: nothing else is ours to answer. */
  readonly origin: string;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface PageCache {
  /** Fetches a whole version, or none of it. @throws Where one file does not come or the shell is another version's. */
  install(): Promise<void>;
  /** Forgets versions that no open tab can be of. */
  tidy(): Promise<void>;
  /** The answer to a request of a page of ours; null where the browser goes on as if there were no service worker. */
  answer(request: Request): Promise<Response> | null;
}

const PREFIX = "botcafe-page-";
const SHELL = "/";
/** A network that does not answer is no network, milliseconds. Chosen: longer than a cold server over a slow phone network. */
export const SLOW_MS = 8_000;
/** The version that is installed and the one before it, which tabs may still be of. */
const KEPT_VERSIONS = 2;
/** Private or live: never answered here, and never kept. */
const NEVER = /^\/(api|media|parties|help\/api)(\/|$|\.)/;
/** What stands before a server that is away says so. */
const AWAY = [502, 503, 504];

/**
 * Keeps the page itself for times without a network, and nothing of what people say in it. Files named by their content
 * come from here, whichever version's they are; the page comes from the network as long as there is one.
 */
export function createPageCache(version: PageVersion, { caches, fetch, origin, wait }: PageCachePorts): PageCache {
  const ours = () => versionsIn(caches);
  /** The newest version's answer first. */
  const kept = async (path: string): Promise<Response | undefined> => {
    for (const name of (await ours()).toReversed()) {
      const found = await (await caches.open(name)).match(path);
      if (found) return found;
    }
    return undefined;
  };
  const fromNetwork = async (request: Request, path: string): Promise<Response> => {
    const answer = fetch(request);
    const first = await Promise.race([answer.catch(() => null), wait(SLOW_MS)]);
    if (first && !AWAY.includes(first.status)) return first;
    return (await kept(path)) ?? answer;
  };
  const fromHere = async (request: Request, path: string) => (await kept(path)) ?? fetch(request);
  return {
    async install() {
      // Without who is signed in: the shell is everybody's.
      const shell = await fetch(SHELL, { cache: "no-cache", credentials: "omit" });
      const text = await shell.clone().text();
      if (!shell.ok || !text.includes(version.entry)) throw new Error("the page is of another version");
      const files = await Promise.all(
        version.files.map(async (path) => ({ path, response: await fetchFile(fetch, path) })),
      );
      const cache = await caches.open(PREFIX + version.id);
      await Promise.all(files.map(({ path, response }) => cache.put(path, response)));
      // Last: a version without its shell is never shown.
      await cache.put(SHELL, shell);
    },
    async tidy() {
      const old = (await ours()).filter((name) => name !== PREFIX + version.id);
      for (const name of old.slice(0, Math.max(0, old.length - (KEPT_VERSIONS - 1)))) await caches.delete(name);
    },
    answer(request) {
      const { pathname, origin: its } = new URL(request.url);
      if (request.method !== "GET" || its !== origin || NEVER.test(pathname)) return null;
      if (request.mode === "navigate") return fromNetwork(request, SHELL);
      if (pathname.startsWith("/assets/")) return fromHere(request, pathname);
      return version.files.includes(pathname) ? fromNetwork(request, pathname) : null;
    },
  };
}

const versionsIn = async (caches: Pick<CacheStorage, "keys">): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(PREFIX));

/** Forgets every version. */
export async function forgetPage(caches: Pick<CacheStorage, "keys" | "delete">): Promise<void> {
  for (const name of await versionsIn(caches)) await caches.delete(name);
}

async function fetchFile(fetch: PageCachePorts["fetch"], path: string): Promise<Response> {
  const response = await fetch(path, { credentials: "omit" });
  if (!response.ok) throw new Error(`${path} did not come`);
  return response;
}
