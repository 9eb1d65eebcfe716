import type { ReplyError } from "../../shared/fields/message.ts";
import type { PromptReceipt } from "../../shared/prompt/receipt.ts";
import type { ContextCache, LoadedContext } from "./context-cache.ts";
import { mayReadPrompt } from "./core/rights.ts";
import { countLent, lendingRefusal, lentTurns } from "./core/turns/lending.ts";
import { type PreparedTurn, prepareTurn } from "./core/turns/prepare-turn.ts";
import type { BotCard, NewId, TurnContext } from "./ports.ts";
import { replyError } from "./reply-errors.ts";
import type { RoomCore } from "./room-core.ts";
import { audienceOf, type RunningReply } from "./running-reply.ts";
import type { Sessions } from "./sessions.ts";
import type { Teller } from "./teller.ts";

/** Messages a prompt may look back at; the window cuts earlier. */
const MAX_HISTORY = 1_000;

/** The state "reading": the world as the bot may know it, the lore that wakes, the prompt, and both explanations kept. */
export class TurnReader {
  readonly #core: RoomCore;
  readonly #sessions: Sessions;
  readonly #teller: Teller;
  readonly #contexts: ContextCache;
  readonly #newId: NewId;

  constructor(core: RoomCore, sessions: Sessions, teller: Teller, contexts: ContextCache, newId: NewId) {
    this.#core = core;
    this.#sessions = sessions;
    this.#teller = teller;
    this.#contexts = contexts;
    this.#newId = newId;
  }

  /**
   * Reads everything for `reply` and commits its trace, log rows and receipt, then shows them: before the model is
   * asked. Null when the reply ended meanwhile; an error when the bot may no longer be used, or its payer does not pay.
   */
  async read(reply: RunningReply): Promise<PreparedTurn | ReplyError | null> {
    const { room, bots, members } = this.#core.view;
    const seat = bots.find((b) => b.bot_id === reply.turn.bot_id);
    const loaded = await this.#contexts.load({
      conversationId: room.id,
      ownerId: room.user,
      askerId: reply.turn.asked_by,
      botId: reply.turn.bot_id,
      personaId: reply.turn.persona_id,
      viewers: members.map((m) => m.user_id),
      provider: seat?.provider ?? room.settings.provider,
      model: seat?.model ?? room.settings.model,
      apiKeyId: seat?.api_key_id ?? room.settings.api_key_id,
    });
    if (reply.ended) return null;
    if (!loaded.context.bot)
      return replyError("bot_unavailable", "The creator has made this bot private, or it is gone.");
    reply.choice = loaded.context.model;
    const refusal = lendingRefusal(this.#core.queue, {
      ...this.#asking(reply),
      allowed: lentTurns(this.#core.view.room),
    });
    if (refusal) return refusal;
    const prepared = this.#prepare(reply, loaded, loaded.context.bot);
    this.#explain(reply, prepared, loaded.context);
    return prepared;
  }

  #prepare(reply: RunningReply, { context, compiled }: LoadedContext, bot: BotCard): PreparedTurn {
    const { store, view } = this.#core;
    const threadId = this.#core.message(reply.messageId)?.message_thread.thread_id ?? null;
    return prepareTurn({
      turn: reply.turn,
      bot,
      room: view.room,
      bots: view.bots,
      people: view.members.map((m) => m.user_id),
      context,
      compiled,
      placed: store.messages.counted(reply.seq, MAX_HISTORY, threadId),
      ...store.messages.measure(reply.seq, threadId),
      ledger: store.turns.ledger(reply.seq, threadId),
      pins: (view.room.lore_pins ?? [])
        .filter((pin) => this.#core.pinnedTurnsLeft(pin, reply.seq) > 0)
        .map((pin) => ({ entryId: pin.entry_id })),
      messageId: reply.messageId,
      takeId: reply.takeId,
      prefix: reply.baseText,
      now: this.#teller.now(),
      newId: this.#newId,
    });
  }

  #explain(reply: RunningReply, prepared: PreparedTurn, context: TurnContext): void {
    const ids = { message_id: reply.messageId, take_id: reply.takeId };
    const committed = this.#core.commit(
      {
        events: [{ type: "activation.turn", ...ids, counts: prepared.counts }],
        queue: this.#withPayer(reply),
        also: () => this.#save(reply, prepared),
      },
      this.#teller.now(),
    );
    this.#teller.tell(committed);
    this.#sessions.sendActivation(
      audienceOf(reply),
      ids,
      prepared.rows,
      (userId, entryId) => context.readableBy[userId]?.includes(entryId) ?? false,
    );
    if (!prepared.prompt.ok) return;
    this.#tellBudget(reply, prepared.prompt.receipt);
    if (this.#mayOwnerRead(prepared, context))
      this.#sessions.sendPrompt(this.#core.view.room.user, { type: "prompt", ...ids, ...prepared.prompt.receipt });
  }

  #save(reply: RunningReply, { trace, rows, fired, prompt, holdsOthers }: PreparedTurn): void {
    const { turns, outbox } = this.#core.store;
    turns.saveTrace(reply, JSON.stringify(trace), fired);
    if (prompt.ok) {
      // Kept without its words, so that nobody who is alone in the room one day reads what was others' then.
      turns.saveReceipt(reply, JSON.stringify(holdsOthers ? { ...prompt.receipt, messages: [] } : prompt.receipt));
      reply.promptTokens = prompt.receipt.total;
    }
    if (rows.length === 0) return;
    const seq = this.#core.view.seq + 1;
    outbox.put({ kind: "activation_log", key: reply.generationId, rev: 1, seq, payload: JSON.stringify(rows) });
  }

  #withPayer(reply: RunningReply) {
    const payer = reply.choice?.payer ?? reply.turn.payer;
    reply.turn = { ...reply.turn, payer };
    const queue = countLent(this.#core.queue, this.#asking(reply));
    return { ...queue, turns: queue.turns.map((t) => (t.id === reply.turn.id ? { ...t, payer } : t)) };
  }

  #asking({ turn, choice }: RunningReply) {
    const ownerId = this.#core.view.room.user;
    return { payer: choice?.payer ?? turn.payer, askedBy: turn.asked_by, ownerId, now: this.#teller.now() };
  }

  /** By the rule of `GET …/prompt`; looked into only where they watch. */
  #mayOwnerRead({ trace, holdsOthers }: PreparedTurn, { ownerEditsBot, readableBy }: TurnContext): boolean {
    const { room } = this.#core.view;
    if (!this.#sessions.watchesPrompts(room.user)) return false;
    const readable = new Set(readableBy[room.user]);
    const readsAllLore = trace.entries.every(({ id }) => readable.has(id));
    return mayReadPrompt({ isOwner: true, isAlone: !holdsOthers, editsBot: ownerEditsBot, readsAllLore });
  }

  #tellBudget(reply: RunningReply, receipt: PromptReceipt): void {
    const sections = receipt.sections.map(({ name, label, tokens }) => ({ name, label, tokens }));
    const { window, reserved } = receipt;
    const message_id = reply.messageId;
    this.#sessions.tell(audienceOf(reply), { type: "budget", message_id, window, reserved, sections });
  }
}
