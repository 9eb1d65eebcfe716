import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startServer } from "../run/server-process.ts";
import { killLoop } from "./kill-loop.ts";

const KILLS = 20;

test(`[TOR1] ${KILLS} kills under load: nothing acknowledged is lost, doubled or renumbered, nothing shown is unwritten`, {
  timeout: 240_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), "kill-"));
  const server = await startServer({ dir, vars: { PRACTICE_TOKENS_PER_SECOND: "60" } });
  const report = await killLoop(server, { kills: KILLS, rooms: 4 });
  rmSync(dir, { recursive: true, force: true });

  console.log(`  ${report.kills} kills, ${report.acked} acknowledged, ${report.cut} replies cut:`, report.faults);
  expect(report.faults).toEqual({ lost: 0, doubled: 0, renumbered: 0, unwritten: 0, stuck: 0 });
  expect(report.interrupted + report.finished, "replies that were running end as interrupted").toBe(report.cut);
  expect(report.interrupted).toBeGreaterThan(report.cut * 0.8);
  expect(report.acked).toBeGreaterThan(KILLS * 10);
  expect(report.cut).toBeGreaterThan(KILLS / 2);
});
