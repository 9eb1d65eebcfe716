import type { ActivationLogRow } from "../fields/knowledge-activation-log.ts";
import type { Firing } from "./evaluate.ts";
import type { GateName, Trace, TraceEntry, TraceReason } from "./trace.ts";

/** What a trace does not know of itself. */
export interface LogContext {
  readonly conversationId: string;
  readonly messageId: string;
  readonly takeId: string;
  readonly botId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly newId: () => string;
}

type ExclusionReason = NonNullable<ActivationLogRow["exclusion_reason"]>;

/** What the stored log calls the reasons it keeps; the others stand in the trace alone (activation.md §4). */
const STORED: ReadonlyMap<TraceReason, ExclusionReason> = new Map([
  ["filter_excluded", "filter_excluded"],
  ["trigger_excluded", "filter_excluded"],
  ["delay_not_met", "delay_not_met"],
  ["cooldown_active", "cooldown_active"],
  ["probability_failed", "probability_failed"],
  ["budget_exceeded", "budget_exceeded"],
]);

/**
 * Whether an entry would have been included but for the gate that stopped it. Gates 2 to 5 are logged only then, and
 * gates 9 and 10 come after the method, so for them it always holds.
 */
const wouldHaveMatched = (entry: TraceEntry): boolean => {
  const passes = (name: GateName) => entry.gates.some(({ gate, passed }) => gate === name && passed);
  return entry.method !== null && passes("method");
};

function toRow(
  entry: TraceEntry,
  exclusion: ExclusionReason | null,
  trace: Trace,
  context: LogContext,
): ActivationLogRow {
  return {
    id: context.newId(),
    conversation_id: context.conversationId,
    message_id: context.messageId,
    take_id: context.takeId,
    bot_id: context.botId,
    activation_timestamp: context.now,
    message_index: trace.L,
    knowledge_entry_id: entry.id,
    activation_method: entry.method ?? "keyword",
    activation_score: entry.score,
    matched_keywords: [...new Set(entry.matched_keywords.map(({ keyword }) => keyword))].map((keyword) => ({
      keyword,
    })),
    vector_similarity: entry.vector_similarity,
    position_inserted: entry.position,
    tokens_used: entry.included ? entry.tokens : 0,
    was_included: entry.included,
    exclusion_reason: exclusion,
    entry_title: entry.title,
    knowledge_collection: entry.knowledge_collection,
    sticky: entry.sticky,
  };
}

/** The stored, and live, log rows of one turn (activation.md §4 and §11), in the trace's order. */
export function logRows(trace: Trace, context: LogContext): ActivationLogRow[] {
  return trace.entries.flatMap((entry) => {
    if (entry.included) return [toRow(entry, null, trace, context)];
    const exclusion = entry.reason === null ? undefined : STORED.get(entry.reason);
    return exclusion !== undefined && wouldHaveMatched(entry) ? [toRow(entry, exclusion, trace, context)] : [];
  });
}

/**
 * The ledger's lines for one message: what was included by a method of its own. Sticky continuations and pins start
 * nothing (activation.md §7).
 */
export function firings(
  trace: Trace,
  { messageId, index, round }: { readonly messageId: string; readonly index: number; readonly round: number },
): Firing[] {
  return trace.entries.flatMap(({ id, included, sticky, method, score }) =>
    included && !sticky && method !== null && method !== "manual"
      ? [{ entryId: id, messageId, index, round, method, score }]
      : [],
  );
}
