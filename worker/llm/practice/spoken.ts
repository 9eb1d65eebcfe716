import { topicStems } from "./words.ts";

/** Lines that nobody should repeat, with their topics read once. */
export interface Spoken {
  readonly lines: readonly string[];
  readonly stems: readonly ReadonlySet<string>[];
}

/** Two sentences this alike say the same. Chosen by reading replies. */
const SAME = 0.75;

export const spokenOf = (lines: readonly string[]): Spoken => ({ lines, stems: lines.map(topicStems) });

/** Whether one of the lines has said this already: most of its topics, or for a text without any the very words. */
export function isSaid(text: string, stems: ReadonlySet<string>, spoken: Spoken): boolean {
  if (stems.size === 0) return spoken.lines.some((line) => line.includes(text));
  return spoken.stems.some((known) => sharedStems(stems, known) / stems.size >= SAME);
}

/** How many of the first are among the second. */
export function sharedStems(stems: ReadonlySet<string>, topics: ReadonlySet<string>): number {
  let shared = 0;
  for (const stem of stems) if (topics.has(stem)) shared += 1;
  return shared;
}
