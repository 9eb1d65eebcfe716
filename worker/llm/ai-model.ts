import type {
  LanguageModelV4FinishReason,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import { nowMs } from "../clock.ts";
import {
  type Clock,
  type ModelChunk,
  ModelFailure,
  type ModelPort,
  type ModelRequest,
  type ModelUsage,
  type PromptMessage,
} from "../conversation/ports.ts";
import { replyErrorFor } from "./error-map.ts";
import { type ModelPorts, openModel } from "./open-model.ts";
import { GIVEN_UP, OutOfPatience, PATIENCE, Patience } from "./patience.ts";
import { type ModelEnv, providerName } from "./providers.ts";
import { ReplyOutput } from "./reply-output.ts";

type Part = LanguageModelV4StreamPart;
type Finish = Extract<ModelChunk, { type: "finish" }>;

const SYSTEM_CLOCK: Clock = {
  nowMs,
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/** The model port of the product: practice and every provider, one path (rules MODEL1 to MODEL13 in SPEC.md). */
export class AiModel implements ModelPort {
  readonly #ports: ModelPorts;

  /** @param ports Clock and fetch, where not the platform's. */
  constructor(env: ModelEnv, ports: Partial<Pick<ModelPorts, "clock" | "fetch">> = {}) {
    this.#ports = {
      env,
      clock: ports.clock ?? SYSTEM_CLOCK,
      fetch: ports.fetch ?? ((input, init) => fetch(input, init)),
    };
  }

  /**
   * Streams a reply; ends with one `finish`. Asks once: the room decides about asking again.
   *
   * @throws ModelFailure for every failure; chunks that came before it count. Silent and at once when `signal` aborts:
   *   the provider's request is closed, no `finish` follows.
   */
  async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelChunk, void, void> {
    if (signal.aborted) return;
    const call = new ModelCall(request, this.#ports, signal);
    try {
      yield* call.chunks();
    } catch (cause) {
      if (!signal.aborted) throw call.failure(cause);
    } finally {
      call.close();
    }
  }
}

/** One request to one model, from its opening to its end. */
class ModelCall {
  readonly #request: ModelRequest;
  readonly #ports: ModelPorts;
  readonly #patience: Patience;
  readonly #output: ReplyOutput;
  /** Aborted whenever this call is over, however it ended: nothing is left running upstream. */
  readonly #lifetime = new AbortController();
  #secrets: readonly string[] = [];

  constructor(request: ModelRequest, ports: ModelPorts, signal: AbortSignal) {
    this.#request = request;
    this.#ports = ports;
    this.#patience = new Patience(ports.clock, signal, PATIENCE);
    this.#output = new ReplyOutput(request.choice.maxOutputTokens);
  }

  close(): void {
    this.#patience.end();
    this.#lifetime.abort();
  }

  async *chunks(): AsyncGenerator<ModelChunk, void, void> {
    const parts = await this.#patience.wait(this.#open());
    if (parts === GIVEN_UP) return;
    let finish: Finish | null = null;
    for (;;) {
      const next = await this.#patience.wait(parts.read());
      if (next === GIVEN_UP) return;
      if (next.done === true) break;
      if (next.value.type === "finish") finish = finishOf(next.value);
      yield* this.#heard(this.#chunksOf(next.value));
    }
    yield* this.#heard(this.#output.flush());
    yield this.#ended(finish);
  }

  failure(cause: unknown): ModelFailure {
    const { provider, model } = this.#request.choice;
    const name = providerName(provider);
    if (cause instanceof ModelFailure) return cause;
    if (cause instanceof OutOfPatience) return failureOf("provider_timeout", `${name} took too long.`, cause);
    const facts = { provider: name, model, secrets: this.#secrets, nowMs: this.#ports.clock.nowMs() };
    return new ModelFailure(replyErrorFor(cause, facts), { cause });
  }

  /** Asks the model itself: what the library's own `streamText` puts around it costs more a word than the word (ADR 0057). */
  async #open(): Promise<ReadableStreamDefaultReader<Part>> {
    const { model, secrets } = await openModel(this.#request, this.#ports);
    this.#secrets = secrets;
    const { stream } = await model.doStream({
      prompt: promptOf(this.#request.messages),
      maxOutputTokens: this.#request.choice.maxOutputTokens,
      abortSignal: this.#lifetime.signal,
    });
    return stream.getReader();
  }

  /** Gives out what came; a word resets the patience, too many end the reply. */
  *#heard(chunks: readonly ModelChunk[]): Generator<ModelChunk, void, void> {
    if (chunks.length > 0) this.#patience.heard();
    yield* chunks;
    if (this.#output.isOverfull) {
      const name = providerName(this.#request.choice.provider);
      throw failureOf("too_large", `${name} sent more than a reply can be. What came is kept.`);
    }
  }

  #chunksOf(part: Part): ModelChunk[] {
    switch (part.type) {
      case "text-delta":
        return this.#output.text(part.delta);
      case "reasoning-delta":
        return this.#output.reasoning(part.delta);
      case "error":
        throw part.error instanceof Error
          ? part.error
          : new Error("the provider reported an error", { cause: part.error });
      default:
        return [];
    }
  }

  /** A stream that ends without saying so, or says nothing at all, was cut. */
  #ended(finish: Finish | null): Finish {
    const isEmpty = finish?.reason === "stop" && !this.#output.hasSpoken;
    if (finish !== null && !isEmpty) return finish;
    const name = providerName(this.#request.choice.provider);
    throw failureOf("provider_unavailable", `${name} sent ${isEmpty ? "an empty reply" : "only half a reply"}.`);
  }
}

function finishOf({ finishReason, usage }: Extract<Part, { type: "finish" }>): Finish {
  const reasons: Partial<Record<LanguageModelV4FinishReason["unified"], Finish["reason"]>> = {
    length: "length",
    "content-filter": "filter",
  };
  return { type: "finish", usage: usageOf(usage), reason: reasons[finishReason.unified] ?? "stop" };
}

/** What the provider counted, or null where it did not: then the room counts for itself. */
function usageOf({ inputTokens, outputTokens }: LanguageModelV4Usage): ModelUsage | null {
  const [input, output] = [inputTokens.total, outputTokens.total];
  return input === undefined || output === undefined ? null : { inputTokens: input, outputTokens: output };
}

/** System text that comes first is one message; what stands further on keeps its place. */
function promptOf(messages: readonly PromptMessage[]): LanguageModelV4Prompt {
  const found = messages.findIndex((message) => message.role !== "system");
  const start = found < 0 ? messages.length : found;
  const instructions = messages.slice(0, start).map((message) => message.content);
  // Names stand in the contents already; `name` fields are refused by some providers.
  const rest = messages.slice(start).map(({ role, content }): LanguageModelV4Prompt[number] => {
    if (role === "system") return { role, content };
    return { role, content: [{ type: "text", text: content }] };
  });
  return start === 0 ? rest : [{ role: "system", content: instructions.join("\n\n") }, ...rest];
}

const failureOf = (code: ErrorCode, message: string, cause?: unknown) =>
  new ModelFailure({ code, message, retryable: ERROR_CODES[code].retryable }, { cause });
