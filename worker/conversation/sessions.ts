import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { PromptFrame } from "../../shared/protocol/prompt-frame.ts";
import type { Presence, ServerMessage } from "../../shared/protocol/server-messages.ts";
import { type Bucket, COMMANDS, fullBucket, HELLOS } from "./core/flood.ts";
import { ReaderProof } from "./core/reader-proof.ts";
import type { SessionFacts } from "./core/session-facts.ts";
import type { Clock, NewId, RoomSocket } from "./ports.ts";

/** One connected device. `facts` outlive hibernation with the socket; the rest is a cache. */
export interface Session {
  readonly socket: RoomSocket;
  facts: SessionFacts;
  bucket: Bucket;
  commands: Bucket;
  hellos: Bucket;
  /** Frames that wait for a look-up keep the device's order. */
  busy: Promise<void> | null;
  /** Ended by the room: what still waits on its behalf has no effect any more. */
  isCut: boolean;
  readonly proof: ReaderProof;
  /** Generations whose text so far this slow socket must get again once it has read on. */
  readonly owed: Set<string>;
}

/** The one person a reply is for, or null where it is everybody's. */
type Audience = string | null;

/** A session that nothing was heard of yet. */
export const newSession = (socket: RoomSocket, facts: SessionFacts, nowMs: number): Session => ({
  socket,
  facts,
  bucket: fullBucket(nowMs),
  commands: fullBucket(nowMs, COMMANDS),
  hellos: fullBucket(nowMs, HELLOS),
  busy: null,
  isCut: false,
  proof: new ReaderProof(),
  owed: new Set(),
});

/** The sockets of one room, ours by socket and never by the platform's ids. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #clock: Clock;
  readonly #newId: NewId;
  #onCut: (session: Session) => void = () => {};

  constructor(clock: Clock, newId: NewId) {
    this.#clock = clock;
    this.#newId = newId;
  }

  add(socket: RoomSocket, facts: SessionFacts): Session {
    const session = newSession(socket, facts, this.#clock.nowMs());
    this.#all.set(socket.id, session);
    return session;
  }

  get(socketId: string): Session | undefined {
    return this.#all.get(socketId);
  }

  remove(socketId: string): Session | undefined {
    const session = this.#all.get(socketId);
    this.#all.delete(socketId);
    return session;
  }

  get size(): number {
    return this.#all.size;
  }

  list(): Session[] {
    return [...this.#all.values()];
  }

  /** Whoever has a device here. */
  people(): Set<string> {
    return new Set(this.list().map(({ facts }) => facts.user_id));
  }

  /** Replaces a session's facts, in memory and beside the socket. */
  save(session: Session, facts: SessionFacts): void {
    session.facts = facts;
    session.socket.save(facts);
  }

  /** Those that may hear the room: past their `hello`, reading, and with a proof that still holds. Others are cut off here. */
  live(): Session[] {
    const now = this.#clock.nowMs();
    return this.list().filter((session) => {
      if (session.facts.expires_at_ms <= now) {
        this.cut(session, CLOSE.unauthenticated, "sign in again");
        return false;
      }
      if (session.proof.takesSigns) session.proof.sign(session.socket.lastPingMs());
      if (session.proof.isStuck(now)) {
        this.cut(session, CLOSE.internal, "no sign of life");
        return false;
      }
      return session.facts.live;
    });
  }

  /** One frame, encoded once, to everyone live. */
  broadcast(frame: ServerMessage, except?: Session): void {
    const encoded = JSON.stringify(frame);
    for (const session of this.live()) if (session !== except) this.#put(session, encoded);
  }

  /** One frame to those it concerns. */
  tell(audience: Audience, frame: ServerMessage): void {
    const encoded = JSON.stringify(frame);
    for (const session of this.#hearing(audience)) this.#put(session, encoded);
  }

  /** To each their own frame, made once a person; what is everybody's is encoded once for all. */
  broadcastEach(frameFor: (userId: string) => { frame: ServerMessage; isEverybodys: boolean }): void {
    const encoded = new Map<string, string>();
    let shared: string | null = null;
    for (const session of this.live()) {
      const { user_id } = session.facts;
      let text = encoded.get(user_id);
      if (text === undefined) {
        const { frame, isEverybodys } = frameFor(user_id);
        text = (isEverybodys ? shared : null) ?? JSON.stringify(frame);
        if (isEverybodys) shared = text;
        encoded.set(user_id, text);
      }
      this.#put(session, text);
    }
  }

  #hearing(audience: Audience): Session[] {
    return audience === null ? this.live() : this.live().filter((s) => s.facts.user_id === audience);
  }

  #put({ socket, proof }: Session, encoded: string): void {
    socket.send(encoded);
    if (!proof.sent(encoded.length)) return;
    const id = this.#newId();
    proof.asked(id, this.#clock.nowMs());
    socket.send(JSON.stringify({ type: "probe", id } satisfies ServerMessage));
  }

  /** A delta to everyone who keeps up. Who does not gets the text so far, whole, once it has read on. */
  broadcastDelta(generationId: string, audience: Audience, delta: ServerMessage, whole: () => ServerMessage): void {
    const encoded = JSON.stringify(delta);
    for (const session of this.#hearing(audience)) {
      if (session.proof.isSlow) session.owed.add(generationId);
      else if (session.owed.delete(generationId)) this.send(session, whole());
      else this.#put(session, encoded);
    }
  }

  send(session: Session, frame: ServerMessage): void {
    this.#put(session, JSON.stringify(frame));
  }

  /** The answer to a `ping`, which may say back what the room asked. */
  pong(session: Session, probe: string | undefined): void {
    if (probe !== undefined) session.proof.answered(probe);
    this.send(session, { type: "pong" });
  }

  /** Rows of one turn to each watcher: those it may read, and how many more there were. */
  sendActivation(
    audience: Audience,
    ids: { message_id: string; take_id: string },
    rows: readonly ActivationLogRow[],
    mayRead: (userId: string, entryId: string) => boolean,
  ): void {
    for (const session of this.#hearing(audience)) {
      if (!session.facts.watch_activation) continue;
      const own = rows.filter((row) => mayRead(session.facts.user_id, row.knowledge_entry_id));
      this.send(session, { type: "activation", ...ids, rows: own, not_yours: rows.length - own.length });
    }
  }

  /** Whether any device of `userId` wants to see prompts. */
  watchesPrompts(userId: string): boolean {
    return this.#hearing(userId).some(({ facts }) => facts.watch_prompt);
  }

  /** To the devices of `userId` that watch prompts. Whoever calls has asked whether they may. */
  sendPrompt(userId: string, frame: PromptFrame): void {
    const encoded = JSON.stringify(frame);
    for (const session of this.#hearing(userId)) if (session.facts.watch_prompt) this.#put(session, encoded);
  }

  /** Calls `listener` with each that the room itself ends. It must send nothing yet: others are just being told something. */
  whenCut(listener: (session: Session) => void): void {
    this.#onCut = listener;
  }

  cut(session: Session, code: number, reason: string): void {
    session.isCut = true;
    this.#all.delete(session.socket.id);
    session.socket.close(code, reason);
    this.#onCut(session);
  }

  cutUser(userId: string, code: number, reason: string): void {
    for (const session of this.list()) if (session.facts.user_id === userId) this.cut(session, code, reason);
  }

  /** Devices that are here, by their person; each once however many tabs it has. */
  devices(): Map<string, Presence["devices"]> {
    const people = new Map<string, Map<string, Presence["devices"][number]>>();
    for (const { facts } of this.list()) {
      if (!facts.live) continue;
      const devices = people.get(facts.user_id) ?? new Map();
      devices.set(facts.device_id, { device_id: facts.device_id, name: facts.device_name, kind: facts.device_kind });
      people.set(facts.user_id, devices);
    }
    return new Map([...people].map(([userId, devices]) => [userId, [...devices.values()]]));
  }
}
