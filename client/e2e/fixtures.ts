import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { OUTPUT } from "../../worker/run/bootstrap.mjs";
import { type ServerProcess, startServer } from "../../worker/run/server-process.ts";
import { type Guard, guard } from "./guard.ts";
import { newPerson, type Person, signIn } from "./people.ts";
import { SIZES, type Size } from "./sizes.ts";

/** Words the practice model writes in a second: slow enough to catch it in the act, as ux.md §9 asks. */
export const TOKENS_PER_SECOND = 20;

interface WorkerFixtures {
  /** One whole server for each of Playwright's workers, on a folder of its own. */
  server: ServerProcess;
}

interface Fixtures {
  /** Fails the test for whatever its pages complained of; `allow` names what a test brings about on purpose. */
  guarded: Guard;
  /** A person nobody has met. */
  person: Person;
  /** One more device beside the test's own page; signed in as `as`, else nobody. */
  openDevice: (size: Size, as?: Person) => Promise<Page>;
}

/** Starts the product as a process; `name` is its folder. */
export function startCafe(name: string): Promise<ServerProcess> {
  const folder = process.env["BOTCAFE_OUTPUT"] ?? join(OUTPUT, "e2e");
  const assets = process.env["BOTCAFE_CLIENT"];
  return startServer({
    dir: join(folder, `server-${name}-${process.pid}`),
    vars: { PRACTICE_TOKENS_PER_SECOND: String(TOKENS_PER_SECOND) },
    ...(assets !== undefined && { assets }),
  });
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    async ({ browserName: _ }, use, { workerIndex }) => {
      const server = await startCafe(`worker-${workerIndex}`);
      await use(server);
      await server.kill9();
    },
    { scope: "worker", timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => await use(server.url),

  guarded: [
    async ({ server }, use) => {
      const watcher = guard(server.url);
      await use(watcher);
      expect(watcher.complaints(), "errors, warnings and foreign requests of the pages").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, guarded }, use) => {
    await guarded.watch(context);
    await use(context);
  },

  person: async ({ server }, use) => await use(await newPerson(server.url)),

  openDevice: async ({ browser, server, guarded, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (size, as) => {
      const options = { ...(locale && { locale }), ...(timezoneId && { timezoneId }) };
      const context = await browser.newContext({ ...SIZES[size], ...options, baseURL: server.url });
      contexts.push(context);
      await guarded.watch(context);
      if (as) await signIn(context, server.url, as);
      return await context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
