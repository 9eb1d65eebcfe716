import type { GenerationState } from "../../shared/protocol/server-messages.ts";
import { addReasoning, addText, pieces, takeBatch, waitBeforeFlush } from "./core/streaming/batcher.ts";
import { setTurnState } from "./core/turns/turn-queue.ts";
import type { Clock } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import {
  audienceOf,
  deltaFrame,
  generationFrame,
  type RunningReply,
  wholeDelta,
  wholeReasoning,
  wholeText,
} from "./running-reply.ts";
import type { Sessions } from "./sessions.ts";
import type { Teller } from "./teller.ts";

/** Brings a model's text into SQLite and then to the devices, in that order and in windows. Rules STR in SPEC.md. */
export class ReplyWriter {
  readonly #core: RoomCore;
  readonly #sessions: Sessions;
  readonly #teller: Teller;
  readonly #clock: Clock;

  readonly #giveUp: (cause: unknown) => void;

  /** `giveUp` is called when a window of text cannot be stored. */
  constructor(core: RoomCore, sessions: Sessions, teller: Teller, clock: Clock, giveUp: (cause: unknown) => void) {
    this.#giveUp = giveUp;
    this.#core = core;
    this.#sessions = sessions;
    this.#teller = teller;
    this.#clock = clock;
  }

  /** Takes over what the model has just said; commits it now or with the rest of its window. */
  add(reply: RunningReply, chunk: { type: "text" | "reasoning"; text: string }): void {
    const into = chunk.type === "text" ? addText : addReasoning;
    reply.batch = into(reply.batch, chunk.text);
    const wait = waitBeforeFlush(reply.batch, this.#clock.nowMs());
    if (wait === 0) {
      this.#flush(reply);
      return;
    }
    reply.cancelFlush ??= this.#clock.after(wait, () => this.#flushLater(reply));
  }

  #flushLater(reply: RunningReply): void {
    try {
      if (!reply.ended) this.#flush(reply);
    } catch (cause) {
      this.#giveUp(cause);
    }
  }

  /** Words for people only: the queue on disk need not know how far a reply is. */
  setState(reply: RunningReply, state: Extract<GenerationState, "thinking" | "speaking">): void {
    reply.state = state;
    this.#core.noteQueue(setTurnState(this.#core.queue, reply.turn.id, state));
    this.#teller.tellQueue();
    this.#sessions.tell(audienceOf(reply), generationFrame(reply));
  }

  /** Commits what has come, then shows it: nothing a device has seen can be lost again. */
  #flush(reply: RunningReply): void {
    reply.cancelFlush?.();
    reply.cancelFlush = null;
    const { out, rest } = takeBatch(reply.batch, this.#clock.nowMs());
    reply.batch = rest;
    if (out.text === "" && out.reasoning === "") return;
    const { store } = this.#core;
    store.transaction(() => store.turns.appendChunk(reply.generationId, out.text, out.reasoning));
    const at = wholeText(reply).length;
    const reasoningAt = wholeReasoning(reply).length;
    reply.text += out.text;
    reply.reasoning += out.reasoning;
    if (reply.isHeldBack) return;
    if (out.text !== "" && reply.state !== "speaking") this.setState(reply, "speaking");
    this.#tellReasoning(reply, out.reasoning, at, reasoningAt);
    this.#tellText(reply, out.text, at);
  }

  /** Its turn to be served has come: what was written so far is shown, and the rest as it comes. */
  reveal(reply: RunningReply): void {
    reply.isHeldBack = false;
    if (reply.text !== "") this.setState(reply, "speaking");
    this.#tellReasoning(reply, reply.reasoning, reply.baseText.length, reply.baseReasoning.length);
    this.#tellText(reply, reply.text, reply.baseText.length);
  }

  #tellText(reply: RunningReply, said: string, from: number): void {
    let at = from;
    for (const text of pieces(said)) {
      const delta = deltaFrame(reply, { at, text });
      this.#sessions.broadcastDelta(reply.generationId, audienceOf(reply), delta, () => wholeDelta(reply));
      at += text.length;
    }
  }

  #tellReasoning(reply: RunningReply, thought: string, at: number, from: number): void {
    let reasoning_at = from;
    for (const reasoning of pieces(thought)) {
      const delta = deltaFrame(reply, { at, reasoning, reasoning_at });
      this.#sessions.broadcastDelta(reply.generationId, audienceOf(reply), delta, () => wholeDelta(reply));
      reasoning_at += reasoning.length;
    }
  }
}
