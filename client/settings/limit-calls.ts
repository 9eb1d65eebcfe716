import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

const minutes = z.nullable(z.number());
const Limits = z.object({
  daily_limit: minutes,
  weekly_limit: minutes,
  break_reminder_interval: minutes,
  night_mode_enabled: z.boolean(),
  night_mode_start: z.string(),
  night_mode_end: z.string(),
});
/** What a person set for themselves; null is off. */
export type Limits = z.infer<typeof Limits>;
const Page = z.object({ docs: z.array(Limits) });

/** All is off until chosen. */
const OFF: Limits = {
  daily_limit: null,
  weekly_limit: null,
  break_reminder_interval: null,
  night_mode_enabled: false,
  night_mode_start: "22:00",
  night_mode_end: "08:00",
};

export async function readLimits(api: Api, signal: AbortSignal): Promise<ApiResult<Limits>> {
  const answer = await api.call("GET", "/self-moderation", Page, { signal });
  return answer.ok ? { ok: true, value: answer.value.docs[0] ?? OFF } : answer;
}

export const writeLimits = (api: Api, limits: Limits): Promise<ApiResult<Limits>> =>
  api.call("PATCH", "/self-moderation", Limits, { body: limits });
