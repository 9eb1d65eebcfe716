import type { Limits } from "../settings/limit-calls.ts";
import type { Minutes } from "./sitting-time.ts";

/** From here on a limit is in sight, and said once. */
const NEAR = 0.8;

/** What is to be said in this very minute about the limits a person set; mostly nothing. */
export function limitWords(limits: Limits, { sitting, today, week }: Minutes): readonly string[] {
  const { daily_limit, weekly_limit, break_reminder_interval: every } = limits;
  return [
    ...reached(daily_limit, today, "today"),
    ...reached(weekly_limit, week, "in seven days"),
    ...(every !== null && sitting % every === 0 ? [`${sitting} minutes at the table. A short break?`] : []),
  ];
}

function reached(limit: number | null, minutes: number, when: string): readonly string[] {
  if (limit === null) return [];
  if (minutes === limit) return [`These were your ${limit} minutes ${when}. Finish the thought, and that is it.`];
  return minutes === Math.round(limit * NEAR) ? [`${minutes} of your ${limit} minutes ${when}.`] : [];
}
