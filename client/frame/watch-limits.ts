import { deviceMemory } from "../pages/device-memory.ts";
import { type Limits, readLimits } from "../settings/limit-calls.ts";
import type { App } from "../ui/app-context.ts";
import { isClosingTime } from "../ui/theme.ts";
import { limitWords } from "./limit-words.ts";
import { isNight } from "./night.ts";
import { SittingTime } from "./sitting-time.ts";

const MINUTE_MS = 60_000;
/** Limits are changed seldom, and here most of the time: asked for again this often, minutes. */
const ASK_EVERY = 15;

/**
 * Keeps to what a person set for themselves (ux §6.5): Closing time at night, said once, and a quiet word when a limit
 * or a break is reached. Nothing is locked. Time counts while the page is in sight. @returns How to stop.
 */
export function watchLimits({ api, toasts }: Pick<App, "api" | "toasts">): () => void {
  const gone = new AbortController();
  const time = new SittingTime(deviceMemory.storage);
  const wearNight = nightWearer(toasts);
  let limits: Limits | null = null;
  const look = async () => {
    if (document.hidden) return;
    const minutes = time.add(new Date());
    if (limits === null || minutes.sitting % ASK_EVERY === 0) {
      const answer = await readLimits(api, gone.signal);
      if (answer.ok) limits = answer.value;
    }
    if (limits === null || gone.signal.aborted) return;
    wearNight(limits.night_mode_enabled && isNight(new Date(), limits.night_mode_start, limits.night_mode_end));
    for (const words of limitWords(limits, minutes)) toasts.say(words);
  };
  void look();
  const timer = setInterval(() => void look(), MINUTE_MS);
  return () => {
    gone.abort();
    clearInterval(timer);
    isClosingTime.value = false;
  };
}

/** Lights down once a night; whoever wants them back gets them back until the next. */
function nightWearer(toasts: App["toasts"]): (isDark: boolean) => void {
  let wasDark = false;
  const lightUp = () => {
    isClosingTime.value = false;
  };
  return (isDark) => {
    if (isDark === wasDark) return;
    wasDark = isDark;
    isClosingTime.value = isDark;
    if (!isDark) return;
    const action = { label: "Lights on", onPress: lightUp };
    toasts.say("It is your closing time: the lights are down until morning.", { action });
  };
}
