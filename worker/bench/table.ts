/** What one benchmark found: a line per case, the same columns in each. */
export interface BenchTable {
  readonly title: string;
  readonly rows: readonly BenchRow[];
}

/** Column name to value; numbers are rounded to three significant figures. */
export type BenchRow = Readonly<Record<string, string | number>>;

/** The middle value; the mean of the middle two for an even count. NaN for none. */
export function median(xs: readonly number[]): number {
  const sorted = xs.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A value as tables show it: numbers with three significant figures. */
export const cell = (value: string | number | undefined): string => {
  if (typeof value !== "number") return value ?? "";
  return Number.isInteger(value) || Math.abs(value) >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
};

/** Prints a table to standard output, columns aligned, with its title above. */
export function printTable(title: string, rows: readonly BenchRow[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => cell(row[column]).length)));
  const line = (cells: readonly string[]) => cells.map((text, i) => text.padStart(widths[i] ?? 0)).join("  ");
  console.log(`\n${title}`);
  console.log(line(columns));
  for (const row of rows) console.log(line(columns.map((column) => cell(row[column]))));
}
