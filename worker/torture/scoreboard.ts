/** One promise after a run: how often it was tried, how often it did not hold, and how long things took. */
export interface Score {
  readonly promise: string;
  /** What one trial is: "acknowledged messages", "kills". */
  readonly of: string;
  readonly n: number;
  readonly bad: number;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
}

/** What a run of `npm run torture` came to; `scoreboard.json` holds the last one that was kept. */
export interface Scoreboard {
  /** Day of the run, e.g. `2026-11-23`. */
  readonly day: string;
  readonly machine: string;
  readonly scores: readonly Score[];
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

const count = (n: number): string => n.toLocaleString("en-US");
const time = (ms: number | undefined): string => (ms === undefined ? "" : `${count(ms)} ms`);

/** The board as lines of text, columns aligned. */
export function boardText({ scores }: Scoreboard): string {
  const rows = [["promise", "trials", "", "bad", "p50", "p99"], ...scores.map(cells)];
  const widths = [0, 1, 2, 3, 4, 5].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const isNumber = (at: number) => at === 1 || at >= 3;
  const line = (row: readonly string[]) =>
    row.map((text, at) => (isNumber(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0))).join("  ");
  return rows.map(line).join("\n");
}

const cells = (score: Score): string[] => [
  score.promise,
  count(score.n),
  score.of,
  count(score.bad),
  time(score.p50_ms),
  time(score.p99_ms),
];

const BEGIN = "<!-- scoreboard: `npm run torture -- --keep` writes this table -->";
const END = "<!-- /scoreboard -->";

/** The board as the README shows it. */
function boardTable(board: Scoreboard): string {
  const rows = board.scores.map((score) => `| ${cells(score).join(" | ")} |`);
  const head = ["| promise | trials | of | bad | p50 | p99 |", "|---|--:|---|--:|--:|--:|"];
  return [BEGIN, `${board.day}, ${board.machine}:`, "", ...head, ...rows, END].join("\n");
}

/** A README with the board's table in its place. @throws Where it has no place for it. */
export function withBoard(readme: string, board: Scoreboard): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error("the README has no place for the scoreboard");
  return readme.slice(0, from) + boardTable(board) + readme.slice(to + END.length);
}
