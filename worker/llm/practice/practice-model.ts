import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import type { Clock, PracticeScene } from "../../conversation/ports.ts";
import { chooseAnswer } from "./choose-answer.ts";
import { composeReply } from "./compose.ts";
import { type Beat, rhythmOf, tokensOf } from "./rhythm.ts";

/** What one reply of the practice model needs. */
export interface PracticeTurn {
  readonly scene: PracticeScene;
  readonly seed: string;
  readonly clock: Clock;
  readonly tokensPerSecond: number;
}

/** Beats closer than this come together: timers are not free, and nobody sees the difference. Milliseconds. */
const TOGETHER_MS = 8;
const TEXT_ID = "practice";

/**
 * The model that is always there: no key, no network, the same text for the same scene and seed, at a person's pace.
 * Speaks the interface of real models, so a room cannot tell the difference. It answers from the scene it was made
 * with; of the prompt it only counts the tokens.
 */
export class PracticeModel implements LanguageModelV4 {
  readonly specificationVersion = "v4";
  readonly provider = "practice";
  readonly modelId = "practice";
  readonly supportedUrls = {};
  readonly #turn: PracticeTurn;

  constructor(turn: PracticeTurn) {
    this.#turn = turn;
  }

  /** The whole reply at once, without its rhythm. */
  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const reply = this.#reply(options);
    return {
      content: [{ type: "text", text: reply.text }],
      finishReason: reply.finishReason,
      usage: usageOf(options, reply.text),
      warnings: [],
    };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const { clock, seed, tokensPerSecond } = this.#turn;
    const { text, finishReason } = this.#reply(options);
    const beats = rhythmOf(text, tokensPerSecond, seed);
    const end: LanguageModelV4StreamPart[] = [
      { type: "text-end", id: TEXT_ID },
      { type: "finish", finishReason, usage: usageOf(options, text) },
    ];
    return { stream: performed(beats, end, clock, options.abortSignal) };
  }

  #reply({ maxOutputTokens }: LanguageModelV4CallOptions) {
    const { scene, seed } = this.#turn;
    const whole = scene.choices ? chooseAnswer(scene, scene.choices, seed) : composeReply(scene, seed);
    const tokens = tokensOf(whole);
    const isCut = maxOutputTokens !== undefined && tokens.length > maxOutputTokens;
    const text = isCut ? tokens.slice(0, maxOutputTokens).join("") : whole;
    return { text, finishReason: { unified: isCut ? ("length" as const) : ("stop" as const), raw: undefined } };
  }
}

function usageOf({ prompt }: LanguageModelV4CallOptions, reply: string): LanguageModelV4Usage {
  const input = estimateTokens(JSON.stringify(prompt.map((message) => message.content)));
  const output = estimateTokens(reply);
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

/** Plays the beats on the clock. Stops at once, timers included, when the signal aborts or the reader leaves. */
function performed(
  beats: readonly Beat[],
  end: readonly LanguageModelV4StreamPart[],
  clock: Clock,
  signal: AbortSignal | undefined,
): ReadableStream<LanguageModelV4StreamPart> {
  let cancel: () => void = () => undefined;
  return new ReadableStream({
    start(controller) {
      const stop = () => {
        cancel();
        controller.error(signal?.reason ?? new DOMException("The reader left.", "AbortError"));
      };
      if (signal?.aborted) {
        stop();
        return;
      }
      signal?.addEventListener("abort", stop, { once: true });
      controller.enqueue({ type: "stream-start", warnings: [] });
      controller.enqueue({ type: "text-start", id: TEXT_ID });
      const play = (from: number) => {
        const step = nextStep(beats, from);
        if (step === null) {
          for (const part of end) controller.enqueue(part);
          signal?.removeEventListener("abort", stop);
          controller.close();
          return;
        }
        cancel = clock.after(step.afterMs, () => {
          controller.enqueue({ type: "text-delta", id: TEXT_ID, delta: step.text });
          play(step.next);
        });
      };
      play(0);
    },
    cancel() {
      cancel();
    },
  });
}

/** The beats that come with the next tick, or null at the end. */
function nextStep(beats: readonly Beat[], from: number): { text: string; afterMs: number; next: number } | null {
  const first = beats[from];
  if (first === undefined) return null;
  let { text, afterMs } = first;
  let next = from + 1;
  while (afterMs < TOGETHER_MS) {
    const beat = beats[next];
    if (beat === undefined) break;
    text += beat.text;
    afterMs += beat.afterMs;
    next += 1;
  }
  return { text, afterMs, next };
}
