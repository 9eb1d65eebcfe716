import { AppError, toErrorCode } from "../../shared/app-error.ts";
import type { ClientMessage, Command, Draft, Read, Unread } from "../../shared/protocol/client-messages.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { PROOF_MS } from "../../shared/protocol/limits.ts";
import type { Brancher } from "./brancher.ts";
import { type CommandErrands, type LookedUp, NOTHING } from "./command-errands.ts";
import { decide } from "./commands/decide.ts";
import { draftAfterSending } from "./core/draft.ts";
import type { BranchWish, CommandContext, Effect } from "./core/state.ts";
import { nack } from "./nack.ts";
import type { AccessPort, Clock, NewId, RoomLog, Sha256 } from "./ports.ts";
import type { Change, RoomCore } from "./room-core.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Teller } from "./teller.ts";
import type { TurnRunner } from "./turn-runner.ts";

type Frame = Exclude<ClientMessage, { type: "hello" | "ping" }>;

export interface CommandDeskDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly teller: Teller;
  readonly turns: TurnRunner;
  readonly access: AccessPort;
  readonly errands: CommandErrands;
  readonly brancher: Brancher;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly rng: () => number;
  readonly sha256: Sha256;
  readonly log: RoomLog;
}

/** A branch, and the command that asked for it. */
type Wished = BranchWish & { readonly command: Command };

/**
 * Takes commands one by one in each device's order: repeats get their old answer, new ones are decided, committed,
 * told and acknowledged, and only then have effects. Rules SYNC in SPEC.md.
 */
export class CommandDesk {
  readonly #deps: CommandDeskDeps;

  constructor(deps: CommandDeskDeps) {
    this.#deps = deps;
  }

  /** Does what `frame` asks. Resolves when it is answered. */
  async take(session: Session, frame: Frame): Promise<void> {
    switch (frame.type) {
      case "auth":
        await this.#inOrder(session, () => this.#renew(session, frame));
        break;
      case "watch":
        this.#watch(session, frame);
        break;
      case "draft":
        await this.#inOrder(session, async () => this.#draft(session, frame));
        break;
      case "typing":
        this.#deps.sessions.broadcast({ type: "typing", user_id: session.facts.user_id, on: frame.on }, session);
        this.#deps.turns.planner.typed(session.facts.user_id, frame.on);
        break;
      default:
        await this.#command(session, frame);
    }
  }

  /** Commands that need no look-up are decided at once; behind one that does, they wait their turn. */
  async #command(session: Session, command: Command | Read | Unread): Promise<void> {
    if (!session.busy && !this.#deps.errands.areNeeded(command, session.facts.user_id)) {
      const wish = this.#decide(session, command, NOTHING);
      if (wish) await this.#inOrder(session, () => this.#branch(session, wish));
      return;
    }
    await this.#inOrder(session, async () => {
      const known = this.#answerRepeat(session, command) ? null : await this.#lookUp(session, command);
      const wish = known && this.#decide(session, command, known);
      if (wish) await this.#branch(session, wish);
    });
  }

  /** Opens the branch a command asked for. What this room keeps of it is the answer to the command. */
  async #branch(session: Session, { command, ...wish }: Wished): Promise<void> {
    const { brancher, core, sessions, teller, log } = this.#deps;
    const { user_id, name } = session.facts;
    try {
      const answer = await brancher.open(wish, { actor: { user_id, name }, ref: command.ref, now: teller.now() });
      if (session.isCut || this.#answerRepeat(session, command)) return;
      const { ack } = core.commit({ command: this.#remembered(user_id, command, answer) }, teller.now());
      if (ack) sessions.send(session, ack);
    } catch (cause) {
      if (!(cause instanceof AppError)) log.error("a branch could not be opened", cause);
      const message = (cause instanceof AppError && cause.publicMessage) || "We could not open that room. Try again.";
      nack(session, command.ref, { code: toErrorCode(cause), message });
    }
  }

  async #inOrder(session: Session, work: () => Promise<void>): Promise<void> {
    const turn = (session.busy ?? Promise.resolve()).then(work);
    session.busy = turn;
    try {
      await turn;
    } finally {
      if (session.busy === turn) session.busy = null;
    }
  }

  /** @returns The branch that it comes to, which is not open yet. */
  #decide(session: Session, command: Command | Read | Unread, known: LookedUp): Wished | null {
    // Rights may have ended, or the room, while something was looked up.
    if (session.isCut || this.#answerRepeat(session, command)) return null;
    const { core, teller, sessions, clock, newId, rng, sha256 } = this.#deps;
    const { user_id: userId, name } = session.facts;
    // Read again here: rights may have changed while something was looked up.
    const role = core.view.members.find((m) => m.user_id === userId)?.role;
    if (!role) {
      sessions.cut(session, CLOSE.forbidden, "no access");
      return null;
    }
    const ctx: CommandContext = {
      actor: { userId, name, role },
      now: teller.now(),
      nowMs: clock.nowMs(),
      newId,
      rng,
      sha256,
      ...known,
    };
    const decision = decide(core.state(), command, ctx);
    if (!decision.ok) {
      if ("ref" in command) nack(session, command.ref, decision);
      return null;
    }
    const { ok: _ok, effects = [], answer = {}, branch, ...change } = decision;
    if (branch && "ref" in command) return { ...branch, command };
    const remembered = "ref" in command && { command: this.#remembered(userId, command, answer) };
    const emptied = this.#draftAfter(session, command);
    const committed = core.commit({ ...change, ...remembered, ...emptied?.change }, ctx.now);
    teller.tell(committed);
    if (emptied) sessions.tell(userId, emptied.frame);
    if (committed.ack) sessions.send(session, committed.ack);
    for (const effect of effects) this.#perform(effect, userId);
    this.#deps.turns.advance();
    return null;
  }

  /** Keeps what someone is writing, or says what the room holds where it has changed meanwhile. Rules DRAFT in SPEC.md. */
  #draft(session: Session, { text, rev }: Draft): void {
    const { core, sessions } = this.#deps;
    const { user_id, device_id } = session.facts;
    if (session.isCut || !core.view.members.some((m) => m.user_id === user_id)) return;
    const known = core.store.people.draft(user_id);
    if (rev !== (known?.rev ?? 0)) {
      if (known) sessions.send(session, { type: "draft", ...known });
      return;
    }
    const draft = { text, rev: rev + 1, device_id };
    core.store.people.saveDraft(user_id, draft);
    sessions.tell(user_id, { type: "draft", ...draft });
  }

  /** What a command that posts does to the draft it came from: part of its commit, and told after it. */
  #draftAfter({ facts }: Session, command: Command | Read | Unread) {
    if (command.type !== "send") return null;
    const { people } = this.#deps.core.store;
    const known = people.draft(facts.user_id);
    const draft = known && draftAfterSending(known, command, facts.device_id);
    if (!draft) return null;
    return {
      change: { also: () => people.saveDraft(facts.user_id, draft) },
      frame: { type: "draft" as const, ...draft },
    };
  }

  #remembered(actorId: string, command: Command, answer: NonNullable<Change["command"]>["answer"]) {
    return { actorId, ref: command.ref, bodyHash: this.#hash(command), answer };
  }

  /** The old answer to a repeated `ref`; a refusal when it now says something else. False for new commands. */
  #answerRepeat(session: Session, command: Command | Read | Unread): boolean {
    if (!("ref" in command)) return false;
    const known = this.#deps.core.store.log.command(session.facts.user_id, command.ref);
    if (!known) return false;
    if (known.bodyHash === this.#hash(command)) this.#deps.sessions.send(session, known.ack);
    else
      nack(session, command.ref, { code: "conflict", message: "this ref was used for another command", field: "ref" });
    return true;
  }

  #hash(command: Command): string {
    const { ref: _ref, ...body } = command;
    return this.#deps.sha256(JSON.stringify(body));
  }

  #perform(effect: Effect, by: string): void {
    switch (effect.type) {
      case "stop-reply":
        this.#deps.turns.stop(effect.turnId, by);
        break;
      case "show-reply":
        this.#deps.turns.show(effect.turnId);
        break;
      case "cut-off":
        this.#deps.sessions.cutUser(effect.userId, CLOSE.forbidden, "no access");
        break;
      default:
        effect satisfies never;
    }
  }

  /** Facts a command needs from D1; null (and a `nack`) when they cannot be had. */
  async #lookUp(session: Session, command: Command | Read | Unread): Promise<LookedUp | null> {
    const { errands, log } = this.#deps;
    try {
      return await errands.run(command, session.facts.user_id);
    } catch (cause) {
      log.error("a look-up failed", cause);
      const ref = "ref" in command ? command.ref : undefined;
      nack(session, ref, { code: "internal", message: "We could not look that up. Try again in a moment." });
      return null;
    }
  }

  #watch(session: Session, frame: { activation?: boolean | undefined; prompt?: boolean | undefined }): void {
    this.#deps.sessions.save(session, {
      ...session.facts,
      watch_activation: frame.activation ?? session.facts.watch_activation,
      watch_prompt: frame.prompt ?? session.facts.watch_prompt,
    });
  }

  async #renew(session: Session, proof: { token?: string | undefined; ticket?: string | undefined }): Promise<void> {
    const { access, core, sessions, clock, log } = this.#deps;
    try {
      const verified = await access.verify(proof, core.view.room.id);
      if (verified?.userId !== session.facts.user_id) {
        sessions.cut(session, CLOSE.unauthenticated, "sign in again");
        return;
      }
      const expires_at_ms = Math.min(verified.expiresAtMs, clock.nowMs() + PROOF_MS);
      sessions.save(session, { ...session.facts, session_id: verified.sessionId, expires_at_ms });
    } catch (cause) {
      // The old proof holds until it ends: a moment's trouble signs nobody out.
      log.error("a proof could not be checked", cause);
    }
  }
}
