import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../run/server-process.ts";
import { bundleWorker, type WorkerBundle } from "../run/worker-bundle.ts";
import type { Failpoint } from "../testing/faults/plan.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { bundleWithFaults } from "./fault-build.ts";
import { openFaultControl } from "./fault-control.ts";
import { wholeHistory } from "./history.ts";
import { killLoop } from "./kill-loop.ts";
import { Ledger } from "./ledger.ts";
import { RawDevice } from "./raw-device.ts";

/** Two of them at failpoints; `npm run torture` kills hundreds of times. */
const KILLS = 4;
let bundle: WorkerBundle;
let dir: string;
let server: ServerProcess;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "kill-"));
  bundle = await bundleWithFaults();
  server = await startServer({ dir, bundle, vars: { PRACTICE_TOKENS_PER_SECOND: "60" } });
});
afterAll(async () => {
  await server.kill9();
  rmSync(dir, { recursive: true, force: true });
});

test.each<[Failpoint, string[]]>([
  ["ack-unsent", []],
  ["ack-committed", ["the one message"]],
])("[TORT2] a process that dies at %s leaves %j behind", async (name, left) => {
  const control = await openFaultControl();
  const api = await new ApiClient(server.url).signIn(`${name}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Silent", system_prompt: "You listen." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const device = await new RawDevice(api, id, { ledger: new Ledger(), name: "desk" }).connect();
  const hit = control.until(server, name, 1, 30_000);
  // Said until the order to die has come: all but the one at which it dies are answered.
  let said = "";
  await eventually(() => {
    if (said === "" || device.isAnswered(said)) said = device.say("the one message", { respond: false });
    return Promise.race([hit, new Promise<boolean>((go) => setTimeout(() => go(false), 20))]);
  }, Boolean);
  const isAnswered = device.isAnswered(said);
  await server.crash();
  expect(isAnswered || device.isAnswered(said)).toBe(false);
  const answered = device.ledger.lines.filter((line) => line.op === "ack").length;
  const texts = (await wholeHistory(api, id)).filter((m) => m.bot === null).map((m) => m.entry);
  expect(texts.slice(answered)).toEqual(left);
  control.close();
});

test(`[TOR1] ${KILLS} kills in mid-stream, half at failpoints: nothing lost, doubled, renumbered, unwritten or stuck`, {
  timeout: 240_000,
}, async () => {
  const report = await killLoop(server, { kills: KILLS, rooms: 4, dir, failpoints: 0.5 });

  console.log(`  ${report.kills} kills, ${report.acked} acknowledged, ${report.cut} replies cut:`, report.faults);
  expect(report.details).toEqual([]);
  expect(report.inMidStream).toBe(KILLS);
  expect(report.acked).toBeGreaterThan(KILLS * 10);
  expect(report.interrupted).toBeGreaterThan(report.cut * 0.5);
  expect(report.atFailpoints).toBeGreaterThan(0);
});

test("[TORT3] the product's own build has nothing of the harness in it", async () => {
  const { script } = await bundleWorker();
  const built = readFileSync(script, "utf8");
  expect(built.length).toBeGreaterThan(100_000);
  expect(built).not.toMatch(/FAILPOINT|__faults/);
  expect(readFileSync(bundle.script, "utf8")).toMatch(/FAILPOINT/);
});
