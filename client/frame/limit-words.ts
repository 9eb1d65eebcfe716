import type { Limits } from "../settings/limit-calls.ts";
import type { Minutes } from "./sitting-time.ts";

/** From here on a limit is in sight, and said once. */
const NEAR = 0.8;

/**
 * What is to be said now about the limits a person set; mostly nothing. `before` are the minutes as they were when this
 * was asked last, one less each unless told otherwise.
 */
export function limitWords(
  limits: Limits,
  { sitting, today, week }: Minutes,
  before: Pick<Minutes, "today" | "week"> = { today: today - 1, week: week - 1 },
): readonly string[] {
  const { daily_limit, weekly_limit, break_reminder_interval: every } = limits;
  return [
    ...reached(daily_limit, before.today, today, "today"),
    ...reached(weekly_limit, before.week, week, "in seven days"),
    ...(every !== null && sitting % every === 0 ? [`${sitting} minutes at the table. A short break?`] : []),
  ];
}

function reached(limit: number | null, before: number, minutes: number, when: string): readonly string[] {
  if (limit === null) return [];
  const isPassed = (mark: number) => before < mark && minutes >= mark;
  if (isPassed(limit)) return [`These were your ${limit} minutes ${when}. Finish the thought, and that is it.`];
  return isPassed(Math.round(limit * NEAR)) ? [`${minutes} of your ${limit} minutes ${when}.`] : [];
}
