import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { UserDevice, UserServerMessage } from "../../shared/protocol/user-frames.ts";
import { type Bucket, fullBucket, HELLOS } from "../conversation/core/flood.ts";
import type { Clock } from "../conversation/ports.ts";
import type { UserFacts } from "./core/user-facts.ts";
import type { UserSocket } from "./ports.ts";

/** Most sockets of one person (reliability S-30). */
export const MAX_USER_SOCKETS = 50;

/** One connected device. `facts` outlive hibernation with the socket; the rest is a cache. */
export interface UserSession {
  readonly socket: UserSocket;
  facts: UserFacts;
  bucket: Bucket;
  hellos: Bucket;
  isCut: boolean;
}

/** The sockets of one person. */
export class UserSockets {
  readonly #all = new Map<string, UserSession>();
  readonly #clock: Clock;
  #lostSome = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(socket: UserSocket, facts: UserFacts): UserSession {
    const nowMs = this.#clock.nowMs();
    const session = { socket, facts, bucket: fullBucket(nowMs), hellos: fullBucket(nowMs, HELLOS), isCut: false };
    this.#all.set(socket.id, session);
    return session;
  }

  get(socketId: string): UserSession | undefined {
    return this.#all.get(socketId);
  }

  remove(socketId: string): UserSession | undefined {
    const session = this.#all.get(socketId);
    this.#all.delete(socketId);
    return session;
  }

  get size(): number {
    return this.#all.size;
  }

  list(): UserSession[] {
    return [...this.#all.values()];
  }

  /** Replaces a session's facts, in memory and beside the socket. */
  save(session: UserSession, facts: UserFacts): void {
    session.facts = facts;
    session.socket.save(facts);
  }

  /** Those past their `hello` whose proof still holds. Others are cut off here. */
  live(): UserSession[] {
    const now = this.#clock.nowMs();
    return this.list().filter((session) => {
      if (session.facts.expires_at_ms <= now) {
        this.cut(session, CLOSE.unauthenticated, "sign in again");
        this.#lostSome ||= session.facts.live;
        return false;
      }
      return session.facts.live;
    });
  }

  /** Whether devices were cut off since this was last asked, because their proof had ended: nobody was told yet. */
  haveLostSome(): boolean {
    const had = this.#lostSome;
    this.#lostSome = false;
    return had;
  }

  /** One frame, encoded once, to all devices. */
  broadcast(frame: UserServerMessage): void {
    const encoded = JSON.stringify(frame);
    for (const session of this.live()) session.socket.send(encoded);
  }

  send(session: UserSession, frame: UserServerMessage): void {
    session.socket.send(JSON.stringify(frame));
  }

  cut(session: UserSession, code: number, reason: string): void {
    session.isCut = true;
    this.#all.delete(session.socket.id);
    session.socket.close(code, reason);
  }

  cutAll(code: number, reason: string): void {
    for (const session of this.list()) this.cut(session, code, reason);
  }

  /** Devices that are here, each once however many tabs it has. */
  devices(): UserDevice[] {
    const devices = new Map<string, UserDevice>();
    for (const { facts } of this.list()) {
      if (!facts.live) continue;
      const { device_id, device_name: name, device_kind: kind, in_sight, room } = facts;
      const known = devices.get(device_id);
      if (!known || (in_sight && !known.in_sight)) devices.set(device_id, { device_id, name, kind, in_sight, room });
    }
    return [...devices.values()];
  }
}
