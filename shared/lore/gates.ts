import type { GenerationTrigger, LoreEntry } from "../fields/knowledge.ts";
import type { LorePersona, LoreSpeaker } from "./evaluate.ts";
import type { TimedState } from "./timed-effects.ts";
import type { Gate, GateName, TraceReason } from "./trace.ts";

export const passed = (gate: GateName, detail: string): Gate => ({ gate, passed: true, detail });
export const failed = (gate: GateName, detail: string): Gate => ({ gate, passed: false, detail });

// Answers most entries give are shared, so that a trace of thousands of entries costs little.
const MODE_ON = passed("mode", "enabled");
const MODE_OFF = failed("mode", "disabled");
const FOR_ALL = passed("filter", "for every bot and persona");
const FILTER_OPEN = passed("filter", "this bot and persona are allowed");
const ANY_TRIGGER = passed("trigger", "for every kind of reply");
const NO_DELAY = passed("delay", "no delay");
const NO_COOLDOWN = passed("cooldown", "not cooling down");
/** Nothing wakes other entries yet, so nothing is held back by it. */
export const RECURSION_GATE = passed("recursion", "not woken by another entry");
/** Entries are in no groups yet. */
export const GROUP_GATE = passed("group", "in no group");

/** The reason each gate gives; the method gate gives its own. */
export const GATE_REASONS: Readonly<Record<Exclude<GateName, "method">, TraceReason>> = {
  mode: "disabled",
  filter: "filter_excluded",
  trigger: "trigger_excluded",
  delay: "delay_not_met",
  cooldown: "cooldown_active",
  recursion: "recursion_excluded",
  group: "group_lost",
  probability: "probability_failed",
  budget: "budget_exceeded",
};

/** Who is speaking as whom, and why: what the first gates look at. */
export interface Occasion {
  readonly speaker: LoreSpeaker;
  readonly persona: LorePersona | null;
  readonly trigger: GenerationTrigger;
}

export const modeGate = ({ activation_settings: { activation_mode: mode } }: LoreEntry): Gate =>
  mode === "disabled" ? MODE_OFF : MODE_ON;

function botObjection({ filtering, applies_to_bots: appliesTo }: LoreEntry, botId: string): string | null {
  if (appliesTo.length > 0 && !appliesTo.includes(botId)) return "applies to other bots";
  if (!filtering.filter_by_bots) return null;
  if (filtering.excluded_bot_ids.some(({ bot_id }) => bot_id === botId)) return "this bot is excluded";
  const isListed = filtering.allowed_bot_ids.some(({ bot_id }) => bot_id === botId);
  return isListed || filtering.allowed_bot_ids.length === 0 ? null : "this bot is not on the list";
}

function personaObjection({ filtering }: LoreEntry, personaId: string | undefined): string | null {
  if (!filtering.filter_by_personas) return null;
  if (filtering.excluded_persona_ids.some(({ persona_id }) => persona_id === personaId))
    return "this persona is excluded";
  const isListed = filtering.allowed_persona_ids.some(({ persona_id }) => persona_id === personaId);
  if (isListed || filtering.allowed_persona_ids.length === 0) return null;
  return personaId === undefined ? "needs one of its personas, and none is active" : "this persona is not on the list";
}

/** Gate 2. An exclusion wins over a permission; no persona is not on any list of permitted ones. */
export function filterGate(entry: LoreEntry, { speaker, persona }: Occasion): Gate {
  const { filter_by_bots: byBots, filter_by_personas: byPersonas } = entry.filtering;
  if (!byBots && !byPersonas && entry.applies_to_bots.length === 0) return FOR_ALL;
  const objection = botObjection(entry, speaker.id) ?? personaObjection(entry, persona?.id);
  return objection === null ? FILTER_OPEN : failed("filter", objection);
}

/** Gate 3. */
export function triggerGate({ activation_settings: { triggers } }: LoreEntry, { trigger }: Occasion): Gate {
  if (triggers.length === 0) return ANY_TRIGGER;
  const detail = `answers to ${triggers.join(", ")}; this is ${trigger}`;
  return triggers.includes(trigger) ? passed("trigger", detail) : failed("trigger", detail);
}

const inUnits = (count: number, entry: LoreEntry): string =>
  `${count} ${entry.advanced_activation.timing_unit}${count === 1 ? "" : "s"}`;

/** Gate 4. */
export function delayGate(entry: LoreEntry, timed: TimedState): Gate {
  const { delay } = entry.advanced_activation;
  if (delay === 0) return NO_DELAY;
  if (timed.delay === 0) return passed("delay", `from ${delay} on`);
  return failed("delay", `from ${delay} on, ${inUnits(timed.delay, entry)} to go`);
}

/** Gate 5. */
export function cooldownGate(entry: LoreEntry, timed: TimedState): Gate {
  return timed.cooldown === 0 ? NO_COOLDOWN : failed("cooldown", `${inUnits(timed.cooldown, entry)} left`);
}

const NOT_USED = passed("probability", "not used");
const ALWAYS = passed("probability", "always");
const CARRIED = passed("probability", "not rolled: sticky");

/** Gate 9. A sticky entry is not rolled again; 0 never passes and 100 always does. */
export function probabilityGate({ activation_settings: settings }: LoreEntry, isSticky: boolean, roll: number): Gate {
  if (!settings.use_probability) return NOT_USED;
  if (isSticky) return CARRIED;
  if (settings.probability >= 100) return ALWAYS;
  const detail = `${roll.toFixed(2)} of ${settings.probability}`;
  return roll < settings.probability ? passed("probability", detail) : failed("probability", detail);
}
