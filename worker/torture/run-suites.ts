import { fork } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { ROOT } from "../run/bootstrap.mjs";
import type { Dose, Suite, SuiteResult } from "./dose.ts";
import type { SuiteRun } from "./scoreboard.ts";
import type { SuiteNews, SuiteOrder } from "./suite-process.ts";

const PROCESS = join(ROOT, "worker", "torture", "suite-process.ts");
/** One core for each suite is what the times were measured with; more at once would only slow each other. */
const AT_ONCE = 2;
const TELL_EVERY_MS = 15_000;

export interface RunFacts {
  readonly dose: Dose;
  /** Each suite gets a folder in it, which stays where the suite has found something. */
  readonly folder: string;
  readonly commit: string;
  /** Told as soon as a suite has come to its end, so that a run that is broken off loses none. */
  ended(run: SuiteRun): void;
}

/** What a run came to. */
export interface RunResult {
  readonly runs: readonly SuiteRun[];
  /** What was wrong, in words. */
  readonly details: readonly string[];
}

interface Underway {
  readonly suite: Suite;
  readonly begunMs: number;
  share: number;
}

/** Runs suites two at a time, each in a process of its own, and says every few seconds how far it is. */
export async function runSuites(suites: readonly Suite[], facts: RunFacts): Promise<RunResult> {
  const waiting = [...suites].sort((a, b) => b.seconds(facts.dose) - a.seconds(facts.dose));
  const underway = new Set<Underway>();
  const runs: SuiteRun[] = [];
  const details: string[] = [];
  const begunMs = Date.now();
  const tell = () => console.log(progressLine(Date.now() - begunMs, [...underway], waiting, facts.dose));
  const timer = setInterval(tell, TELL_EVERY_MS);
  const work = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const own: Underway = { suite, begunMs: Date.now(), share: 0 };
      underway.add(own);
      const result = await runSuite(own, facts);
      underway.delete(own);
      const seconds = Math.round((Date.now() - own.begunMs) / 1_000);
      console.log(`── ${suite.name}: ${seconds} s, ${wordsOf(result)}`);
      if (result.details.length > 0) details.push(...result.details, `Data and ledgers: ${folderOf(suite, facts)}`);
      else rmSync(folderOf(suite, facts), { recursive: true, force: true });
      const run = accountOf(suite, result, seconds, facts);
      runs.push(run);
      if (!result.isBroken) facts.ended(run);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  clearInterval(timer);
  return { runs: suites.flatMap(({ name }) => runs.filter(({ suite }) => suite === name)), details };
}

const folderOf = ({ name }: Suite, { folder }: RunFacts): string => join(folder, name.replaceAll(" ", "-"));

function accountOf(suite: Suite, { scores }: SuiteResult, seconds: number, { dose, commit }: RunFacts): SuiteRun {
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores`;
  return { suite: suite.name, day, commit, machine, dose: suite.doseInWords(dose), seconds, scores };
}

function wordsOf({ scores }: SuiteResult): string {
  const bad = scores.reduce((sum, score) => sum + score.bad, 0);
  return bad === 0 ? "nothing bad" : `${bad} BAD`;
}

/** `isBroken` where the suite did not come to its end: then it says nothing of the promises, and is no account to keep. */
type Ended = SuiteResult & { readonly isBroken: boolean };

function runSuite(own: Underway, facts: RunFacts): Promise<Ended> {
  const { suite } = own;
  const folder = folderOf(suite, facts);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const child = fork(PROCESS, { cwd: ROOT, execArgv: ["--disable-warning=ExperimentalWarning"] });
  child.send({ name: suite.name, dose: facts.dose, folder } satisfies SuiteOrder);
  return new Promise((done) => {
    let last: Ended | null = null;
    child.on("message", (news: SuiteNews) => {
      if ("share" in news) own.share = news.share;
      else if ("result" in news) last = { ...news.result, isBroken: false };
      else last = brokenOff(suite, news.failed);
    });
    child.once("close", (code) => done(last ?? brokenOff(suite, `its process ended with ${code}`)));
  });
}

const brokenOff = ({ name }: Suite, why: string): Ended => ({
  isBroken: true,
  scores: [{ promise: `the suite "${name}" comes to its end`, of: "runs", n: 1, bad: 1 }],
  details: [`${name} did not come to its end: ${why}`],
});

/** E.g. `4:10  kills 41 %, outage 35 %  about 9 min left`. */
function progressLine(elapsedMs: number, underway: readonly Underway[], waiting: readonly Suite[], dose: Dose): string {
  const seconds = Math.floor(elapsedMs / 1_000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const parts = underway.map(({ suite, share }) => `${suite.name} ${Math.floor(share * 100)} %`);
  const leftNow = underway.map((one) => leftOf(one, dose));
  const leftLater = waiting.map((suite) => suite.seconds(dose));
  const sum = [...leftNow, ...leftLater].reduce((total, n) => total + n, 0);
  const left = Math.max(sum / AT_ONCE, ...leftNow, ...leftLater);
  return `${clock}  ${parts.join(", ")}  about ${Math.ceil(left / 60)} min left`;
}

/** Seconds a suite still takes, by how far it is; by what it usually takes while that says little. */
function leftOf({ suite, begunMs, share }: Underway, dose: Dose): number {
  const spent = (Date.now() - begunMs) / 1_000;
  return share > 0.03 ? (spent / share) * (1 - share) : Math.max(suite.seconds(dose) - spent, 30);
}
