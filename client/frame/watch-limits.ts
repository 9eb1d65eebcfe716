import { readLimits } from "../settings/limit-calls.ts";
import type { App } from "../ui/app-context.ts";
import { chooseTheme, THEMES } from "../ui/theme.ts";
import { isNight } from "./night.ts";

const MINUTE_MS = 60_000;
/** Limits are changed seldom, and here most of the time: asked for again this often, minutes. */
const ASK_EVERY = 15;

/**
 * Keeps to what a person set for themselves (ux §6.5): Closing time at night, said once, and a quiet word when a break
 * is due. Time counts while the page is in sight. @returns How to stop.
 */
export function watchLimits({ api, preferences, toasts }: App): () => void {
  const gone = new AbortController();
  let limits: Awaited<ReturnType<typeof read>> = null;
  let minutes = 0;
  let wasNight = false;
  async function read() {
    const answer = await readLimits(api, gone.signal);
    return answer.ok ? answer.value : null;
  }
  const wearNight = (isDark: boolean) => {
    if (isDark === wasNight) return;
    wasNight = isDark;
    const chosen = preferences.values.peek().theme;
    chooseTheme(isDark ? "closing" : (THEMES.find((theme) => theme === chosen) ?? "system"));
    if (isDark) toasts.say("It is your closing time: the lights are down until morning.");
  };
  const tick = async () => {
    if (document.hidden) return;
    if (limits === null || minutes % ASK_EVERY === 0) limits = (await read()) ?? limits;
    minutes++;
    if (limits === null || gone.signal.aborted) return;
    wearNight(limits.night_mode_enabled && isNight(new Date(), limits.night_mode_start, limits.night_mode_end));
    const every = limits.break_reminder_interval;
    if (every !== null && minutes % every === 0) toasts.say(`${minutes} minutes at the table. A short break?`);
  };
  void tick();
  const timer = setInterval(() => void tick(), MINUTE_MS);
  return () => {
    gone.abort();
    clearInterval(timer);
  };
}
