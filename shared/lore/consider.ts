import type { CompiledEntry } from "./compile.ts";
import type { EvaluateInput, Firing } from "./evaluate.ts";
import { cooldownGate, delayGate, filterGate, modeGate, probabilityGate, triggerGate } from "./gates.ts";
import { rollOf } from "./rolls.ts";
import { type KeywordMatch, scanEntry } from "./scan.ts";
import { lastFirings, type TimedState, timedState } from "./timed-effects.ts";
import type { Gate } from "./trace.ts";
import type { LoreView } from "./view.ts";

/** One entry while it is being evaluated: all that is known of it before the entries are weighed against each other. */
export interface Considered {
  readonly entry: CompiledEntry;
  /** Gates 1 to 5, each by itself. */
  readonly early: readonly Gate[];
  /** No early gate stops it. */
  readonly isEligible: boolean;
  readonly isPinned: boolean;
  readonly timed: TimedState;
  readonly lastFiring: Firing | undefined;
  /** Its die, whether or not it counts. */
  readonly roll: number;
  readonly probability: Gate;
  /** What its keys found; null when they were not tested. Replaced when its window is widened. */
  match: KeywordMatch | null;
}

/** Keys are tested where they could decide: not while pinned, constant or sticky, nor for vector entries. */
function testsKeys({ entry, isPinned, timed }: Pick<Considered, "entry" | "isPinned" | "timed">): boolean {
  const mode = entry.source.activation_settings.activation_mode;
  const isByKey = mode === "keyword" || mode === "hybrid" || mode === "disabled";
  return isByKey && !isPinned && timed.sticky === null && entry.problem === null;
}

/** Passes every entry through the gates that concern it alone, and looks for its keys. */
export function considerAll(input: EvaluateInput, view: LoreView, seedHash: number): readonly Considered[] {
  const { compiled, ledger, length, round } = input;
  const moment = { length, round };
  const firings = lastFirings(ledger, length);
  const pins = new Set(input.pins.map(({ entryId }) => entryId));
  return compiled.entries.map((entry) => {
    const { source } = entry;
    const lastFiring = firings.get(source.id);
    const timed = timedState(source.advanced_activation, lastFiring, moment);
    const early = [
      modeGate(source),
      filterGate(source, input),
      triggerGate(source, input),
      delayGate(source, timed),
      cooldownGate(source, timed),
    ];
    const isPinned = pins.has(source.id);
    const roll = rollOf(seedHash, entry.idHash);
    return {
      entry,
      early,
      isEligible: early.every((gate) => gate.passed),
      isPinned,
      timed,
      lastFiring,
      roll,
      probability: probabilityGate(source, timed.sticky !== null, roll),
      match: testsKeys({ entry, isPinned, timed }) ? scanEntry(entry, view, view.window(entry.kinds)) : null,
    };
  });
}
