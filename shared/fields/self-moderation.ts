import { z } from "zod";
import { patchOf } from "./common.ts";

/** Ranges of ux.md §6.5, minutes. */
export const DAILY_LIMIT = [15, 480] as const;
export const WEEKLY_LIMIT = [60, 3_360] as const;
export const BREAK_INTERVAL = [10, 60] as const;

const minutes = ([min, max]: readonly [number, number]) => z.int().min(min).max(max).nullable();

/** A time of day, `HH:MM`. */
const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "is not a time like 22:30");

/** Characters of all conditions as JSON. Chosen. */
const MAX_TRIGGERS = 4_000;
/** When the person wants to be asked how they are; read by the client, kept as it is. */
const InterventionTriggers = z
  .record(z.string().max(64), z.json())
  .refine((triggers) => JSON.stringify(triggers).length <= MAX_TRIGGERS, `has more than ${MAX_TRIGGERS} characters`);
export type InterventionTriggers = z.infer<typeof InterventionTriggers>;

/** What a person sets for themselves. Null is off; all is off until chosen. Usage is counted by the object of the person. */
export const SelfModerationInput = z.strictObject({
  daily_limit: minutes(DAILY_LIMIT).default(null),
  weekly_limit: minutes(WEEKLY_LIMIT).default(null),
  break_reminder_interval: minutes(BREAK_INTERVAL).default(null),
  night_mode_enabled: z.boolean().default(false),
  night_mode_start: ClockTime.default("22:00"),
  night_mode_end: ClockTime.default("08:00"),
  intervention_triggers: InterventionTriggers.default({}),
});
export type SelfModerationInput = z.infer<typeof SelfModerationInput>;
export const SelfModerationPatch = patchOf(SelfModerationInput);
export type SelfModerationPatch = z.infer<typeof SelfModerationPatch>;

export const SelfModerationRow = SelfModerationInput.extend({
  id: z.string(),
  user: z.string(),
  /** Minutes so far. */
  current_daily_usage: z.number(),
  current_weekly_usage: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SelfModerationRow = z.infer<typeof SelfModerationRow>;
