import type { MessageRow, ReplyError, Take } from "../../../../shared/fields/message.ts";

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
  /** The take's whole text and reasoning. */
  readonly text: string;
  readonly reasoning: string;
  /** Where this generation began in the text, UTF-16 units. */
  readonly baseLength: number;
  readonly sha256: string;
  readonly now: string;
  readonly model: string | null;
  readonly byoKey: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tookMs: number;
  readonly ending: Ending;
}

/** The message with its reply closed: the text kept whatever happened, and how it ended. */
export function closeMessage(row: MessageRow, facts: ClosingFacts): MessageRow {
  const { ending } = facts;
  const model = facts.model ?? row.message_attribution.model_used;
  const spent = row.token_tracking;
  return {
    ...row,
    entry: facts.text,
    takes: row.takes.map((take) => (take.id === row.current_take_id ? closeTake(take, facts, model) : take)),
    reasoning_content: facts.reasoning === "" ? row.reasoning_content : facts.reasoning,
    message_attribution: { ...row.message_attribution, model_used: model },
    token_tracking: {
      input_tokens: spent.input_tokens + facts.inputTokens,
      output_tokens: spent.output_tokens + facts.outputTokens,
      total_tokens: spent.total_tokens + facts.inputTokens + facts.outputTokens,
      cost_estimate: spent.cost_estimate,
    },
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

function closeTake(take: Take, facts: ClosingFacts, model: string | null): Take {
  const segment = { id: facts.generationId, at: facts.baseLength, length: facts.text.length - facts.baseLength };
  return {
    ...take,
    text: facts.text,
    state: facts.ending.state,
    model: model ?? take.model,
    segments: segment.length > 0 ? [...take.segments, segment] : take.segments,
    ...(facts.reasoning !== "" && { reasoning: facts.reasoning }),
  };
}

/** A closed message opened again to be continued: what it says stays, how it ended is forgotten. */
export function reopenMessage(row: MessageRow, now: string): MessageRow {
  return {
    ...row,
    takes: row.takes.map((take) => (take.id === row.current_take_id ? { ...take, state: "streaming" as const } : take)),
    interrupted: false,
    stopped_by: null,
    failed: null,
    streaming: true,
    modified_timestamp: now,
    rev: row.rev + 1,
  };
}
