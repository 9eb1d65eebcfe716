import { join } from "node:path";
import { OUTPUT } from "../../worker/run/bootstrap.mjs";
import { startServer } from "../../worker/run/server-process.ts";
import { test as base } from "./fixtures.ts";

/** Tests on a server of their own, whose practice model says so many words a second. */
export const testAtPace = (wordsPerSecond: number) =>
  base.extend<object, object>({
    server: [
      async ({ browserName: _ }, use, { workerIndex }) => {
        const folder = process.env["BOTCAFE_OUTPUT"] ?? join(OUTPUT, "e2e");
        const assets = process.env["BOTCAFE_CLIENT"];
        const server = await startServer({
          dir: join(folder, `pace-${wordsPerSecond}-${workerIndex}-${process.pid}`),
          vars: { PRACTICE_TOKENS_PER_SECOND: String(wordsPerSecond) },
          ...(assets !== undefined && { assets }),
        });
        await use(server);
        await server.kill9();
      },
      { scope: "worker", timeout: 60_000 },
    ],
  });
