import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { alarmLoop } from "./alarm-loop.ts";
import { bundleWithFaults } from "./fault-build.ts";
import { killLoop } from "./kill-loop.ts";
import { outageLoop } from "./outage-loop.ts";
import { revocationLoop } from "./revocation-loop.ts";
import { type Score, timesOf } from "./scoreboard.ts";
import { startScriptedProvider } from "./scripted-provider.ts";
import { streamLoop } from "./stream-loop.ts";

/** How much of everything. */
export interface Dose {
  readonly kills: number;
  readonly seeds: number;
  readonly minutes: number;
}

/** What a suite found: its lines of the scoreboard, and what was wrong in words. */
export interface SuiteResult {
  readonly scores: readonly Score[];
  readonly details: readonly string[];
}

/** A suite on whole servers. `folder` is its own: data and ledgers. */
export interface ServerSuite {
  readonly name: string;
  run(dose: Dose, folder: string): Promise<SuiteResult>;
}

const PRACTICE = { PRACTICE_TOKENS_PER_SECOND: "60" };

async function kills({ kills: n }: Dose, folder: string): Promise<SuiteResult> {
  const ledgers = join(folder, "ledgers");
  mkdirSync(ledgers, { recursive: true });
  const server = await startServer({ dir: folder, bundle: await bundleWithFaults(), vars: PRACTICE });
  const report = await killLoop(server, { kills: n, rooms: 6, dir: folder, failpoints: 0.5, ledgers });
  const { faults, acked, cut, details } = report;
  const score = (promise: string, of: string, total: number, bad: number): Score => ({ promise, of, n: total, bad });
  return {
    scores: [
      score("acknowledged is kept (P1)", `commands over ${report.kills} kills`, acked, faults.lost),
      score("exactly once (P2)", "commands", acked, faults.doubled),
      score("one order (P3)", "commands", acked, faults.renumbered + faults.forked + faults.gaps),
      score("nothing shown is unwritten (P8)", "replies cut by a kill", cut, faults.unwritten + faults.mismatched),
      score("no reply stays open (P9)", "replies cut by a kill", cut, faults.stuck),
      score("D1 follows (P12)", "commands", acked, faults.drift),
    ],
    details,
  };
}

/** Streams taken up again for each kill asked for: 300 kills go with 2,000 streams. */
const STREAMS_PER_KILL = 2_000 / 300;

async function streams({ kills: n }: Dose, folder: string): Promise<SuiteResult> {
  const provider = await startScriptedProvider({ words: 150, everyMs: 10 });
  const vars = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "torture" };
  const server = await startServer({ dir: folder, vars });
  const report = await streamLoop(server, provider, { resumed: Math.ceil(n * STREAMS_PER_KILL), rooms: 6 });
  await server.stop();
  provider.close();
  const bad = report.faults.mismatched + report.faults.gaps + report.faults.unwritten + report.foreign;
  return {
    scores: [
      { promise: "streams resume to the letter (P7)", of: "streams", n: report.resumed, bad },
      {
        promise: "caught up after a break (P4)",
        of: "reconnects",
        n: report.reconnects,
        bad: report.faults.forked,
        ...timesOf(report.resumeMs),
      },
    ],
    details: report.details,
  };
}

async function outage({ minutes }: Dose, folder: string): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, vars: PRACTICE });
  const report = await outageLoop(server, { seconds: minutes * 60, rooms: 20, kills: 2, dir: folder });
  const bad = Object.values(report.faults).reduce((sum, n) => sum + n, 0);
  return {
    scores: [
      { promise: `D1 out for ${minutes} min, then no drift (P12)`, of: "commands", n: report.acked, bad },
      { promise: "answers before D1 went", of: "commands", n: report.before.length, bad: 0, ...timesOf(report.before) },
      {
        promise: "answers while D1 was out",
        of: "commands",
        n: report.during.length,
        bad: 0,
        ...timesOf(report.during),
      },
      {
        promise: "caught up within 60 s (P12)",
        of: "outages",
        n: 1,
        bad: report.caughtUpMs > 60_000 ? 1 : 0,
        ...timesOf([report.caughtUpMs]),
      },
    ],
    details: report.details,
  };
}

/** Kills on the way to D1 for each kill asked for: 300 go with 50. */
const KILLS_PER_ALARM = 6;

async function alarms({ kills: n }: Dose, folder: string): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, bundle: await bundleWithFaults() });
  const report = await alarmLoop(server, { kills: Math.ceil(n / KILLS_PER_ALARM), dir: folder });
  const score = { promise: "an outbox drains by itself (P13)", of: "kills", n: report.kills, bad: report.stranded };
  return { scores: [{ ...score, ...timesOf(report.drainedMs) }], details: report.details };
}

/** People let go for each kill asked for: 300 kills go with 500. */
const PEOPLE_PER_KILL = 500 / 300;

async function revocations({ kills: n }: Dose, folder: string): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, vars: PRACTICE });
  const report = await revocationLoop(server, { people: Math.ceil(n * PEOPLE_PER_KILL) });
  await server.stop();
  const people = report.revoked + report.downgraded;
  return {
    scores: [
      {
        promise: "nothing heard after being let go (P20)",
        of: "revocations",
        n: report.revoked,
        bad: report.framesAfter + report.readmitted,
        ...timesOf(report.cutMs),
      },
      { promise: "nothing written without the right (P20)", of: "people", n: people, bad: report.writesAfter },
    ],
    details: report.details,
  };
}

export const SERVER_SUITES: readonly ServerSuite[] = [
  { name: "kills", run: kills },
  { name: "streams", run: streams },
  { name: "alarms", run: alarms },
  { name: "revocations", run: revocations },
  { name: "outage", run: outage },
];
