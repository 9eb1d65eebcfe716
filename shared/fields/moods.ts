import { z } from "zod";
import { patchOf } from "./common.ts";

export const MOODS = [
  "very-happy",
  "happy",
  "content",
  "neutral",
  "sad",
  "very-sad",
  "anxious",
  "excited",
  "angry",
  "frustrated",
] as const;
export type MoodName = (typeof MOODS)[number];

/** How good each mood feels, 1 to 5: the five colours of the calendar (ux.md §2.10). */
export const MOOD_VALENCE = {
  "very-happy": 5,
  excited: 5,
  happy: 4,
  content: 4,
  neutral: 3,
  sad: 2,
  anxious: 2,
  frustrated: 2,
  "very-sad": 1,
  angry: 1,
} as const satisfies Record<MoodName, number>;

export const MoodTriggers = z.array(z.strictObject({ trigger: z.string().trim().min(1).max(100) })).max(20);
export type MoodTriggers = z.infer<typeof MoodTriggers>;

export const MoodInput = z.strictObject({
  mood: z.enum(MOODS),
  intensity: z.int().min(1).max(5).default(3),
  note: z.string().trim().max(5_000).default(""),
  triggers: MoodTriggers.default([]),
});
export type MoodInput = z.infer<typeof MoodInput>;
export const MoodPatch = patchOf(MoodInput);
export type MoodPatch = z.infer<typeof MoodPatch>;

export const MoodRow = MoodInput.extend({
  id: z.string(),
  user: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MoodRow = z.infer<typeof MoodRow>;

export const MOOD_TRENDS = ["better", "steady", "worse", "unknown"] as const;

/** Moods summed up in the person's own days and weeks. */
export const MoodStats = z.object({
  timezone: z.string(),
  /** Moods looked at: those of the last `MOOD_STATS_DAYS` days. */
  entries: z.number(),
  /** Days in a row with a mood, up to today, or to yesterday while today has none yet. */
  streak: z.number(),
  longest_streak: z.number(),
  by_mood: z.record(z.enum(MOODS), z.number()),
  /** Newest first; weeks without a mood are left out. */
  weeks: z.array(
    z.object({
      /** The Monday, `YYYY-MM-DD`. */
      week: z.string(),
      entries: z.number(),
      /** Means, two decimals: of MOOD_VALENCE, and of what was written. */
      valence: z.number(),
      intensity: z.number(),
    }),
  ),
  /** The newest week against the one before it that has moods; `unknown` with fewer than two. */
  trend: z.enum(MOOD_TRENDS),
});
export type MoodStats = z.infer<typeof MoodStats>;
