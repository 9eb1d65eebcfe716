import type { Considered } from "./consider.ts";
import type { Firing } from "./evaluate.ts";
import { failed, passed } from "./gates.ts";
import { type KeywordMatch, scanEntry } from "./scan.ts";
import type { ActivationMethod, Gate, TraceReason } from "./trace.ts";
import type { VectorVerdict } from "./vector-ranks.ts";
import type { LoreView } from "./view.ts";

/** Gate 7: what lets an entry in, or why nothing does. */
export interface MethodResult {
  readonly method: ActivationMethod | null;
  readonly score: number;
  /** Set where `method` is null. */
  readonly reason: TraceReason | null;
  readonly gate: Gate;
}

const PINNED = passed("method", "pinned");
const CONSTANT = passed("method", "constant");
const NO_KEYS = failed("method", "has no keys");
const NO_KEY_FOUND = failed("method", "no key found");
const SECONDARY = failed("method", "the secondary keys decide against it");

const letIn = (method: ActivationMethod, score: number, gate: Gate): MethodResult => ({
  method,
  score,
  reason: null,
  gate,
});
const keepOut = (reason: TraceReason, score: number, gate: Gate): MethodResult => ({
  method: null,
  score,
  reason,
  gate,
});

/**
 * How the firing that carries a sticky entry came about. A ledger that does not say (a what-if) is asked again: the
 * keys are looked for as they were before that message.
 */
function originOf(considered: Considered, firing: Firing, view: LoreView): { method: ActivationMethod; score: number } {
  if (firing.method !== undefined && firing.score !== undefined) return { method: firing.method, score: firing.score };
  const { entry } = considered;
  if (entry.source.activation_settings.activation_mode === "vector") return { method: "vector", score: 0 };
  const then = scanEntry(entry, view, view.windowBefore(entry.kinds, firing.index));
  return { method: "keyword", score: then.score };
}

function carried(considered: Considered, firing: Firing, left: number, view: LoreView): MethodResult {
  const { method, score } = originOf(considered, firing, view);
  const unit = considered.entry.source.advanced_activation.timing_unit;
  const detail = `sticky since ${unit} ${unit === "round" ? firing.round : firing.index}, ${left} left`;
  return letIn(method, score, passed("method", detail));
}

function byKey(match: KeywordMatch): MethodResult {
  const first = match.hits[0];
  const detail = first === undefined ? "keys agree" : `"${first.keyword}" in ${first.message}`;
  return letIn("keyword", match.score, passed("method", detail));
}

function byVector({ similarity, result }: VectorVerdict): MethodResult {
  const score = similarity ?? 0;
  const detail = similarity === null ? "not found by similarity" : `similarity ${similarity.toFixed(3)}`;
  if (result === "match") return letIn("vector", score, passed("method", detail));
  if (result === "vector_unavailable")
    return keepOut(result, score, failed("method", "similarity search is not available"));
  return keepOut(
    result,
    score,
    failed("method", result === "outside_top_k" ? `${detail}, but too many are closer` : detail),
  );
}

function noKey(considered: Considered, match: KeywordMatch | null): MethodResult {
  const { primary, secondary } = considered.entry;
  if (match?.result === "secondary_logic") return keepOut("secondary_logic", match.score, SECONDARY);
  const hasKeys = primary.length + secondary.length > 0;
  return keepOut("no_match", match?.score ?? 0, hasKeys ? NO_KEY_FOUND : NO_KEYS);
}

/** The first that holds: pin, constant, sticky, keyword, vector (activation.md §4, gate 7). */
export function decideMethod(considered: Considered, vector: VectorVerdict | undefined, view: LoreView): MethodResult {
  const { entry, isPinned, timed, lastFiring, match } = considered;
  if (isPinned) return letIn("manual", 1, PINNED);
  if (entry.source.activation_settings.activation_mode === "constant") return letIn("constant", 1, CONSTANT);
  if (timed.sticky !== null && lastFiring !== undefined) return carried(considered, lastFiring, timed.sticky, view);
  if (match?.result === "match") return byKey(match);
  const similar = vector === undefined ? null : byVector(vector);
  if (similar?.method === "vector") return similar;
  if (entry.problem !== null && entry.source.activation_settings.activation_mode !== "vector")
    return keepOut("invalid", similar?.score ?? 0, failed("method", entry.problem.message));
  if (similar === null) return noKey(considered, match);
  return match === null ? similar : { ...similar, score: Math.max(similar.score, match.score) };
}
