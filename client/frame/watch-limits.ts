import type { UserLimits } from "../../shared/protocol/user-frames.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { type Limits, readLimits } from "../settings/limit-calls.ts";
import type { App } from "../ui/app-context.ts";
import { isClosingTime } from "../ui/theme.ts";
import { limitWords } from "./limit-words.ts";
import { myself } from "./myself.ts";
import { isNight } from "./night.ts";
import { type Minutes, SittingTime } from "./sitting-time.ts";

const MINUTE_MS = 60_000;
/** Limits are changed seldom, and here most of the time: asked for again this often, minutes. */
const ASK_EVERY = 15;

type LimitPorts = Pick<App, "api" | "toasts">;

/** Keeps to what a person set for themselves (ux §6.5). @returns How to stop. */
export function watchLimits(ports: LimitPorts): () => void {
  const watch = new LimitWatch(ports);
  const look = () => {
    if (!document.hidden) void watch.minute(new Date());
  };
  look();
  const timer = setInterval(look, MINUTE_MS);
  return () => {
    clearInterval(timer);
    watch.stop();
  };
}

/** Closing time at night, said once, and a quiet word when a limit or a break is reached. Nothing is locked. */
class LimitWatch {
  readonly #gone = new AbortController();
  readonly #time = new SittingTime(deviceMemory.storage);
  readonly #ports: LimitPorts;
  #limits: Limits | null = null;
  #before: Minutes | null = null;
  #wasNight = false;

  constructor(ports: LimitPorts) {
    this.#ports = ports;
  }

  /** One more minute with the page in sight. */
  async minute(now: Date): Promise<void> {
    const here = this.#time.add(now);
    const told = myself.peek()?.limits.peek() ?? null;
    if (told) this.#limits = told;
    else if (this.#limits === null || here.sitting % ASK_EVERY === 0) await this.#ask();
    if (this.#limits === null || this.#gone.signal.aborted) return;
    this.#wearNight(this.#limits, now);
    for (const words of this.#words(this.#limits, here, told)) this.#ports.toasts.say(words);
  }

  /** The server counts all devices together; without it, this one counts for itself. */
  #words(limits: Limits, here: Minutes, told: UserLimits | null): readonly string[] {
    if (!told) return limitWords(limits, here);
    const all = { sitting: here.sitting, today: told.used_today, week: told.used_week };
    // What was reached before this page knew is not said by it.
    const before = this.#before ?? all;
    this.#before = all;
    return limitWords(limits, all, all.today < before.today ? { today: 0, week: before.week } : before);
  }

  stop(): void {
    this.#gone.abort();
    isClosingTime.value = false;
  }

  async #ask(): Promise<void> {
    const answer = await readLimits(this.#ports.api, this.#gone.signal);
    if (answer.ok) this.#limits = answer.value;
  }

  /** Lights down once a night; whoever wants them back gets them back until the next. */
  #wearNight({ night_mode_enabled, night_mode_start, night_mode_end }: Limits, now: Date): void {
    const isDark = night_mode_enabled && isNight(now, night_mode_start, night_mode_end);
    if (isDark === this.#wasNight) return;
    this.#wasNight = isDark;
    isClosingTime.value = isDark;
    if (!isDark) return;
    const action = { label: "Lights on", onPress: lightUp };
    this.#ports.toasts.say("It is your closing time: the lights are down until morning.", { action });
  }
}

function lightUp(): void {
  isClosingTime.value = false;
}
