/** Times as people of this device read them. Formatters are made once: making one costs more than a thousand uses. */
const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dateFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const longFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

/** 23 November 2026 */
export const longDate = (iso: string): string => longFormat.format(new Date(iso));
/** 14:06 */
export const timeOf = (iso: string): string => timeFormat.format(new Date(iso));
/** Monday, 23 November 2026 at 14:06 */
export const fullTimeOf = (iso: string): string => fullFormat.format(new Date(iso));
/** Which day a time falls on here: `2026-11-23`. */
export function dayOf(iso: string): string {
  const date = new Date(iso);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** "Today", "Yesterday", or the day by name. */
export function dayWords(day: string, now: Date): string {
  if (day === dayOf(now.toISOString())) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (day === dayOf(yesterday.toISOString())) return "Yesterday";
  return dayFormat.format(new Date(`${day}T12:00:00`));
}

/** The time today, the date before that. */
export const shortWhen = (iso: string, now: Date): string =>
  dayOf(iso) === dayOf(now.toISOString()) ? timeOf(iso) : dateFormat.format(new Date(iso));
