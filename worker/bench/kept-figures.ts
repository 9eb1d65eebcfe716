import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../run/bootstrap.mjs";
import { byGoal, type Figures, Figures as FiguresSchema, figureCells } from "./figure.ts";
import { cell } from "./table.ts";

const FILE = join(ROOT, "worker", "bench", "figures.json");
const README = join(ROOT, "README.md");
const BEGIN = "<!-- figures: `npm run bench -- --keep` writes this table -->";
const END = "<!-- /figures -->";

/** The goals that were kept, newest measurement each. */
export const keptFigures = (): Figures => FiguresSchema.parse(JSON.parse(readFileSync(FILE, "utf8")));

/** Writes a run beside its readers: a file for programs, a table for people. Goals it did not measure stay as they are. */
export function keepFigures(found: Figures["figures"]): void {
  const measured = new Set(found.map(({ goal }) => goal));
  const others = keptFigures().figures.filter(({ goal }) => !measured.has(goal));
  const all = { figures: [...others, ...found].sort(byGoal) };
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(README, withFigures(readFileSync(README, "utf8"), all));
}

/** A README with the table of goals in its place. @throws Where it has no place for it. */
export function withFigures(readme: string, { figures }: Figures): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error("the README has no place for the figures");
  return readme.slice(0, from) + [BEGIN, ...tableOf(figures), END].join("\n") + readme.slice(to + END.length);
}

const COLUMNS = ["goal", "what", "found", "spread", "wanted", "", "BotCafe", "beside it", "trials"];

function tableOf(figures: Figures["figures"]): string[] {
  const days = [...new Set(figures.map(({ day }) => day))].sort();
  const when = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days.join("");
  const loads = figures.map(({ load }) => load);
  const busy = `load of the machine before each ${cell(Math.min(...loads))} to ${cell(Math.max(...loads))}`;
  const machines = [...new Set(figures.map(({ machine }) => machine))].join(", ");
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = figures.map((figure) => {
    const cells = figureCells(figure);
    return line(COLUMNS.map((column) => cells[column] ?? ""));
  });
  return [`${when}, ${machines}, ${busy}:`, "", line(COLUMNS), `|${COLUMNS.map(() => "---").join("|")}|`, ...rows];
}
