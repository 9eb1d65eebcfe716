import { and, desc, eq, gte } from "drizzle-orm";
import { moods } from "../../../schema/tables/moods.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MOOD_VALENCE, type MoodName, type MoodStats } from "../../../shared/fields/moods.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/** How far statistics look back. A streak cannot be longer. */
const MOOD_STATS_DAYS = 400;
/** Most moods looked at, the newest first: twelve a day. */
const MAX_LOOKED_AT = 5_000;
const DAY_MS = 86_400_000;
/** Change of the mean valence from week to week that counts as one. Chosen: a tenth of the scale from 1 to 5. */
const NOTABLE = 0.4;

/** A mood on a day of the person's own calendar. */
interface MoodOnDay {
  readonly mood: MoodName;
  readonly intensity: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** @throws AppError `invalid` for a name that is no time zone. */
function dayIn(timezone: string): (time: number) => string {
  try {
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    return (time) => format.format(time);
  } catch (cause) {
    throw new AppError("invalid", "timezone", {
      cause,
      publicMessage: "This is not a time zone. Name one like Europe/Paris.",
      fields: [{ path: "timezone", message: "is not a time zone" }],
    });
  }
}

/** A person's moods in their own days. @param timezone IANA name. @throws AppError `invalid`. */
export async function moodStats(db: Db, userId: string, timezone: string, nowMs: number): Promise<MoodStats> {
  const dayOf = dayIn(timezone);
  const since = isoTime(nowMs - MOOD_STATS_DAYS * DAY_MS);
  const rows = await db
    .select({ mood: moods.mood, intensity: moods.intensity, createdAt: moods.createdAt })
    .from(moods)
    .where(and(eq(moods.user, userId), gte(moods.createdAt, since)))
    .orderBy(desc(moods.createdAt))
    .limit(MAX_LOOKED_AT);
  const found = rows.map(({ createdAt, ...row }) => ({ ...row, day: dayOf(Date.parse(createdAt)) }));
  return { timezone, ...sumUp(found, dayOf(nowMs)) };
}

/** @param found Any order. @param today `YYYY-MM-DD` where the person is. */
export function sumUp(found: readonly MoodOnDay[], today: string): Omit<MoodStats, "timezone"> {
  const by_mood = Object.fromEntries(Object.keys(MOOD_VALENCE).map((mood) => [mood, 0])) as MoodStats["by_mood"];
  for (const { mood } of found) by_mood[mood] += 1;
  const weeks = weeksOf(found);
  return { entries: found.length, ...streaksOf(found, today), by_mood, weeks, trend: trendOf(weeks) };
}

/** Days since 1970, so that the day after is one more whatever the month or the clocks do. */
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayName = (number: number): string => isoTime(number * DAY_MS).slice(0, 10);

function streaksOf(found: readonly MoodOnDay[], today: string): Pick<MoodStats, "streak" | "longest_streak"> {
  const days = [...new Set(found.map(({ day }) => dayNumber(day)))].sort((a, b) => a - b);
  let [run, longest_streak, last] = [0, 0, Number.NaN];
  for (const day of days) {
    run = day === last + 1 ? run + 1 : 1;
    longest_streak = Math.max(longest_streak, run);
    last = day;
  }
  return { streak: dayNumber(today) - last <= 1 ? run : 0, longest_streak };
}

/** 1970-01-01 was a Thursday, the fourth day of its week. */
const mondayOf = (day: string): string => dayName(dayNumber(day) - ((dayNumber(day) + 3) % 7));
const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;

function weeksOf(found: readonly MoodOnDay[]): MoodStats["weeks"] {
  const byWeek = Map.groupBy(found, ({ day }) => mondayOf(day));
  return [...byWeek]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([week, entries]) => ({
      week,
      entries: entries.length,
      valence: mean(entries.map(({ mood }) => MOOD_VALENCE[mood])),
      intensity: mean(entries.map(({ intensity }) => intensity)),
    }));
}

function trendOf([newest, before]: MoodStats["weeks"]): MoodStats["trend"] {
  if (newest === undefined || before === undefined) return "unknown";
  const change = newest.valence - before.valence;
  if (Math.abs(change) < NOTABLE) return "steady";
  return change > 0 ? "better" : "worse";
}
