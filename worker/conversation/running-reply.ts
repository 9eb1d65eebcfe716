import type { ReplyError } from "../../shared/fields/message.ts";
import type { GenerationFrame, GenerationState, RunningGeneration } from "../../shared/protocol/server-messages.ts";
import type { Turn } from "./core/state.ts";
import { type Batch, EMPTY_BATCH } from "./core/streaming/batcher.ts";
import type { Ending } from "./core/turns/close-message.ts";
import type { ModelChoice, ModelUsage } from "./ports.ts";

/** A reply in progress. A cache: what devices have seen of it is in SQLite, chunk by chunk. */
export interface RunningReply {
  turn: Turn;
  readonly generationId: string;
  readonly messageId: string;
  readonly takeId: string;
  /** Number of the event that made its message: only what came before is its context. */
  readonly seq: number;
  /** Text and reasoning of the take before this generation, when it continues one. */
  readonly baseText: string;
  readonly baseReasoning: string;
  /** What stands after the stretch it says anew; "" for a whole take. */
  readonly suffix: string;
  /** Committed by this generation. */
  text: string;
  reasoning: string;
  batch: Batch;
  state: GenerationState;
  choice: ModelChoice | null;
  /** Estimated prompt size, tokens; stands in where the provider says nothing. */
  promptTokens: number;
  usage: ModelUsage | null;
  readonly startedAtMs: number;
  lastChunkAtMs: number;
  readonly abort: AbortController;
  cancelFlush: (() => void) | null;
  /** Written while another has the floor: devices get its text when its turn to be served comes. */
  isHeldBack: boolean;
  /** How it ended while it was held back. */
  ready: { readonly ending: Ending; readonly error: ReplyError | undefined } | null;
  ended: boolean;
}

export function openReply(
  facts: Pick<
    RunningReply,
    | "turn"
    | "generationId"
    | "messageId"
    | "takeId"
    | "seq"
    | "baseText"
    | "baseReasoning"
    | "suffix"
    | "startedAtMs"
    | "isHeldBack"
  >,
): RunningReply {
  return {
    ...facts,
    text: "",
    reasoning: "",
    batch: EMPTY_BATCH,
    state: "reading",
    choice: null,
    promptTokens: 0,
    usage: null,
    lastChunkAtMs: facts.startedAtMs,
    abort: new AbortController(),
    cancelFlush: null,
    ready: null,
    ended: false,
  };
}

const idsOf = (reply: RunningReply) => ({
  generation_id: reply.generationId,
  message_id: reply.messageId,
  take_id: reply.takeId,
});

/** Who hears the reply: a whisper is answered to who asked alone. */
export const audienceOf = ({ turn }: RunningReply): string | null => (turn.whisper ? turn.asked_by : null);

export const wholeText = (reply: RunningReply): string => reply.baseText + reply.text;
export const wholeReasoning = (reply: RunningReply): string => reply.baseReasoning + reply.reasoning;

/** The reply as `welcome` tells it: everything committed so far that devices may see. */
export function generationOf(reply: RunningReply): RunningGeneration {
  const reasoning = wholeReasoning(reply);
  return {
    ...idsOf(reply),
    bot_id: reply.turn.bot_id,
    state: reply.state,
    ...(reply.isHeldBack
      ? { text: reply.baseText }
      : { text: wholeText(reply), ...(reasoning !== "" && { reasoning }) }),
  };
}

export function generationFrame(reply: RunningReply, error?: ReplyError): GenerationFrame {
  return {
    type: "generation",
    ...idsOf(reply),
    bot_id: reply.turn.bot_id,
    state: reply.state,
    ...(error && { error }),
  };
}

/** A delta frame of this reply; `at` and `reasoning_at` count from the start of the take. */
export function deltaFrame(
  reply: RunningReply,
  part: { at: number; text?: string; reasoning?: string; reasoning_at?: number },
) {
  return { type: "delta" as const, ...idsOf(reply), ...part };
}

/** Everything said so far in one delta, for a device that fell behind. */
export function wholeDelta(reply: RunningReply) {
  const reasoning = wholeReasoning(reply);
  return deltaFrame(reply, {
    at: 0,
    text: wholeText(reply),
    ...(reasoning !== "" && { reasoning, reasoning_at: 0 }),
  });
}
