import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import { countWords } from "../../shared/text/word-count.ts";
import { closingFacts } from "./closing-facts.ts";
import type { ContextCache } from "./context-cache.ts";
import type { Turn } from "./core/state.ts";
import { EMPTY_BATCH } from "./core/streaming/batcher.ts";
import { afterTurn } from "./core/turns/after-turn.ts";
import { closeMessage, type Ending } from "./core/turns/close-message.ts";
import { openTurn } from "./core/turns/open-turn.ts";
import type { PreparedTurn } from "./core/turns/prepare-turn.ts";
import { retryWaitMs } from "./core/turns/retry.ts";
import { hold, isAsked, nextTurn, setTurnReady, setTurnState, withoutTurn } from "./core/turns/turn-queue.ts";
import { DirectorDesk } from "./director-desk.ts";
import { FloorPlanner } from "./floor-planner.ts";
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
import { audienceOf, generationFrame, openReply, type RunningReply, wholeText } from "./running-reply.ts";
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
  readonly contexts: ContextCache;
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
 * ends. Those written together are served one after another all the same. Rules TURN in SPEC.md.
 */
export class TurnRunner {
  /** Who speaks next where the room goes on by itself. */
  readonly planner: FloorPlanner;
  readonly director: DirectorDesk;
  readonly #deps: TurnRunnerDeps;
  /** In the order in which they are served; only the first is seen growing. */
  #replies: readonly RunningReply[] = [];

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps;
    this.planner = new FloorPlanner(deps);
    this.director = new DirectorDesk(deps, () => this.advance());
  }

  /** Somebody's model is being asked: the object must stay awake for the answer. */
  get isBusy(): boolean {
    return this.#replies.length > 0 || this.director.isAsking;
  }

  /** When the next turn is due, Unix milliseconds; null where none is, or one runs. */
  dueMs(): number | null {
    const { core, clock } = this.#deps;
    return nextTurn(core.queue) || this.director.isDue ? clock.nowMs() : this.planner.dueMs();
  }

  get replies(): readonly RunningReply[] {
    return this.#replies;
  }

  /** Serves what was written meanwhile and starts what may start. Turns that cannot start are skipped. */
  advance(): void {
    const { core } = this.#deps;
    this.#serve();
    do {
      for (let turn = nextTurn(core.queue); turn; turn = nextTurn(core.queue)) this.#start(turn);
    } while (this.planner.plan() || this.director.plan());
    this.#deps.replan();
  }

  /** Gives a free floor to the next of those written behind it; a queue on hold keeps them back. */
  #serve(): void {
    const [first] = this.#replies;
    if (first?.isHeldBack && !this.#deps.core.queue.held) this.#give(first);
  }

  #give(reply: RunningReply): void {
    this.#deps.writer.reveal(reply);
    if (reply.ready) this.#close(reply, reply.ready.ending, reply.ready.error);
  }

  /** Ends the reply of `turnId` by someone's wish: its text is kept, then the provider's request is closed. */
  stop(turnId: string, by: string): void {
    const reply = this.#replies.find((r) => r.turn.id === turnId);
    if (reply) this.#close(reply, { state: "stopped", by });
  }

  /** Serves a reply that is ready, though another has the floor: somebody asked for it. */
  show(turnId: string): void {
    const reply = this.#replies.find((r) => r.turn.id === turnId);
    if (reply?.ready && reply.isHeldBack) this.#give(reply);
  }

  /** Drops what is being written without a trace: its room is being deleted. */
  abandon(): void {
    this.director.abandon();
    for (const reply of this.#replies) {
      reply.ended = true;
      reply.cancelFlush?.();
      reply.abort.abort();
    }
    this.#replies = [];
  }

  /** Ends replies that take too long or have gone silent. One that is ready is not kept back for ever either. */
  watch(nowMs: number): void {
    for (const reply of this.#replies) {
      const isLong = nowMs - reply.startedAtMs > LONGEST_REPLY_MS;
      if (reply.ready && isLong) this.#give(reply);
      else if (!reply.ready && (isLong || nowMs - reply.lastChunkAtMs > SILENCE_MS))
        this.#fail(reply, replyError("provider_timeout", "The model has gone silent."));
    }
  }

  #start(turn: Turn): void {
    const { core, teller, sessions, log } = this.#deps;
    const bot = core.view.bots.find((b) => b.bot_id === turn.bot_id);
    const target = turn.message_id === null ? null : core.message(turn.message_id);
    const isThreadGone = turn.thread_id !== null && core.message(turn.thread_id) === null;
    const impossible = isThreadGone || (turn.message_id !== null && (target === null || target.streaming));
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
    const seq = turn.before_seq ?? target?.seq ?? core.view.seq;
    const isHeldBack = this.#replies.length > 0;
    const reply = openReply({ turn, generationId, ...opened, seq, isHeldBack, startedAtMs: clock.nowMs() });
    this.#replies = [...this.#replies, reply];
    teller.tell(committed);
    return reply;
  }

  async #run(reply: RunningReply): Promise<void> {
    const prepared = await this.#deps.reader.read(reply);
    if (prepared === null || reply.ended) return;
    if ("code" in prepared) {
      this.#fail(reply, prepared);
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
    for (let attempt = 1; !isOver(reply); attempt++) {
      try {
        await this.#listen(reply, prepared);
      } catch (cause) {
        const wait = this.#retryWait(reply, cause, attempt);
        if (wait === null) this.#fail(reply, replyErrorOf(cause));
        else await new Promise<void>((resolve) => void this.#deps.clock.after(wait, resolve));
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
      if (isOver(reply)) return;
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
    if (reply.isHeldBack && ending.state !== "stopped") {
      this.#keepReady(reply, { ending, error });
      return;
    }
    reply.cancelFlush?.();
    const { core, sessions, teller, clock } = this.#deps;
    reply.text += reply.batch.text.toWellFormed();
    reply.reasoning += reply.batch.reasoning.toWellFormed();
    reply.batch = EMPTY_BATCH;
    const row = core.message(reply.messageId);
    const facts = closingFacts(reply, ending, this.#deps);
    const rules = core.view.room.turn_taking;
    const queue = afterTurn(core.queue, reply.turn, facts, { rules, nowMs: clock.nowMs() });
    const holds = ending.state === "failed" && rules.hold_on_failure;
    const committed = core.commit(
      {
        events: row ? [{ type: "message.updated", message: closeMessage(row, facts) }] : [],
        queue: holds ? hold(queue, true) : queue,
        also: () => core.store.turns.close(reply.generationId, reply.text === "" && reply.baseText !== ""),
      },
      teller.now(),
    );
    reply.ended = true;
    this.#replies = this.#replies.filter((r) => r !== reply);
    reply.state = ending.state;
    teller.ended(reply.turn.id, ending.state);
    teller.tell(committed);
    sessions.tell(audienceOf(reply), generationFrame(reply, error));
    reply.abort.abort();
    this.advance();
  }

  /** It ended before it was served: what is left of it waits for its turn. */
  #keepReady(reply: RunningReply, ready: NonNullable<RunningReply["ready"]>): void {
    const { core, teller } = this.#deps;
    if (reply.ready) return;
    reply.ready = ready;
    core.noteQueue(setTurnReady(core.queue, reply.turn.id, countWords(reply.text)));
    teller.tellQueue();
    this.advance();
  }
}

/** Nothing more comes of it. */
const isOver = (reply: RunningReply): boolean => reply.ended || reply.ready !== null;
