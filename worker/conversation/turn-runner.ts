import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import { estimateTokens } from "../../shared/text/tokens.ts";
import type { Turn } from "./core/state.ts";
import { EMPTY_BATCH } from "./core/streaming/batcher.ts";
import { closeMessage, type Ending } from "./core/turns/close-message.ts";
import { openTurn } from "./core/turns/open-turn.ts";
import type { PreparedTurn } from "./core/turns/prepare-turn.ts";
import { retryWaitMs } from "./core/turns/retry.ts";
import { hold, isAsked, nextTurn, setTurnState, withoutTurn } from "./core/turns/turn-queue.ts";
import {
  type Clock,
  type ModelChunk,
  ModelFailure,
  type ModelPort,
  type NewId,
  type RoomLog,
  type Sha256,
} from "./ports.ts";
import { replyError, replyErrorOf } from "./reply-errors.ts";
import type { ReplyWriter } from "./reply-writer.ts";
import type { RoomCore } from "./room-core.ts";
import {
  audienceOf,
  generationFrame,
  openReply,
  type RunningReply,
  wholeReasoning,
  wholeText,
} from "./running-reply.ts";
import type { Sessions } from "./sessions.ts";
import type { Teller } from "./teller.ts";
import type { TurnReader } from "./turn-reader.ts";

/** Longest a reply may take in all, milliseconds (reliability P10). */
const LONGEST_REPLY_MS = 10 * 60_000;
/** Quiet after which the watchdog ends a reply; the model port has its own, shorter limits (reliability P11). */
const SILENCE_MS = 90_000;

export interface TurnRunnerDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly teller: Teller;
  readonly reader: TurnReader;
  readonly writer: ReplyWriter;
  readonly models: ModelPort;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly rng: () => number;
  readonly sha256: Sha256;
  readonly log: RoomLog;
  readonly giveUp: (cause: unknown) => void;
  /** Called when what the room waits for has changed. */
  readonly replan: () => void;
}

/**
 * Gives the floor to one turn after another: opens its message, has it read and written, and closes it however it
 * ends. One reply at a time. Rules TURN in SPEC.md.
 */
export class TurnRunner {
  readonly #deps: TurnRunnerDeps;
  #reply: RunningReply | null = null;

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps;
  }

  get running(): RunningReply | null {
    return this.#reply;
  }

  /** Starts the next turn if the floor is free. Turns that cannot start are skipped. */
  advance(): void {
    const { core } = this.#deps;
    for (let turn = nextTurn(core.queue); turn && !this.#reply; turn = nextTurn(core.queue)) this.#start(turn);
    this.#deps.replan();
  }

  /** Ends the reply of `turnId` by someone's wish: its text is kept, then the provider's request is closed. */
  stop(turnId: string, by: string): void {
    const reply = this.#reply;
    if (reply?.turn.id === turnId) this.#close(reply, { state: "stopped", by });
  }

  /** Drops the running reply without a trace: its room is being deleted. */
  abandon(): void {
    const reply = this.#reply;
    if (!reply) return;
    reply.ended = true;
    reply.cancelFlush?.();
    reply.abort.abort();
    this.#reply = null;
  }

  /** Ends a reply that takes too long or has gone silent. */
  watch(nowMs: number): void {
    const reply = this.#reply;
    if (!reply) return;
    if (nowMs - reply.startedAtMs > LONGEST_REPLY_MS || nowMs - reply.lastChunkAtMs > SILENCE_MS)
      this.#fail(reply, replyError("provider_timeout", "The model has gone silent."));
  }

  #start(turn: Turn): void {
    const { core, teller, sessions, log } = this.#deps;
    const bot = core.view.bots.find((b) => b.bot_id === turn.bot_id);
    const target = turn.message_id === null ? null : core.message(turn.message_id);
    const impossible = turn.message_id !== null && (target === null || target.streaming);
    if (!bot || impossible || (!bot.is_active && !isAsked(turn))) {
      teller.tell(core.commit({ queue: withoutTurn(core.queue, turn.id) }, teller.now()));
      return;
    }
    const reply = this.#open(turn, bot, target);
    sessions.tell(audienceOf(reply), generationFrame(reply));
    this.#run(reply).catch((cause) => {
      log.error("a turn broke", cause);
      try {
        this.#fail(reply, replyErrorOf(cause));
      } catch (worse) {
        // Not even the failure could be stored: the next life closes what is open.
        this.#deps.giveUp(worse);
      }
    });
  }

  /** Commits the empty, streaming message or take and gives the turn the floor. */
  #open(turn: Turn, bot: RoomBot, target: MessageRow | null): RunningReply {
    const { core, teller, clock, newId } = this.#deps;
    const now = teller.now();
    const { event, keeps, ...opened } = openTurn({ turn, bot, room: core.view.room, now, newId }, target);
    const { messageId, takeId } = opened;
    const generationId = newId();
    const ids = { generation_id: generationId, message_id: messageId, take_id: takeId, bot_id: turn.bot_id };
    const committed = core.commit(
      {
        events: [event],
        queue: setTurnState(core.queue, turn.id, "reading"),
        ...(keeps && { inherits: { messageId, from: keeps.takeId, to: takeId, generations: keeps.generations } }),
        also: () => core.store.turns.open(ids),
      },
      now,
    );
    const seq = target?.seq ?? core.view.seq;
    const reply = openReply({ turn, generationId, ...opened, seq, startedAtMs: clock.nowMs() });
    this.#reply = reply;
    teller.tell(committed);
    return reply;
  }

  async #run(reply: RunningReply): Promise<void> {
    const prepared = await this.#deps.reader.read(reply);
    if (prepared === null || reply.ended) return;
    if (prepared === "gone") {
      this.#fail(reply, replyError("bot_unavailable", "The creator has made this bot private, or it is gone."));
    } else if (!prepared.prompt.ok) {
      const { code, needed, limit } = prepared.prompt;
      this.#fail(reply, replyError(code, `This reply needs ${needed} tokens; there is room for ${limit}.`));
    } else {
      this.#deps.writer.setState(reply, "thinking");
      await this.#ask(reply, prepared);
    }
  }

  /** Asks the model, again after a transient failure as long as nothing has been said. */
  async #ask(reply: RunningReply, prepared: PreparedTurn): Promise<void> {
    for (let attempt = 1; !reply.ended; attempt++) {
      try {
        await this.#listen(reply, prepared);
      } catch (cause) {
        const wait = this.#retryWait(reply, cause, attempt);
        if (wait === null) this.#fail(reply, replyErrorOf(cause));
        else await this.#pause(wait);
      }
    }
  }

  /** Nothing is asked twice once something was said. */
  #retryWait(reply: RunningReply, cause: unknown, attempt: number): number | null {
    if (!(cause instanceof ModelFailure)) this.#deps.log.error("the model port threw", cause);
    if (reply.lastChunkAtMs !== reply.startedAtMs) return null;
    return retryWaitMs(replyErrorOf(cause), attempt, this.#deps.rng);
  }

  async #listen(reply: RunningReply, { prompt, request }: PreparedTurn): Promise<void> {
    const { choice } = reply;
    if (!choice || !prompt.ok) return;
    const chunks = this.#deps.models.stream({ choice, messages: prompt.messages, ...request }, reply.abort.signal);
    for await (const chunk of chunks) {
      if (reply.ended) return;
      reply.lastChunkAtMs = Math.max(this.#deps.clock.nowMs(), reply.startedAtMs + 1);
      this.#take(reply, chunk);
    }
    this.#close(reply, { state: "done" });
  }

  #take(reply: RunningReply, chunk: ModelChunk): void {
    if (chunk.type !== "finish") {
      this.#deps.writer.add(reply, chunk);
      return;
    }
    reply.usage = chunk.usage;
    if (chunk.reason === "filter")
      this.#fail(reply, replyError("content_filtered", "The provider declined to answer this."));
  }

  /** With text on the table a failure is a cut: what came is kept and can be continued. */
  #fail(reply: RunningReply, error: ReplyError): void {
    const isRetake = reply.turn.trigger === "retake";
    const said = (isRetake ? reply.text : wholeText(reply)) + reply.batch.text;
    this.#close(reply, said === "" ? { state: "failed", error } : { state: "interrupted" }, error);
  }

  #close(reply: RunningReply, ending: Ending, error?: ReplyError): void {
    if (reply.ended) return;
    reply.cancelFlush?.();
    const { core, sessions, teller } = this.#deps;
    reply.text += reply.batch.text.toWellFormed();
    reply.reasoning += reply.batch.reasoning.toWellFormed();
    reply.batch = EMPTY_BATCH;
    const row = core.message(reply.messageId);
    const queue = withoutTurn(core.queue, reply.turn.id);
    const holds = ending.state === "failed" && core.view.room.turn_taking.hold_on_failure;
    const committed = core.commit(
      {
        events: row ? [{ type: "message.updated", message: closeMessage(row, this.#closingFacts(reply, ending)) }] : [],
        queue: holds ? hold(queue, true) : queue,
        also: () => core.store.turns.close(reply.generationId, reply.text === "" && reply.baseText !== ""),
      },
      teller.now(),
    );
    reply.ended = true;
    this.#reply = null;
    reply.state = ending.state;
    teller.tell(committed);
    sessions.tell(audienceOf(reply), generationFrame(reply, error));
    reply.abort.abort();
    this.advance();
  }

  #closingFacts(reply: RunningReply, ending: Ending) {
    const { core, clock, sha256, teller } = this.#deps;
    const text = wholeText(reply) + reply.suffix;
    const counted = reply.usage ?? { inputTokens: reply.promptTokens, outputTokens: estimateTokens(reply.text) };
    return {
      generationId: reply.generationId,
      takeId: reply.takeId,
      text,
      reasoning: wholeReasoning(reply),
      baseLength: reply.baseText.length,
      ownLength: reply.text.length,
      sha256: sha256(text),
      now: teller.now(),
      model: reply.choice?.model ?? null,
      byoKey: reply.choice?.byoKey ?? false,
      ...counted,
      tookMs: clock.nowMs() - reply.startedAtMs,
      ending,
      isNewest: core.view.messages.at(-1)?.id === reply.messageId,
    };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.clock.after(ms, resolve);
    });
  }
}
