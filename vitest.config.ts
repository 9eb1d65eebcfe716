import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

const SOURCES = "{shared,schema,worker,client}/**";
const ELSEWHERE = ["**/*.workers.test.ts", "**/*.process.test.ts"];
/** A test that hangs is found this way; one that is slow on a busy machine is not a failure. */
const TIMEOUT_MS = 30_000;
/** The same of what a test waits for; a second is the tool's own, and a busy machine stands still for longer. */
const expect = { poll: { timeout: 20_000 } };
const IGNORED = ["**/node_modules/**", "client/dist/**"];

/** Real workerd with the bindings of wrangler.toml; worker/testing/workers-setup.ts migrates D1 before each test. */
const workerd = cloudflareTest(async () => ({
  wrangler: { configPath: "./wrangler.toml" },
  miniflare: {
    bindings: {
      TEST_MIGRATIONS: await readD1Migrations("schema/migrations"),
      // `npm run torture` asks for more of what is generated.
      DOSE: process.env["BOTCAFE_DOSE"] ?? "1",
    },
  },
}));

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [`${SOURCES}/*.test.ts`],
          exclude: [...ELSEWHERE, ...IGNORED],
          testTimeout: TIMEOUT_MS,
          expect,
          // Nothing of these keeps anything in a module: a worker of its own for each file took a third of the time.
          isolate: false,
        },
      },
      {
        // What draws, told from the others by its ending. A document of its own for each file took half of the time.
        plugins: [preact()],
        test: {
          name: "page",
          include: ["client/**/*.test.tsx"],
          exclude: [...ELSEWHERE, ...IGNORED],
          testTimeout: TIMEOUT_MS,
          expect,
          server: { deps: { inline: ["virtua"] } },
          setupFiles: ["client/ui/testing/page-setup.ts"],
          isolate: false,
        },
      },
      {
        plugins: [workerd],
        // Packages whose source maps point at files they do not ship fill the screen otherwise.
        logLevel: "error",
        test: {
          name: "workers",
          include: [`${SOURCES}/*.workers.test.ts`],
          exclude: IGNORED,
          testTimeout: TIMEOUT_MS,
          expect,
          hookTimeout: TIMEOUT_MS,
          setupFiles: ["worker/testing/workers-setup.ts"],
          // With the module cache on, every test in workerd fails.
          fsModuleCache: false,
          // One isolate for all files: 22 s became 8 s for eight files that import what the worker imports.
          isolate: false,
        },
      },
      {
        // Whole servers as processes of their own, to be killed and started again; one at a time, so a slow start is
        // the server's own doing.
        test: {
          name: "process",
          include: ["worker/**/*.process.test.ts"],
          exclude: IGNORED,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
