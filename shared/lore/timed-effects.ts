import type { LoreEntry } from "../fields/knowledge.ts";
import type { Firing } from "./evaluate.ts";

/** Which timed effects hold at one evaluation, in the entry's own unit (messages or rounds). */
export interface TimedState {
  /** How long the delay still blocks; 0 = not at all. */
  readonly delay: number;
  /** How long the cooldown still blocks, this evaluation included; 0 = not at all. */
  readonly cooldown: number;
  /** How long it stays after this evaluation; null = not carried. */
  readonly sticky: number | null;
}

/** Where an evaluation stands: messages before it, and the round it belongs to. */
export interface Moment {
  readonly length: number;
  readonly round: number;
}

const NO_EFFECT: TimedState = { delay: 0, cooldown: 0, sticky: null };

/**
 * The one arithmetic of activation.md §7: what holds now is a function of the last firing and of the moment, nothing is
 * counted down. With *a* the last firing: carried while a < now ≤ a + sticky; then blocked for `cooldown` from the first
 * moment it is no longer carried; blocked while now < `delay`.
 */
export function timedState(
  settings: LoreEntry["advanced_activation"],
  last: Firing | undefined,
  moment: Moment,
): TimedState {
  const { sticky, cooldown, delay, timing_unit: unit } = settings;
  if (last === undefined && delay === 0) return NO_EFFECT;
  const now = unit === "round" ? moment.round : moment.length;
  const wait = Math.max(0, delay - now);
  if (last === undefined) return { delay: wait, cooldown: 0, sticky: null };
  const fired = unit === "round" ? last.round : last.index;
  const isCarried = fired < now && now <= fired + sticky;
  const freeFrom = fired + sticky + 1;
  const isBlocked = freeFrom <= now && now < freeFrom + cooldown;
  return {
    delay: wait,
    cooldown: isBlocked ? freeFrom + cooldown - now : 0,
    sticky: isCarried ? fired + sticky - now : null,
  };
}

/**
 * The last firing of each entry before `length`. Later ones do not count: a retake or a continuation is evaluated at
 * the message's own index with what came before it.
 */
export function lastFirings(ledger: readonly Firing[], length: number): ReadonlyMap<string, Firing> {
  const last = new Map<string, Firing>();
  for (const firing of ledger) {
    const known = last.get(firing.entryId);
    if (firing.index < length && (known === undefined || known.index < firing.index)) last.set(firing.entryId, firing);
  }
  return last;
}
