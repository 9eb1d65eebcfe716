import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { alarmLoop } from "./alarm-loop.ts";
import type { Dose, Suite, SuiteResult, SuiteRunFacts } from "./dose.ts";
import { bundleWithFaults } from "./fault-build.ts";
import { killLoop } from "./kill-loop.ts";
import { migrationLoop } from "./migration-loop.ts";
import { outageLoop } from "./outage-loop.ts";
import { revocationLoop } from "./revocation-loop.ts";
import { type Score, timesOf } from "./scoreboard.ts";
import { startScriptedProvider } from "./scripted-provider.ts";
import { streamLoop } from "./stream-loop.ts";

const PRACTICE = { PRACTICE_TOKENS_PER_SECOND: "60" };
/** What a device of an outage has to be told its rows of D1 within (reliability L-7), and a revocation (P20). */
const CATCH_UP_LIMIT_MS = 60_000;
const REVOCATION_LIMIT_MS = 2_000;
const DRAIN_LIMIT_MS = 30_000;

/** Done for each kill asked for: 300 kills go with 2,000 resumed streams, 50 kills on the way to D1 and as many in half-made tables, 500 people let go. */
const STREAMS_PER_KILL = 2_000 / 300;
const ALARMS_PER_KILL = 50 / 300;
const PEOPLE_PER_KILL = 500 / 300;
const of = (kills: number, perKill: number): number => Math.ceil(kills * perKill);

function ledgersIn(folder: string): string {
  const ledgers = join(folder, "ledgers");
  mkdirSync(ledgers, { recursive: true });
  return ledgers;
}

async function kills({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const ledgers = ledgersIn(folder);
  const server = await startServer({ dir: folder, bundle: await bundleWithFaults(), vars: PRACTICE });
  const facts = { kills: dose.kills, rooms: 6, dir: folder, failpoints: 0.5, ledgers, progress };
  const report = await killLoop(server, facts);
  const { faults, acked, cut, inMidStream, details } = report;
  const commands = `acknowledged commands over ${report.kills} kills`;
  const cuts = `kills in mid-stream, ${cut} replies cut`;
  const score = (promise: string, what: string, n: number, bad: number): Score => ({ promise, of: what, n, bad });
  return {
    scores: [
      score("acknowledged is kept (P1)", commands, acked, faults.lost),
      score("exactly once (P2)", commands, acked, faults.doubled),
      score("one order (P3)", commands, acked, faults.renumbered + faults.forked + faults.gaps),
      score("nothing shown is unwritten (P8)", cuts, inMidStream, faults.unwritten + faults.mismatched),
      score("no reply stays open (P9)", cuts, inMidStream, faults.stuck),
      score("D1 follows (P12)", commands, acked, faults.drift),
    ],
    details,
  };
}

async function streams({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const provider = await startScriptedProvider({ words: 150, everyMs: 10 });
  const vars = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "torture" };
  const server = await startServer({ dir: folder, vars });
  const facts = { resumed: of(dose.kills, STREAMS_PER_KILL), rooms: 6, ledgers: ledgersIn(folder), progress };
  const report = await streamLoop(server, provider, facts);
  await server.stop();
  provider.close();
  const { faults } = report;
  const wrong = faults.mismatched + faults.gaps + faults.unwritten + faults.stuck + report.foreign;
  return {
    scores: [
      { promise: "streams resume to the letter (P7)", of: "resumed streams", n: report.resumed, bad: wrong },
      {
        promise: "caught up after a break (P4)",
        of: "reconnects",
        n: report.reconnects,
        bad: faults.forked + faults.renumbered,
        ...timesOf(report.resumeMs),
      },
    ],
    details: report.details,
  };
}

async function alarms({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, bundle: await bundleWithFaults() });
  const report = await alarmLoop(server, { kills: of(dose.kills, ALARMS_PER_KILL), dir: folder, progress });
  const score = { promise: "an outbox drains by itself (P13)", of: "kills", n: report.kills, bad: report.stranded };
  return { scores: [{ ...score, ...timesOf(report.drainedMs), limit_ms: DRAIN_LIMIT_MS }], details: report.details };
}

async function migrations({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, bundle: await bundleWithFaults() });
  const report = await migrationLoop(server, { kills: of(dose.kills, ALARMS_PER_KILL), progress });
  const score = { promise: "tables half made are made anew (P23)", of: "kills", n: report.kills, bad: report.broken };
  return { scores: [score], details: report.details };
}

async function revocations({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const server = await startServer({ dir: folder, vars: PRACTICE });
  const report = await revocationLoop(server, { revoked: of(dose.kills, PEOPLE_PER_KILL), progress });
  await server.stop();
  return {
    scores: [
      {
        promise: "nothing heard after being let go (P20)",
        of: "revocations",
        n: report.revoked,
        bad: report.framesAfter + report.readmitted + report.stayed,
        ...timesOf(report.cutMs),
        limit_ms: REVOCATION_LIMIT_MS,
      },
      {
        promise: "nothing written without the right (P20)",
        of: "people",
        n: report.revoked + report.downgraded,
        bad: report.writesAfter + report.unrefused,
      },
    ],
    details: report.details,
  };
}

async function outage({ dose, folder, progress }: SuiteRunFacts): Promise<SuiteResult> {
  const { minutes } = dose;
  const server = await startServer({ dir: folder, vars: PRACTICE });
  const report = await outageLoop(server, { seconds: minutes * 60, rooms: 20, kills: 2, dir: folder, progress });
  const bad = Object.values(report.faults).reduce((sum, n) => sum + n, 0);
  const answers = (promise: string, times: readonly number[]): Score => ({
    promise,
    of: "commands",
    n: times.length,
    bad: 0,
    ...timesOf(times),
  });
  return {
    scores: [
      { promise: `D1 out for ${minutes} min, then no drift (P12)`, of: "acknowledged commands", n: report.acked, bad },
      {
        promise: "D1 has everything again (P12)",
        of: "outages",
        n: 1,
        bad: report.faults.drift > 0 ? 1 : 0,
        ...timesOf([report.caughtUpMs]),
        limit_ms: CATCH_UP_LIMIT_MS,
      },
      answers("answers before D1 went", report.before),
      answers("answers while D1 was out", report.during),
    ],
    details: report.details,
  };
}

const inKills = ({ kills: n }: Dose): string => `${n} kills`;

/** Suites on whole servers, each with a server, a folder and a process of its own. */
export const SERVER_SUITES: readonly Suite[] = [
  { name: "kills", run: kills, doseInWords: inKills, seconds: (dose) => dose.kills * 2 },
  { name: "streams", run: streams, doseInWords: inKills, seconds: (dose) => dose.kills * 1.6 },
  { name: "alarms", run: alarms, doseInWords: inKills, seconds: (dose) => dose.kills * 0.6 },
  { name: "migrations", run: migrations, doseInWords: inKills, seconds: (dose) => dose.kills * 0.3 },
  { name: "revocations", run: revocations, doseInWords: inKills, seconds: (dose) => dose.kills },
  {
    name: "outage",
    run: outage,
    doseInWords: ({ minutes }) => `${minutes} minutes`,
    seconds: ({ minutes }) => minutes * 60 + 60,
  },
];
