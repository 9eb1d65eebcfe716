import type { MessageRow, ReplyError, Segment, Take } from "../../../../shared/fields/message.ts";
import { showTake } from "../takes.ts";

/** How a reply ended. */
export interface Ending {
  readonly state: Exclude<Take["state"], "streaming">;
  /** Who stopped it, for `stopped`. */
  readonly by?: string;
  /** What went wrong, for `failed`. */
  readonly error?: ReplyError;
}

export interface ClosingFacts {
  readonly generationId: string;
  readonly takeId: string;
  /** The take's whole text, with what stands after this generation's own, and reasoning. */
  readonly text: string;
  readonly reasoning: string;
  /** Where this generation began in the text, and how much of it is its own, UTF-16 units. */
  readonly baseLength: number;
  readonly ownLength: number;
  readonly sha256: string;
  readonly now: string;
  readonly model: string | null;
  readonly byoKey: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tookMs: number;
  readonly ending: Ending;
  /** Nothing was said after this message. */
  readonly isNewest: boolean;
}

/** The message with its reply closed: the text kept whatever happened, and how it ended. */
export function closeMessage(row: MessageRow, facts: ClosingFacts): MessageRow {
  return row.streaming ? closeCurrent(row, facts) : closeRetake(row, facts);
}

function closeCurrent(row: MessageRow, facts: ClosingFacts): MessageRow {
  const { ending } = facts;
  const model = facts.model ?? row.message_attribution.model_used;
  // There is no segment that could take its tokens back.
  const leavesNothing = facts.ownLength === 0 && facts.baseLength > 0;
  return {
    ...row,
    entry: facts.text,
    takes: row.takes.map((take) => (take.id === facts.takeId ? closeTake(take, facts, model) : take)),
    reasoning_content: facts.reasoning === "" ? row.reasoning_content : facts.reasoning,
    message_attribution: { ...row.message_attribution, model_used: model },
    token_tracking: leavesNothing ? row.token_tracking : addTokens(row.token_tracking, facts),
    byo_key: facts.byoKey,
    message_status: { ...row.message_status, delivery_status: ending.state === "failed" ? "failed" : "delivered" },
    metadata: { ...row.metadata, processing_time_ms: facts.tookMs },
    interrupted: ending.state === "interrupted",
    stopped_by: ending.by ?? null,
    failed: ending.error ?? null,
    streaming: false,
    modified_timestamp: facts.now,
    length: facts.text.length,
    sha256: facts.sha256,
    rev: row.rev + 1,
  };
}

/**
 * A retake takes the place of the take before it only when it was finished and nothing was said after the message; an
 * older one waits to be chosen. One that says nothing leaves nothing but its error.
 */
function closeRetake(row: MessageRow, facts: ClosingFacts): MessageRow {
  const { ending } = facts;
  const open = row.takes.find((take) => take.id === facts.takeId);
  if (!open) return row;
  const changes = { rev: row.rev + 1, modified_timestamp: facts.now };
  const saidNothing = facts.ownLength === 0;
  if (saidNothing && ending.state !== "failed")
    return { ...row, ...changes, takes: row.takes.filter((take) => take !== open) };
  const closed: Take = {
    ...closeTake(open, facts, facts.model),
    tokens: addTokens(open.tokens, facts),
    byo_key: facts.byoKey,
    took_ms: facts.tookMs,
    sha256: facts.sha256,
    ...(ending.by !== undefined && { stopped_by: ending.by }),
    ...(ending.error && { failed: ending.error }),
  };
  const kept = { ...row, ...changes, takes: row.takes.map((take) => (take === open ? closed : take)) };
  const isBetter = (ending.state === "done" && facts.isNewest) || row.entry === "";
  return isBetter && !saidNothing ? showTake(kept, closed.id) : kept;
}

function addTokens(spent: MessageRow["token_tracking"] | undefined, facts: ClosingFacts): MessageRow["token_tracking"] {
  const before = spent ?? { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_estimate: 0 };
  return {
    input_tokens: before.input_tokens + facts.inputTokens,
    output_tokens: before.output_tokens + facts.outputTokens,
    total_tokens: before.total_tokens + facts.inputTokens + facts.outputTokens,
    cost_estimate: before.cost_estimate,
  };
}

function closeTake({ rest, ...take }: Take, facts: ClosingFacts, model: string | null): Take {
  const after = (rest?.segments ?? []).map((s) => ({ ...s, at: s.at + facts.ownLength }));
  const own: Segment = {
    id: facts.generationId,
    at: facts.baseLength,
    length: facts.ownLength,
    input_tokens: facts.inputTokens,
    output_tokens: facts.outputTokens,
  };
  return {
    ...take,
    text: facts.text,
    state: facts.ending.state,
    model: model ?? take.model,
    segments: [...take.segments, ...(own.length > 0 ? [own] : []), ...after],
    ...(facts.reasoning !== "" && { reasoning: facts.reasoning }),
  };
}
