/** One promise after a run: how often it was tried, how often it did not hold, and how long things took. */
export interface Score {
  readonly promise: string;
  /** What one trial is: "acknowledged messages", "kills". */
  readonly of: string;
  readonly n: number;
  /** Trials in which the promise was broken. How long something took breaks none: that is the machine's to say. */
  readonly bad: number;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
  /** What `p99_ms` is to stay under. A busy machine goes over it without any promise being broken. */
  readonly limit_ms?: number;
}

/** What one suite came to. */
export interface SuiteRun {
  readonly suite: string;
  /** Day of the run, e.g. `2026-11-23`. */
  readonly day: string;
  /** The commit it ran on, with `+` where sources were changed; empty outside a repository. */
  readonly commit: string;
  readonly machine: string;
  /** What was asked for, in words; the same words with `--resume` are not done again. */
  readonly dose: string;
  readonly seconds: number;
  readonly scores: readonly Score[];
}

/** The last kept run of each suite, in the order of the suites. `scoreboard.json` holds it. */
export interface Scoreboard {
  readonly runs: readonly SuiteRun[];
}

/** The board after one more run of a suite: in place of its last, or where `order` has it. */
export function withRun(board: Scoreboard, run: SuiteRun, order: readonly string[]): Scoreboard {
  const place = ({ suite }: SuiteRun) => (order.includes(suite) ? order.indexOf(suite) : order.length);
  const others = board.runs.filter(({ suite }) => suite !== run.suite);
  return { runs: [...others, run].toSorted((a, b) => place(a) - place(b)) };
}

/** The value that a share of all lie under; undefined for none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

/** The two times of a score, where there are any. */
export function timesOf(values: readonly number[]): Pick<Score, "p50_ms" | "p99_ms"> {
  const [p50, p99] = [quantile(values, 0.5), quantile(values, 0.99)];
  return p50 === undefined || p99 === undefined ? {} : { p50_ms: Math.round(p50), p99_ms: Math.round(p99) };
}

export const isSlow = ({ p99_ms, limit_ms }: Score): boolean =>
  p99_ms !== undefined && limit_ms !== undefined && p99_ms > limit_ms;

const count = (n: number): string => n.toLocaleString("en-US");
const time = (ms: number | undefined): string => (ms === undefined ? "" : `${count(ms)} ms`);

const HEAD = ["promise", "trials", "of", "bad", "p50", "p99", "limit"];

const cells = (score: Score): string[] => [
  score.promise,
  count(score.n),
  score.of,
  count(score.bad),
  time(score.p50_ms),
  time(score.p99_ms),
  time(score.limit_ms),
];

const isNumber = (column: number): boolean => column === 1 || column >= 3;

/** Runs as lines of text, columns aligned; then what was slower than it should be, apart from what was wrong. */
export function boardText(runs: readonly SuiteRun[]): string {
  const scores = runs.flatMap((run) => run.scores);
  const rows = [HEAD, ...scores.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((text, at) => (isNumber(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0))).join("  ");
  const slow = scores.filter(isSlow).map((score) => `${score.promise}: p99 ${time(score.p99_ms)}`);
  const apart = slow.length > 0 ? ["", "Slower here than the limit, which says nothing of what is true:", ...slow] : [];
  return [...rows.map(line), ...apart].join("\n");
}

const BEGIN = "<!-- scoreboard: `npm run torture -- --keep` writes this table -->";
const END = "<!-- /scoreboard -->";

/** The board as the README shows it. */
function boardTable({ runs }: Scoreboard): string {
  const rows = runs.flatMap((run) =>
    run.scores.map((score) => `| ${[...cells(score), `${run.day} ${run.commit}`.trim()].join(" | ")} |`),
  );
  const machines = [...new Set(runs.map(({ machine }) => machine))].join("; ");
  const head = [`| ${HEAD.join(" | ")} | run |`, "|---|--:|---|--:|--:|--:|--:|---|"];
  return [BEGIN, `On ${machines}:`, "", ...head, ...rows, END].join("\n");
}

/** A README with the board's table in its place. @throws Where it has no place for it. */
export function withBoard(readme: string, board: Scoreboard): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error("the README has no place for the scoreboard");
  return readme.slice(0, from) + boardTable(board) + readme.slice(to + END.length);
}
