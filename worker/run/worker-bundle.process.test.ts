import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "./server-process.ts";
import { bundleWorker } from "./worker-bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "worker-bundle-"));
let server: ServerProcess | undefined;
beforeAll(async () => {
  server = await startServer({ dir: folder });
});
afterAll(async () => {
  await server?.kill9();
  rmSync(folder, { recursive: true, force: true });
});

test("the worker as it would be deployed starts on an empty disk and says that it is well", async () => {
  const response = await fetch(`${server?.url}/api/health`);
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("{")]);
});

test("a bundle has every binding of wrangler.toml and every migration, cut into statements", async () => {
  const { workerOptions, migrations } = await bundleWorker();
  expect(workerOptions).toMatchObject({
    durableObjects: {
      CONVERSATION: { className: "ConversationRoom", useSQLite: true },
      USER: { className: "UserHub", useSQLite: true },
    },
    d1Databases: { DB: expect.anything() },
    r2Buckets: { MEDIA: expect.anything() },
    assets: { binding: "ASSETS", run_worker_first: true },
  });
  expect(migrations.length).toBeGreaterThan(0);
  for (const { name, statements } of migrations) expect(statements.length, name).toBeGreaterThan(0);
});

test("asked again, the same sources give the same bundle and other defines another", async () => {
  const first = await bundleWorker();
  expect(await bundleWorker()).toEqual(first);
  expect((await bundleWorker({ FAILPOINTS: "true" })).script).not.toBe(first.script);
});
