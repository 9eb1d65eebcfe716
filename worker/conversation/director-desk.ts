import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { NewEvent } from "../../shared/room/events.ts";
import { estimateTokens } from "../../shared/text/tokens.ts";
import type { ContextCache } from "./context-cache.ts";
import { changed, inThread } from "./core/message-rows.ts";
import { textForBots } from "./core/prompt/shown-pictures.ts";
import { type Choice, choicesFor, type DirectorPick, directorPrompt, readChoice } from "./core/speakers/director.ts";
import { isGoingInCircles } from "./core/speakers/loop-guard.ts";
import { decideSpeakers, type Speaker } from "./core/speakers/strategies.ts";
import type { Overhead, Turn } from "./core/state.ts";
import { countLent, lendingRefusal, lentTurns } from "./core/turns/lending.ts";
import { newTurn } from "./core/turns/new-turn.ts";
import { namesIn, personName } from "./core/turns/prepare-turn.ts";
import { enqueue } from "./core/turns/turn-queue.ts";
import type { Clock, ModelPort, NewId, PromptMessage, RoomLog, TurnContext } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import type { Sessions } from "./sessions.ts";
import type { Teller } from "./teller.ts";

/** Newest messages the director looks at. */
const LINES = 16;
/** Longest answer that can be a name of the list, UTF-16 units; what goes on beyond it is none. */
const LONGEST_ANSWER = 200;
/** Most a model may spend on it, tokens: some think before they name anyone. */
const MOST_TOKENS = 512;
/** Longest the room waits for a director before it goes by the bots' talkativeness, milliseconds. */
const PATIENCE_MS = 20_000;

export interface DirectorDeskDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly teller: Teller;
  readonly contexts: ContextCache;
  readonly models: ModelPort;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly rng: () => number;
  readonly log: RoomLog;
}

interface Answer {
  readonly choice: Choice | null;
  readonly spent: Overhead | null;
  /** It was not asked: its key is not open to whoever spoke. */
  readonly isUnpaid?: true;
}

/**
 * Has a director choose who speaks next: the bot with the role of moderator, else the room's own model. It names one
 * of a closed list; anything else counts as no answer, and the room goes by talkativeness and says so. Which turns it
 * still gives is committed, so a death in mid-question only asks again. Rules TURN21–TURN24.
 */
export class DirectorDesk {
  readonly #deps: DirectorDeskDeps;
  /** Called when a turn was given. */
  readonly #advance: () => void;
  #asking: { readonly pickId: string; readonly abort: AbortController } | null = null;

  constructor(deps: DirectorDeskDeps, advance: () => void) {
    this.#deps = deps;
    this.#advance = advance;
  }

  get isAsking(): boolean {
    return this.#asking !== null;
  }

  /** A turn is to be given and nobody was asked for it yet. */
  get isDue(): boolean {
    const { queue, view } = this.#deps.core;
    const isDirected = view.room.turn_taking.strategy === "director";
    return isDirected && this.#isFree() && queue.pick !== null && this.#asking === null;
  }

  /** Gives the next turn, or asks for it. True where one was given at once. */
  plan(): boolean {
    const { pick } = this.#deps.core.queue;
    if (this.#asking && this.#asking.pickId !== pick?.id) this.abandon();
    if (!pick || !this.isDue) return false;
    const { view } = this.#deps.core;
    const choices = choicesFor(view.bots, {
      directorId: moderatorOf(view.bots)?.bot_id ?? null,
      lastSpeaker: inThread(view.messages, undefined).at(-1)?.bot ?? null,
      mayEnd: pick.given > 0,
    });
    const [only] = choices;
    if (pick.left <= 0 || !only || isGoingInCircles(inThread(view.messages, undefined)))
      return this.#give(pick, [], null);
    // Where there is nothing to choose nobody is asked.
    if (choices.length === 1) return this.#follow(pick, only, null);
    this.#ask(pick, choices).catch((cause) => this.#deps.log.error("a director broke", cause));
    return false;
  }

  /** Asks no further: its answer would come too late. */
  abandon(): void {
    this.#asking?.abort.abort();
    this.#asking = null;
  }

  #isFree(): boolean {
    const { queue } = this.#deps.core;
    return queue.turns.length === 0 && !queue.held;
  }

  async #ask(pick: DirectorPick, choices: readonly Choice[]): Promise<void> {
    const asking = { pickId: pick.id, abort: new AbortController() };
    this.#asking = asking;
    const stopWaiting = this.#deps.clock.after(PATIENCE_MS, () => asking.abort.abort());
    const answer = await this.#hear(pick, choices, asking.abort.signal);
    stopWaiting();
    if (this.#asking !== asking) return;
    this.#asking = null;
    asking.abort.abort();
    // Someone may have been given the floor meanwhile: the director is asked again after them.
    if (this.#deps.core.queue.pick !== pick || !this.#isFree()) return;
    if (answer.choice) this.#follow(pick, answer.choice, answer.spent);
    else this.#fallBack(pick, choices, answer);
    this.#advance();
  }

  async #hear(pick: DirectorPick, choices: readonly Choice[], signal: AbortSignal): Promise<Answer> {
    try {
      const context = await this.#contextOf(pick);
      if (lendingRefusal(this.#deps.core.queue, this.#paying(pick, context.model.payer)))
        return { choice: null, spent: null, isUnpaid: true };
      const prompt = directorPrompt(choices, this.#deps.core.view.bots, this.#lines(context));
      return await this.#listen(pick, choices, { context, prompt, signal });
    } catch (cause) {
      this.#deps.log.error("a director did not answer", cause);
      return { choice: null, spent: null };
    }
  }

  async #listen(
    pick: DirectorPick,
    choices: readonly Choice[],
    { context, prompt, signal }: { context: TurnContext; prompt: PromptMessage[]; signal: AbortSignal },
  ): Promise<Answer> {
    if (!context.bot) return { choice: null, spent: null };
    const { model } = context;
    const labels = choices.map(({ label }) => label);
    const chunks = this.#deps.models.stream(
      {
        choice: { ...model, maxOutputTokens: Math.min(model.maxOutputTokens, MOST_TOKENS) },
        messages: prompt,
        seed: `${this.#deps.core.view.room.id}:${pick.id}:${pick.given}`,
        trigger: "auto",
        scene: {
          bot: context.bot,
          userName: "",
          otherBots: [],
          lore: [],
          lines: this.#lines(context).map((line) => ({ ...line, kind: "user" })),
          prefix: "",
          choices: labels,
        },
      },
      signal,
    );
    let answer = "";
    const { payer } = model;
    const input_tokens = estimateTokens(prompt.map((m) => m.content).join("\n"));
    let spent: Overhead = { input_tokens, output_tokens: 0, payer };
    for await (const chunk of chunks) {
      if (chunk.type === "text") answer += chunk.text;
      if (chunk.type === "finish" && chunk.usage)
        spent = { input_tokens: chunk.usage.inputTokens, output_tokens: chunk.usage.outputTokens, payer };
      if (answer.length > LONGEST_ANSWER) break;
    }
    if (spent.output_tokens === 0) spent = { ...spent, output_tokens: estimateTokens(answer) };
    return { choice: signal.aborted ? null : readChoice(answer, choices), spent };
  }

  async #contextOf(pick: DirectorPick): Promise<TurnContext> {
    const { room, bots } = this.#deps.core.view;
    const seat = moderatorOf(bots) ?? bots.find((b) => b.role === "primary") ?? bots[0];
    const loaded = await this.#deps.contexts.load({
      conversationId: room.id,
      ownerId: room.user,
      askerId: pick.asked_by,
      botId: seat?.bot_id ?? "",
      personaId: pick.persona_id,
      viewers: [],
      provider: seat?.provider ?? room.settings.provider,
      model: seat?.model ?? room.settings.model,
      apiKeyId: seat?.api_key_id ?? room.settings.api_key_id,
    });
    return loaded.context;
  }

  /** What everyone has heard: whispers and asides are nobody else's. */
  #lines(context: TurnContext): { name: string; text: string }[] {
    const { store, view } = this.#deps.core;
    const placed = store.messages.counted(Number.MAX_SAFE_INTEGER, LINES);
    const nameOf = namesIn({ people: view.members.map((m) => m.user_id), placed, context });
    return placed
      .filter(({ row }) => !row.aside && row.whisper_to === null)
      .map(({ row }) => ({
        name: row.bot === null ? personName(row, nameOf) : row.author_name,
        text: textForBots(row),
      }))
      .filter(({ text }) => text !== "");
  }

  #follow(pick: DirectorPick, { bot_id }: Choice, spent: Overhead | null): boolean {
    if (bot_id === null) return this.#give(pick, [], spent);
    return this.#give(pick, [{ bot_id, reason: { code: "director", by: pick.asked_by } }], spent);
  }

  /** Goes by the bots' talkativeness for the rest of the round, and says why. */
  #fallBack(pick: DirectorPick, choices: readonly Choice[], { spent, isUnpaid }: Answer): void {
    const { core, sessions, rng } = this.#deps;
    const { bots, room, messages } = core.view;
    const speakers = decideSpeakers({
      bots: bots.filter((b) => choices.some((c) => c.bot_id === b.bot_id)),
      turnTaking: { ...room.turn_taking, strategy: "natural", max_replies: pick.left },
      mentioned: [],
      repliedTo: null,
      recent: messages,
      askedBy: pick.asked_by,
      rng,
    });
    const said = speakers.map(({ bot_id, reason }) => ({ bot_id, reason: { ...reason, instead_of: "director" } }));
    const why = isUnpaid
      ? "The key the director speaks through is not open to others now."
      : "The director named nobody who could speak next.";
    this.#give({ ...pick, left: 0 }, said, spent);
    const code = isUnpaid ? "director_unpaid" : "director_unclear";
    sessions.broadcast({ type: "notice", code, message: `${why} Whoever fits answers instead.` });
  }

  /** Commits the turns that were given and what is left of the round. What it cost counts with the first of them. */
  #give(pick: DirectorPick, speakers: readonly Speaker[], spent: Overhead | null): boolean {
    const { core, teller } = this.#deps;
    const turns = speakers.map((speaker, at) => this.#turn(pick, speaker, at === 0 ? spent : null));
    const left = pick.left - turns.length;
    const rest = turns.length > 0 && left > 0 ? { ...pick, left, given: pick.given + turns.length } : null;
    const unpaid = turns.length === 0 && spent ? this.#onLastReply(spent) : [];
    const queue = spent ? countLent(core.queue, this.#paying(pick, spent.payer)) : core.queue;
    teller.tell(core.commit({ events: unpaid, queue: { ...enqueue(queue, turns), pick: rest } }, teller.now()));
    return turns.length > 0;
  }

  /** Whose money a question of `payer` is. */
  #paying({ asked_by }: DirectorPick, payer: string) {
    const { core, teller } = this.#deps;
    const { room } = core.view;
    return { payer, askedBy: asked_by, ownerId: room.user, allowed: lentTurns(room), now: teller.now() };
  }

  #turn(pick: DirectorPick, speaker: Speaker, spent: Overhead | null): Turn {
    const { core, newId } = this.#deps;
    const name = core.view.members.find((m) => m.user_id === pick.asked_by)?.name ?? "";
    const actor = { userId: pick.asked_by, name, role: "member" as const };
    return newTurn({ newId, actor }, { ...speaker, personaId: pick.persona_id, ...(spent && { overhead: spent }) });
  }

  /** Nobody speaks: what it cost to find that out counts with the reply before. */
  #onLastReply({ input_tokens, output_tokens }: Overhead): NewEvent[] {
    const row = inThread(this.#deps.core.view.messages, undefined).findLast((m) => m.bot !== null);
    if (!row) return [];
    const { token_tracking: before } = row;
    const token_tracking = {
      ...before,
      input_tokens: before.input_tokens + input_tokens,
      output_tokens: before.output_tokens + output_tokens,
      total_tokens: before.total_tokens + input_tokens + output_tokens,
    };
    return [{ type: "message.updated", message: changed(row, { token_tracking }) }];
  }
}

const moderatorOf = (bots: readonly RoomBot[]): RoomBot | undefined => bots.find((b) => b.role === "moderator");
