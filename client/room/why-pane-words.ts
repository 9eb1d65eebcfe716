import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { GateName, TraceEntry } from "../../shared/lore/trace.ts";

/** What people call the gates an entry passes, in their order (ux §4.4). */
export const GATE_WORDS: Record<GateName, string> = {
  mode: "switched on",
  filter: "bot filter",
  trigger: "reply type",
  delay: "delay",
  cooldown: "cooldown",
  recursion: "recursion",
  method: "keys and meaning",
  group: "group",
  probability: "chance",
  budget: "budget",
};

const detailOf = ({ gates }: TraceEntry, name: GateName): string =>
  gates.find(({ gate }) => gate === name)?.detail ?? "";
const twoDigits = (value: number | null): string => (value === null ? "" : value.toFixed(2));
/** The first number of a gate's words: how many turns or messages are left. */
const countIn = (detail: string, pattern: RegExp): string => pattern.exec(detail)?.[1] ?? "";

/** Why an entry stayed out, in the closed vocabulary of ux §4.5. */
export function heldChip(entry: TraceEntry): string {
  switch (entry.reason) {
    case "disabled":
      return "off";
    case "filter_excluded":
      return "bot filter";
    case "trigger_excluded":
      return "reply type";
    case "delay_not_met":
      return `delay ${countIn(detailOf(entry, "delay"), /(\d+)\D*to go/u)}`.trim();
    case "cooldown_active":
      return `cooldown ${countIn(detailOf(entry, "cooldown"), /(\d+)/u)}`.trim();
    case "recursion_excluded":
      return "recursion off";
    case "no_match":
      return "no key";
    case "secondary_logic":
      return "secondary";
    case "below_threshold":
      return entry.vector_similarity === null ? "below" : `below (${twoDigits(entry.vector_similarity)})`;
    case "outside_top_k":
      return "outside top-k";
    case "vector_unavailable":
      return "no vectors";
    case "invalid":
      return "too slow regex";
    case "group_lost":
      return "group lost";
    case "probability_failed":
      return `chance ${Math.round(entry.roll ?? 0)} > ${entry.threshold ?? ""}`;
    case "budget_exceeded":
      return /collection/u.test(detailOf(entry, "budget")) ? "tome budget" : "room budget";
    case null:
      return "woke";
    default:
      return entry.reason satisfies never;
  }
}

/** Whether a gate is the one that decided, came before it, or would have passed or not after it. */
export type GatePlace = "passed" | "stopped" | "would" | "would_not";

export function gatePlaces({ gates }: TraceEntry): readonly { gate: GateName; detail: string; place: GatePlace }[] {
  const stop = gates.findIndex(({ passed }) => !passed);
  return gates.map(({ gate, detail, passed }, at) => {
    if (stop === -1 || at < stop) return { gate, detail, place: "passed" };
    if (at === stop) return { gate, detail, place: "stopped" };
    return { gate, detail, place: passed ? "would" : "would_not" };
  });
}

export const PLACE_WORDS: Record<GatePlace, { readonly sign: string; readonly word: string }> = {
  passed: { sign: "✓", word: "passed" },
  stopped: { sign: "✗", word: "stopped here" },
  would: { sign: "◦", word: "would pass" },
  would_not: { sign: "◦", word: "would not pass" },
};

/** Tokens a row of the log stands for. What was cut used none: the evaluation knows what it would have; null without it. */
export function costOf(row: ActivationLogRow, entries: readonly TraceEntry[] = []): number | null {
  if (row.was_included) return row.tokens_used;
  return entries.find(({ id }) => id === row.knowledge_entry_id)?.tokens ?? null;
}
