import type { GenerationTrigger, LoreEntry } from "../fields/knowledge.ts";
import { hash32 } from "../text/string-hash.ts";
import { type BudgetClaim, LorePurse } from "./budget.ts";
import type { CompiledLore } from "./compile.ts";
import { type Considered, considerAll } from "./consider.ts";
import { insertedText, writtenText } from "./entry-text.ts";
import { GATE_REASONS, GROUP_GATE, RECURSION_GATE } from "./gates.ts";
import { orderInsertions } from "./insertions.ts";
import { decideMethod, type MethodResult } from "./method.ts";
import { widenForMinimum } from "./minimum-activations.ts";
import { seedText } from "./rolls.ts";
import type { ActivationMethod, Gate, Trace, TraceEntry, TraceReason } from "./trace.ts";
import type { CutText } from "./truncate.ts";
import { rankVectors } from "./vector-ranks.ts";
import { LoreView } from "./view.ts";

/** One message that counts: not hidden, failed, deleted or still running. */
export interface LoreMessage {
  readonly id: string;
  /** Position among the messages that count; the greeting has 0. */
  readonly index: number;
  readonly kind: "user" | "bot" | "system";
  /** Of its current take. */
  readonly text: string;
  /** 0 before the first human message, one more with each human message. */
  readonly round: number;
}

/**
 * One line of the ledger: an entry was included on a surviving message's current take, neither by sticky continuation
 * nor by a pin.
 */
export interface Firing {
  readonly entryId: string;
  readonly messageId: string;
  readonly index: number;
  readonly round: number;
  /** What a sticky continuation keeps. Where they are missing, the keys are looked for again. */
  readonly method?: ActivationMethod;
  readonly score?: number;
}

/** The bot about to speak. */
export interface LoreSpeaker {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** See `personalityText`. */
  readonly personality: string;
}

/** The active persona. */
export interface LorePersona {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** What lore may take, in tokens. */
export interface LoreBudget {
  /** The model's context window. */
  readonly window: number;
  /** Kept free for the reply. */
  readonly reserved: number;
  /** Share of the rest, 0–100. */
  readonly percent: number;
  readonly cap?: number;
}

/** Everything one evaluation depends on. */
export interface EvaluateInput {
  readonly compiled: CompiledLore;
  /** The messages that count, in any order; only the newest hundred of each kind are ever read. */
  readonly messages: readonly LoreMessage[];
  /** L: how many messages come before the evaluated one; later ones in `messages` and `ledger` are ignored. */
  readonly length: number;
  /** The round the evaluated message belongs to. */
  readonly round: number;
  readonly speaker: LoreSpeaker;
  readonly persona: LorePersona | null;
  /** What `{{user}}` stands for. */
  readonly userName: string;
  readonly trigger: GenerationTrigger;
  readonly ledger: readonly Firing[];
  readonly pins: readonly { readonly entryId: string }[];
  readonly budget: LoreBudget;
  /** Keys the dice. The ids in a room; any text in a what-if. */
  readonly seed: { readonly conversationId: string; readonly messageId: string } | string;
  /** Pass the same function every time: texts are counted once per function. */
  readonly countTokens: (text: string) => number;
  /** Best similarity by entry id; absent or null when there was no vector search. */
  readonly similarities?: ReadonlyMap<string, number> | null;
}

/** An entry with everything but the budget decided. */
interface Weighed {
  readonly considered: Considered;
  readonly found: MethodResult;
  readonly similarity: number | null;
  readonly text: CutText;
  readonly claim: BudgetClaim;
  /** Gates 1 to 9, in order. */
  readonly gates: readonly Gate[];
}

const isSticky = ({ timed }: Considered): boolean => timed.sticky !== null;

function weigh(considered: Considered, found: MethodResult, similarity: number | null, text: CutText): Weighed {
  const { entry, isPinned, early, probability } = considered;
  const { id, knowledge_collection, positioning, budget_control } = entry.source;
  return {
    considered,
    found,
    similarity,
    text,
    claim: {
      id,
      isPinned,
      isSticky: isSticky(considered),
      order: positioning.order,
      score: found.score,
      tokens: text.tokens,
      ignoresBudget: budget_control.ignore_budget,
      collection: knowledge_collection,
    },
    gates: [...early, RECURSION_GATE, found.gate, GROUP_GATE, probability],
  };
}

const isCandidate = ({ gates }: Weighed): boolean => gates.every((gate) => gate.passed);

/** The first gate that stops it, in the words of activation.md §4. */
function reasonOf(gates: readonly Gate[], found: MethodResult): TraceReason | null {
  const first = gates.find((gate) => !gate.passed);
  if (first === undefined) return null;
  return first.gate === "method" ? found.reason : GATE_REASONS[first.gate];
}

/** What people call an entry: its title, else its first key. Empty for one that has neither. */
const titleOf = ({ title, activation_settings }: LoreEntry): string =>
  title || (activation_settings.primary_keys[0]?.keyword ?? "");

/** Shown where it was used or would have been: dice nobody looks at are no part of the explanation. */
function shownRoll({ considered, found }: Weighed): number | null {
  const { use_probability: isUsed, probability } = considered.entry.source.activation_settings;
  if (!isUsed || isSticky(considered)) return null;
  return found.method !== null || probability < 100 ? considered.roll : null;
}

function toTraceEntry(weighed: Weighed, budget: Gate): TraceEntry {
  const { considered, found, similarity, text } = weighed;
  const { source } = considered.entry;
  const { activation_settings: settings, positioning } = source;
  const gates = [...weighed.gates, budget];
  const reason = reasonOf(gates, found);
  return {
    id: source.id,
    included: reason === null,
    method: found.method,
    reason,
    sticky: isSticky(considered),
    score: found.score,
    matched_keywords: [...(considered.match?.hits ?? [])],
    vector_similarity: similarity,
    roll: shownRoll(weighed),
    tokens: text.tokens,
    truncated: text.truncated,
    position: positioning.position,
    depth: positioning.depth,
    role: positioning.role,
    order: positioning.order,
    gates,
    title: titleOf(source),
    knowledge_collection: source.knowledge_collection,
    threshold: settings.use_probability ? settings.probability : null,
    scan_depth: considered.match?.depth ?? settings.scan_depth,
  };
}

/** Weighs every entry: what lets it in, and what it would cost. */
function weighAll(input: EvaluateInput, seed: string): readonly Weighed[] {
  const view = new LoreView(input);
  const all = considerAll(input, view, hash32(seed));
  widenForMinimum(all, input.compiled, view);
  const vectors = rankVectors(all, input.similarities ?? null);
  return all.map((considered) => {
    const { entry } = considered;
    const vector = vectors.get(entry.source.id);
    const found = decideMethod(considered, vector, view);
    // What nothing lets in is counted as written: resolving macros nobody will read is most of the work.
    const text = found.method === null ? writtenText(entry, input.countTokens) : insertedText(entry, input, seed);
    return weigh(considered, found, vector?.similarity ?? null, text);
  });
}

/**
 * Decides which lore goes into one bot turn, and says why for every entry (activation.md).
 *
 * Pure and deterministic: no clock, no randomness of its own; equal inputs give equal traces, whatever the order of
 * entries, messages and ledger. Bounded: linear in entries × keys × their windows; patterns of users run on the
 * linear-time engine within `MAX_REGEX_WORK`. Never throws for any input of its type; what cannot be used is
 * `invalid` in the trace. Nothing is remembered but prepared keys and token counts, inside `compiled`.
 */
export function evaluate(input: EvaluateInput): Trace {
  const seed = seedText(input.seed);
  const weighed = weighAll(input, seed);
  const purse = new LorePurse(input.budget, input.compiled.collections);
  const admitted = purse.admit(weighed.filter(isCandidate).map(({ claim }) => claim));
  const entries = weighed.map((one) => toTraceEntry(one, admitted.get(one.claim.id) ?? purse.gateOf(one.claim)));
  const included = weighed.filter((_, i) => entries[i]?.included === true);
  return {
    L: input.length,
    round: input.round,
    seed,
    entries,
    budget: purse.statement(),
    prompt: orderInsertions(
      included.map(({ considered, text }) => ({ source: considered.entry.source, text: text.text })),
      input.compiled.collections,
    ),
  };
}
