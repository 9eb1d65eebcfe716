import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { OUTPUT } from "../run/bootstrap.mjs";
import { cell, median, printTable } from "./table.ts";

/** One goal after a run: what was found, what stood beside it, and what was wanted. */
export const Figure = z.object({
  /** Its number in the list of goals, e.g. `P2`. */
  goal: z.string(),
  what: z.string(),
  /** What the goal is about: the middle of all rounds, the least and the most. */
  value: z.number(),
  least: z.number(),
  most: z.number(),
  /** Of the value: `×` for a ratio, else `ms`, `a turn`. */
  unit: z.string(),
  sign: z.enum(["≤", "≥"]),
  limit: z.number(),
  /** Ours and the baseline's figure, with what they count. */
  ours: z.string(),
  baseline: z.string(),
  /** How often: `5 × 50,000 deliveries`. */
  trials: z.string(),
});
export type Figure = z.infer<typeof Figure>;

/** A figure as its benchmark leaves it. `load`: processes that wanted the machine before it began, a minute's average. */
const Reported = z.extend(Figure, { load: z.number() });
type Reported = z.infer<typeof Reported>;

/** The goals of one run; `figures.json` holds those that were kept. */
export const Figures = z.object({ figures: z.array(z.extend(Reported, { day: z.string(), machine: z.string() })) });
export type Figures = z.infer<typeof Figures>;

/** The middle of all rounds, with how far they lie apart. */
export const spread = (values: readonly number[]): Pick<Figure, "value" | "least" | "most"> => ({
  value: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

export const isMet = ({ value, sign, limit }: Figure): boolean => (sign === "≤" ? value <= limit : value >= limit);

/** A figure's line, as every table shows it. */
export const figureCells = (figure: Figure): Record<string, string> => ({
  goal: figure.goal,
  what: figure.what,
  found: `${cell(figure.value)} ${figure.unit}`,
  spread: `${cell(figure.least)}–${cell(figure.most)}`,
  wanted: `${figure.sign} ${cell(figure.limit)} ${figure.unit}`,
  "": isMet(figure) ? "met" : "missed",
  BotCafe: figure.ours,
  "beside it": figure.baseline,
  trials: figure.trials,
});

const FOLDER = join(OUTPUT, "bench");

/** Prints what a benchmark has found and leaves it for `npm run bench`, which puts all of it into one table. */
export function report(figures: readonly Figure[], load: number): void {
  printTable(`What was wanted`, figures.map(figureCells));
  mkdirSync(FOLDER, { recursive: true });
  for (const figure of figures) {
    const name = `${figure.goal}-${figure.what}`.replaceAll(/[^A-Za-z0-9]+/g, "-");
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify({ ...figure, load } satisfies Reported, null, 2)}\n`);
  }
}

/** Before a run: nothing of an earlier one is taken for this one's. */
export const forgetReports = (): void => rmSync(FOLDER, { recursive: true, force: true });

/** What the benchmarks of this run have left, by goal. */
export function reported(): Reported[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER)
    .map((name) => Reported.parse(JSON.parse(readFileSync(join(FOLDER, name), "utf8"))))
    .sort(byGoal);
}

/** `P2` before `P12`. */
export const byGoal = (a: Figure, b: Figure): number =>
  Number(a.goal.slice(1)) - Number(b.goal.slice(1)) || (a.what < b.what ? -1 : 1);
