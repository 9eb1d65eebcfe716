import * as z from "zod/mini";
import type { InsertRole, Position } from "../fields/knowledge.ts";
import { ACTIVATION_METHODS } from "../fields/knowledge-activation-log.ts";

/** How an entry got in. */
export type ActivationMethod = (typeof ACTIVATION_METHODS)[number];

/** The gates of activation.md §4, in order; every entry of a trace lists all of them. */
export const GATES = [
  "mode",
  "filter",
  "trigger",
  "delay",
  "cooldown",
  "recursion",
  "method",
  "group",
  "probability",
  "budget",
] as const;
export type GateName = (typeof GATES)[number];

/** Why an entry stayed out: the reason codes of activation.md §4 and §12. */
export const TRACE_REASONS = [
  "disabled",
  "filter_excluded",
  "trigger_excluded",
  "delay_not_met",
  "cooldown_active",
  "recursion_excluded",
  "no_match",
  "secondary_logic",
  "below_threshold",
  "outside_top_k",
  "vector_unavailable",
  "invalid",
  "group_lost",
  "probability_failed",
  "budget_exceeded",
] as const;
export type TraceReason = (typeof TRACE_REASONS)[number];

/** Stands for a message in `matched_keywords` where a key was found in one of the extra texts. */
export const EXTRA_TEXTS = ["bot_description", "bot_personality", "persona_description"] as const;
export type ExtraText = (typeof EXTRA_TEXTS)[number];

// Named here and not imported, so that a client reading traces does not load the whole of zod with the fields.
const TracePosition = z.enum([
  "system_top",
  "before_character",
  "after_character",
  "before_examples",
  "after_examples",
  "at_depth",
  "system_bottom",
] as const satisfies readonly Position[]);
const TraceRole = z.enum(["system", "user", "assistant"] as const satisfies readonly InsertRole[]);

/** One gate's answer. `passed` is what the gate says by itself, whether or not an earlier one failed. */
export const Gate = z.object({ gate: z.enum(GATES), passed: z.boolean(), detail: z.string() });
export type Gate = z.infer<typeof Gate>;

/** One place where a key was found. */
export const MatchedKeyword = z.object({
  /** As written in the entry. */
  keyword: z.string(),
  /** The message's id, or one of {@link EXTRA_TEXTS}. */
  message: z.string(),
  /** UTF-16 offsets in that text as it stands; `end` is exclusive. */
  start: z.number(),
  end: z.number(),
});
export type MatchedKeyword = z.infer<typeof MatchedKeyword>;

/** What happened to one entry. */
export const TraceEntry = z.object({
  id: z.string(),
  included: z.boolean(),
  /** What lets it in, or would but for the gate named in `reason`; `null` when nothing does. */
  method: z.nullable(z.enum(ACTIVATION_METHODS)),
  /** The first gate that stopped it; `null` when it is included. */
  reason: z.nullable(z.enum(TRACE_REASONS)),
  /** Carried by an earlier firing, or also within its time: neither rolled nor counted as a new firing. */
  sticky: z.boolean(),
  /** 2 per primary and 1 per secondary key found; the similarity of a vector match; 1 for constant and pinned. */
  score: z.number(),
  matched_keywords: z.array(MatchedKeyword),
  /** Of the best chunk; `null` when not searched or not found. */
  vector_similarity: z.nullable(z.number()),
  /** In [0, 100), passes below `threshold`; `null` when nothing was rolled. */
  roll: z.nullable(z.number()),
  /** Of the text as inserted: macros resolved, cut to `max_tokens`. */
  tokens: z.number(),
  truncated: z.boolean(),
  position: TracePosition,
  depth: z.number(),
  role: TraceRole,
  order: z.number(),
  gates: z.array(Gate),
  /** Added: what lists show without loading the entry. */
  title: z.string(),
  knowledge_collection: z.string(),
  /** Added: the probability in percent that `roll` must stay below; `null` when not used. */
  threshold: z.nullable(z.number()),
  /** Added: messages looked back, the widening for minimum activations included. */
  scan_depth: z.number(),
});
export type TraceEntry = z.infer<typeof TraceEntry>;

/** One piece of lore for the prompt. The list is in prompt order; `depth` and `role` stand only with `at_depth`. */
export const Insertion = z.object({
  position: TracePosition,
  depth: z.optional(z.number()),
  role: z.optional(TraceRole),
  /** The entry's id. */
  entry: z.string(),
  text: z.string(),
});
export type Insertion = z.infer<typeof Insertion>;

/** Tokens. `ignored` went in past the limit by `ignore_budget` and is not part of `used`. */
export const TraceBudget = z.object({ limit: z.number(), used: z.number(), ignored: z.number() });
export type TraceBudget = z.infer<typeof TraceBudget>;

/**
 * The whole answer of one evaluation (activation.md §13): what was considered, why it went in or stayed out, and
 * what the prompt gets. Stored with the message; a reader ignores fields it does not know.
 */
export const Trace = z.object({
  /** Messages before the evaluated one; its index. */
  L: z.number(),
  /** Added: the round the evaluated message belongs to. */
  round: z.number(),
  /** Added: what the dice were keyed by; the same seed replays the same rolls. */
  seed: z.string(),
  /** By id, ascending. */
  entries: z.array(TraceEntry),
  budget: TraceBudget,
  prompt: z.array(Insertion),
});
export type Trace = z.infer<typeof Trace>;
