import { type ModelChunk, ModelFailure, type ModelPort, type ModelRequest } from "../ports.ts";

type Step = { chunk: ModelChunk } | { error: unknown } | "end";

interface Line {
  readonly steps: Step[];
  wake: () => void;
  readonly signal: AbortSignal;
  /** Its process is gone: it neither says nor ends anything any more. */
  dead: boolean;
}

/** A provider under the test's thumb: every request waits for what the test lets it say. */
export class FakeModel implements ModelPort {
  readonly requests: ModelRequest[] = [];
  /** Most requests that were open at once: one bot speaks at a time. */
  maxOpen = 0;
  readonly #open = new Map<ModelRequest, Line>();

  get open(): readonly ModelRequest[] {
    return [...this.#open.keys()];
  }

  /** Whether a request is running that can say something. */
  get isAsked(): boolean {
    return this.#open.size > 0;
  }

  say(...texts: string[]): void {
    for (const text of texts) this.#push({ chunk: { type: "text", text } });
  }
  /** Lets the request of one bot say `text`, where several are written together. */
  sayAs(bot: string, text: string): void {
    this.#pushTo(this.#lineOf(bot), { chunk: { type: "text", text } });
  }
  finishAs(bot: string): void {
    const line = this.#lineOf(bot);
    this.#pushTo(line, { chunk: { type: "finish", usage: { inputTokens: 11, outputTokens: 7 }, reason: "stop" } });
    this.#pushTo(line, "end");
  }
  failAs(bot: string, code = "invalid_key"): void {
    const error = new ModelFailure({ code, message: "the key was refused", retryable: false });
    this.#pushTo(this.#lineOf(bot), { error });
  }
  think(text: string): void {
    this.#push({ chunk: { type: "reasoning", text } });
  }
  finish(): void {
    this.#push({ chunk: { type: "finish", usage: { inputTokens: 11, outputTokens: 7 }, reason: "stop" } });
    this.#push("end");
  }
  fail(code = "provider_unavailable", retryable = true): void {
    this.#push({ error: new ModelFailure({ code, message: "the provider is down", retryable }) });
  }

  /** The process is gone: nothing that was open says anything again. */
  die(): void {
    for (const line of this.#open.values()) line.dead = true;
    this.#open.clear();
  }

  #push(step: Step): void {
    this.#pushTo([...this.#open.values()][0], step);
  }

  #pushTo(line: Line | undefined, step: Step): void {
    line?.steps.push(step);
    line?.wake();
  }

  #lineOf = (bot: string): Line | undefined => [...this.#open].find(([request]) => request.scene.bot.name === bot)?.[1];

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk> {
    const line: Line = { steps: [], wake: () => {}, signal, dead: false };
    this.requests.push(request);
    this.#open.set(request, line);
    const open = [...this.#open.values()].filter((other) => !other.signal.aborted);
    this.maxOpen = Math.max(this.maxOpen, open.length);
    signal.addEventListener("abort", () => line.wake());
    try {
      while (!signal.aborted) {
        if (line.dead) await new Promise(() => {});
        const step = line.steps.shift();
        if (step === undefined) await new Promise<void>((resolve) => (line.wake = resolve));
        else if (step === "end") return;
        else if ("error" in step) throw step.error;
        else yield step.chunk;
      }
    } finally {
      this.#open.delete(request);
    }
  }
}
