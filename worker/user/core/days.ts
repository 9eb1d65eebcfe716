import type { Span } from "./spans.ts";

const HOURS_24_MS = 24 * 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Days as `YYYY-MM-DD` in a time zone. Made once a zone: making one costs far more than using it. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, made);
  return made;
}

/** Whether the runtime knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    formatIn(name);
    return true;
  } catch {
    return false;
  }
}

/** The day it is in `timeZone` at `atMs`, `YYYY-MM-DD`. */
export const dayIn = (timeZone: string, atMs: number): string => formatIn(timeZone).format(atMs);

/** `day` and the six before it, newest first. */
export function lastSevenDays(day: string): string[] {
  const noonMs = Date.parse(`${day}T12:00:00Z`);
  return [0, 1, 2, 3, 4, 5, 6].map((back) => new Date(noonMs - back * HOURS_24_MS).toISOString().slice(0, 10));
}

/** Milliseconds of a span by the day they fall on. The span is shorter than a day. */
export function msByDay(timeZone: string, { from, to }: Span): { day: string; ms: number }[] {
  const [first, last] = [dayIn(timeZone, from), dayIn(timeZone, to - 1)];
  if (first === last) return [{ day: first, ms: to - from }];
  let [before, after] = [from, to - 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, middle) === first) before = middle;
    else after = middle;
  }
  return [
    { day: first, ms: after - from },
    { day: last, ms: to - after },
  ];
}
