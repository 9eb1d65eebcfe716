import type { ClientMessage, Command, Hello } from "../../shared/protocol/client-messages.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { decodeClientFrame } from "../../shared/protocol/decode-client-frame.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { type CallActor, type CommandAnswer, callCommand } from "./call-command.ts";
import type { CommandDesk } from "./command-desk.ts";
import { nextAlarmAt } from "./core/next-alarm.ts";
import { mayAsk, NOT_YOURS } from "./core/rights.ts";
import type { SessionFacts } from "./core/session-facts.ts";
import type { FloodWatch } from "./flood-watch.ts";
import { nack } from "./nack.ts";
import type { OutboxDrain } from "./outbox-drain.ts";
import type { Alarms, Clock, RoomLog, RoomSocket } from "./ports.ts";
import { PresenceTeller } from "./presence-teller.ts";
import type { RightsWatch } from "./rights-watch.ts";
import type { RoomCore } from "./room-core.ts";
import type { Session, Sessions } from "./sessions.ts";
import { eventsFor, type Teller } from "./teller.ts";
import type { TurnRunner } from "./turn-runner.ts";
import { eventPages, welcomeFrame } from "./welcome.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** A room counts as active this long after a frame or during a reply, milliseconds (rooms.md §2). */
const ACTIVE_MS = 60_000;
/** How often the room wakes while a reply runs, milliseconds (reliability, decision 6). */
const WATCHDOG_MS = 30_000;
/** A device that has not pinged for so long is gone, whatever the platform thinks (reliability §6, workerd#1187). */
const DEAD_MS = 90_000;
/** Least time between two tellings of what D1 has, milliseconds (rooms.md §4). */
const PERSISTED_EVERY_MS = 1_000;

export interface RoomRuntimeDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly teller: Teller;
  readonly turns: TurnRunner;
  readonly desk: CommandDesk;
  readonly outbox: OutboxDrain;
  readonly rights: RightsWatch;
  readonly floods: FloodWatch;
  readonly whereabouts: Whereabouts;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: RoomLog;
}

/** The order of things in one room: frames and alarms in, decisions committed, everyone told, effects performed. */
export class RoomRuntime {
  readonly #deps: RoomRuntimeDeps;
  #activeMs = 0;
  #toldPersistedMs = 0;
  #untold = false;
  #armedMs: number | null = null;
  #closed = false;
  readonly presence: PresenceTeller;

  constructor(deps: RoomRuntimeDeps) {
    this.#deps = deps;
    this.presence = new PresenceTeller({ ...deps, rightsFirst: () => this.rightsFirst() });
  }

  /** A socket the Worker has let in. Full rooms and people who are no members are turned away here. */
  connect(socket: RoomSocket, facts: SessionFacts): void {
    const { sessions, core, rights, floods } = this.#deps;
    const refusal = floods.refusal(facts.user_id);
    if (refusal !== null) socket.close(CLOSE.room_full, refusal);
    else if (!core.view.members.some((m) => m.user_id === facts.user_id)) socket.close(CLOSE.forbidden, "no access");
    else {
      rights.arrives();
      sessions.save(sessions.add(socket, facts), facts);
    }
  }

  /** A socket that lived through hibernation: its facts were kept beside it. */
  restore(socket: RoomSocket, facts: SessionFacts): void {
    this.#deps.sessions.add(socket, facts);
  }

  disconnect(socketId: string): void {
    const session = this.#deps.sessions.remove(socketId);
    if (session?.facts.live) this.presence.left(session.facts.user_id);
  }

  /**
   * To be awaited before anything is sent in a room that was idle: an active one asks on its alarm and makes nobody wait.
   * Null where there is nothing to wait for.
   */
  rightsFirst(): Promise<void> | null {
    const { rights, clock } = this.#deps;
    return clock.nowMs() >= this.#activeMs + ACTIVE_MS && rights.isDue() ? rights.checkIfDue() : null;
  }

  /** One frame of a socket. Answers, refuses or closes; never throws for what a client sent. */
  async receive(socketId: string, raw: string): Promise<void> {
    const check = this.rightsFirst();
    if (check !== null) await check;
    const session = this.#deps.sessions.get(socketId);
    if (!session || !this.#mayGoOn(session)) return;
    session.proof.sign(this.#deps.clock.nowMs());
    const frame = decodeClientFrame(raw);
    switch (frame.kind) {
      case "too_large":
        this.#deps.sessions.cut(session, CLOSE.too_large, "a frame has at most 64 KiB");
        break;
      case "malformed":
        this.#deps.sessions.cut(session, CLOSE.malformed, "not a frame");
        break;
      case "unknown_command":
        nack(session, frame.ref, { code: "unknown_command", message: "this room does not know that command" });
        break;
      case "invalid":
        nack(session, frame.ref, { code: "invalid", message: frame.message, field: frame.field });
        break;
      case "message":
        await this.#handle(session, frame.message);
        break;
      default:
        frame satisfies never;
    }
  }

  /** Proof of identity and flood limits, on every frame. */
  #mayGoOn(session: Session): boolean {
    const { clock, sessions, floods } = this.#deps;
    if (session.facts.expires_at_ms <= clock.nowMs()) {
      sessions.cut(session, CLOSE.unauthenticated, "sign in again");
      return false;
    }
    return floods.mayFrame(session);
  }

  async #handle(session: Session, message: ClientMessage): Promise<void> {
    const { core, sessions, desk, clock, floods } = this.#deps;
    const role = core.view.members.find((m) => m.user_id === session.facts.user_id)?.role;
    if (!role) return sessions.cut(session, CLOSE.forbidden, "no access");
    if (message.type === "ping") {
      sessions.pong(session, message.probe);
      return;
    }
    if (message.type !== "hello" && message.type !== "auth" && !session.facts.live)
      return sessions.cut(session, CLOSE.malformed, "say hello first");
    if (!mayAsk(role, message)) {
      const ref = "ref" in message ? message.ref : undefined;
      return nack(session, ref, { code: "forbidden", message: NOT_YOURS[role] });
    }
    if ("ref" in message && !floods.mayCommand(session, message.ref)) return;
    this.#activeMs = clock.nowMs();
    if (message.type === "hello") this.#hello(session, message);
    else await desk.take(session, message);
    this.replan();
  }

  #hello(session: Session, hello: Hello): void {
    const { sessions, core, turns, floods } = this.#deps;
    if (hello.v !== PROTOCOL_VERSION) {
      sessions.cut(session, CLOSE.version, `reload the page: this room speaks version ${PROTOCOL_VERSION}`);
      return;
    }
    if (!floods.mayAskAgain(session)) return;
    sessions.save(session, {
      ...session.facts,
      live: true,
      device_id: hello.device_id,
      device_name: hello.device_name ?? session.facts.device_kind,
      watch_activation: hello.watch?.activation ?? session.facts.watch_activation,
      watch_prompt: hello.watch?.prompt ?? session.facts.watch_prompt,
    });
    session.owed.clear();
    const missed = hello.since === undefined ? null : core.store.log.eventsAfter(hello.since);
    sessions.send(session, welcomeFrame(core, this.presence.members(), session, turns.replies, missed === null));
    if (missed !== null)
      for (const list of eventPages(eventsFor(core, session.facts.user_id, missed)))
        sessions.send(session, { type: "events", list });
    this.presence.changed();
  }

  /** A command that came by HTTP; D1 has what it changed before it is answered, unless D1 does not answer. */
  async act(actor: CallActor, command: Command): Promise<CommandAnswer> {
    const { desk, clock } = this.#deps;
    await this.rightsFirst();
    this.#activeMs = clock.nowMs();
    const answer = await callCommand(desk, actor, command, clock.nowMs());
    if (answer.ok) await this.persistNow();
    else this.replan();
    return answer;
  }

  /** Someone's rights have changed: those who lost them are cut off now. */
  async accessChanged(userId: string): Promise<void> {
    await this.#deps.rights.check(userId);
    this.presence.changed();
  }

  /** A person was signed out everywhere. */
  signedOut(userId: string): void {
    this.#deps.sessions.cutUser(userId, CLOSE.unauthenticated, "sign in again");
    this.presence.changed();
  }

  /** Its owner has deleted the room and may still take that back: everyone is let go and every turn ends. */
  async shut(ref: string): Promise<void> {
    const { core, sessions, desk, clock } = this.#deps;
    const { room, members } = core.view;
    const owner = { user_id: room.user, name: members.find((m) => m.user_id === room.user)?.name ?? "" };
    await callCommand(desk, owner, { type: "stop", scope: "all", ref }, clock.nowMs());
    for (const session of sessions.list()) sessions.cut(session, CLOSE.deleted, "this room was deleted");
    this.replan();
  }

  /**
   * Ends the room for everyone connected, at once; from then on it writes nothing, neither here nor to D1. Resolves
   * once no write of its own is under way.
   */
  async close(code: number, reason: string): Promise<void> {
    const { core, sessions, turns, outbox } = this.#deps;
    this.#closed = true;
    for (const session of sessions.list()) sessions.cut(session, code, reason);
    turns.abandon();
    await outbox.stop();
    core.store.end();
  }

  /** Writes the outbox now; true when D1 has everything. */
  async persistNow(): Promise<boolean> {
    await this.#drain(true);
    if (this.#closed) return false;
    this.replan();
    return this.#deps.core.store.outbox.isEmpty();
  }

  /** The object's alarm. Whatever happens inside, the next one is set: it must never throw (reliability, decision 5). */
  async alarm(): Promise<void> {
    if (this.#closed) return;
    const { clock, turns, rights, log } = this.#deps;
    this.#armedMs = null;
    try {
      turns.watch(clock.nowMs());
      this.#cutDead();
      await rights.checkIfDue();
      turns.advance();
      await this.#drain(false);
    } catch (cause) {
      log.error("an alarm broke", cause);
    } finally {
      this.replan();
    }
  }

  async #drain(now: boolean): Promise<void> {
    if ((await this.#deps.outbox.drain(now)) > 0) this.#untold = true;
    this.#tellPersisted();
  }

  /** Says what D1 has, at most once a second, and only after other news was persisted. */
  #tellPersisted(): void {
    const { core, clock, teller } = this.#deps;
    if (this.#closed || !this.#untold || clock.nowMs() < this.#toldPersistedMs + PERSISTED_EVERY_MS) return;
    this.#untold = false;
    this.#toldPersistedMs = clock.nowMs();
    const persisted_seq = core.store.outbox.persistedSeq(core.view.seq);
    if (persisted_seq <= core.view.room.persisted_seq) return;
    const { total_messages, total_tokens, last_activity } = core.counters;
    const totals = { total_messages, total_tokens, last_activity };
    teller.tell(core.commit({ events: [{ type: "room.updated", persisted_seq, ...totals }] }, teller.now()));
  }

  #cutDead(): void {
    const { sessions, clock } = this.#deps;
    for (const session of sessions.list()) {
      const pinged = session.socket.lastPingMs();
      if (pinged !== null && clock.nowMs() - pinged > DEAD_MS) sessions.cut(session, CLOSE.internal, "no sign of life");
    }
  }

  /** Sets the alarm to the earliest thing the room waits for; an idle room waits for nothing. */
  replan(): void {
    if (this.#closed) return;
    const { clock, alarms, rights, turns, outbox } = this.#deps;
    const now = clock.nowMs();
    const active = turns.isBusy || now < this.#activeMs + ACTIVE_MS;
    const at = nextAlarmAt({
      outbox: outbox.dueMs() ?? (this.#untold ? this.#toldPersistedMs + PERSISTED_EVERY_MS : null),
      watchdog: turns.isBusy ? now + WATCHDOG_MS : null,
      recheck: active ? rights.dueMs() : null,
      turns: turns.dueMs(),
    });
    if (at === this.#armedMs) return;
    // A running reply asks ever later: an alarm that is set already serves until it rings.
    if (at !== null && this.#armedMs !== null && at > this.#armedMs && this.#armedMs > now) return;
    this.#armedMs = at;
    alarms.set(at);
  }
}
