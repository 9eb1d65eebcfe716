import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import type { Auth } from "../../shared/protocol/client-messages.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { frameDecoder } from "../../shared/protocol/decode-frame.ts";
import { PROOF_MS } from "../../shared/protocol/limits.ts";
import {
  type InSight,
  type SendPlace,
  type SignOut,
  UserClientMessage,
  type UserHello,
} from "../../shared/protocol/user-messages.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { countFrame, HELLOS, MAX_WARNINGS, retryAfterMs } from "../conversation/core/flood.ts";
import { BeingSeen } from "./being-seen.ts";
import type { UserFacts } from "./core/user-facts.ts";
import { Keeper } from "./keeps.ts";
import { LookUp } from "./look-up.ts";
import { MinutesOfUse } from "./minutes-of-use.ts";
import type { UserNews } from "./news.ts";
import type { UserPorts, UserSocket } from "./ports.ts";
import { NewsTaker } from "./take-news.ts";
import { UserBook } from "./user-book.ts";
import { MAX_USER_SOCKETS, type UserSession, UserSockets } from "./user-sockets.ts";
import { eventPages, userWelcome } from "./user-welcome.ts";

const decodeFrame = frameDecoder(UserClientMessage);

/** The order of things in the object of one person: frames and news in, decisions committed, all devices told. */
export class UserRuntime {
  readonly #ports: UserPorts;
  readonly #sockets: UserSockets;
  readonly #book: UserBook;
  readonly #news: NewsTaker;
  readonly #minutes: MinutesOfUse;
  readonly #lookUp: LookUp;
  readonly keeper: Keeper;
  readonly beingSeen: BeingSeen;

  constructor(ports: UserPorts) {
    const { store, clock, directory, log } = ports;
    this.#ports = ports;
    this.#sockets = new UserSockets(clock);
    this.beingSeen = new BeingSeen({ ...ports, sockets: this.#sockets });
    this.#book = new UserBook(store, this.#sockets, clock, () => this.beingSeen.changed());
    this.#news = new NewsTaker(this.#book, clock);
    this.keeper = new Keeper(this.#book, clock, () => this.#replan());
    this.#minutes = new MinutesOfUse({ store, clock, directory, log });
    this.#lookUp = new LookUp({ book: this.#book, news: this.#news, minutes: this.#minutes, directory, clock, log });
  }

  /** A socket the Worker has let in. */
  connect(socket: UserSocket, facts: UserFacts): void {
    if (facts.user_id !== this.#ports.userId) socket.close(CLOSE.forbidden, "no access");
    else if (this.#sockets.size >= MAX_USER_SOCKETS) socket.close(CLOSE.room_full, "too many pages are open");
    else this.#sockets.save(this.#sockets.add(socket, facts), facts);
  }

  /** A socket that lived through hibernation: its facts were kept beside it. */
  restore(socket: UserSocket, facts: UserFacts): void {
    this.#sockets.add(socket, facts);
  }

  disconnect(socketId: string): void {
    const session = this.#sockets.remove(socketId);
    if (!session?.facts.live) return;
    this.#count(session.facts);
    this.#book.tellDevices();
  }

  /** One frame of a socket. Answers, refuses or closes; never throws for what a client sent. */
  async receive(socketId: string, raw: string): Promise<void> {
    const session = this.#sockets.get(socketId);
    if (!session || !this.#mayGoOn(session)) return;
    const frame = decodeFrame(raw);
    switch (frame.kind) {
      case "too_large":
        this.#sockets.cut(session, CLOSE.too_large, "a frame has at most 64 KiB");
        break;
      case "malformed":
        this.#sockets.cut(session, CLOSE.malformed, "not a frame");
        break;
      case "unknown_command":
        this.#nack(session, frame.ref, { code: "unknown_command", message: "there is no such command here" });
        break;
      case "invalid":
        this.#nack(session, frame.ref, { code: "invalid", message: frame.message, field: frame.field });
        break;
      case "message":
        await this.#handle(session, frame.message);
        break;
      default:
        frame satisfies never;
    }
  }

  /** Proof of identity and flood limits, on every frame. */
  #mayGoOn(session: UserSession): boolean {
    const now = this.#ports.clock.nowMs();
    if (session.facts.expires_at_ms <= now) {
      this.#sockets.cut(session, CLOSE.unauthenticated, "sign in again");
      return false;
    }
    const { bucket, allowed } = countFrame(session.bucket, now);
    session.bucket = bucket;
    if (allowed) return true;
    const retry_after_ms = retryAfterMs(bucket);
    if (bucket.warnings > MAX_WARNINGS) this.#sockets.cut(session, CLOSE.flood, JSON.stringify({ retry_after_ms }));
    else this.#nack(session, undefined, { code: "flood", message: "slow down a little", retry_after_ms });
    return false;
  }

  async #handle(session: UserSession, message: UserClientMessage): Promise<void> {
    if (message.type !== "hello" && message.type !== "auth" && message.type !== "ping" && !session.facts.live)
      return this.#sockets.cut(session, CLOSE.malformed, "say hello first");
    switch (message.type) {
      case "ping":
        this.#sockets.send(session, { type: "pong" });
        break;
      case "hello":
        await this.#hello(session, message);
        break;
      case "auth":
        await this.#renew(session, message);
        break;
      case "in_sight":
        this.#inSight(session, message);
        break;
      case "place":
        this.#place(session, message);
        break;
      case "sign_out":
        await this.#signOut(session, message);
        break;
      case "seen":
        this.#seen(message.up_to);
        break;
      default:
        message satisfies never;
    }
  }

  /** Answers at once from what is kept; what D1 knows besides follows as events. */
  async #hello(session: UserSession, hello: UserHello): Promise<void> {
    const { store, clock } = this.#ports;
    if (hello.v !== PROTOCOL_VERSION) {
      const reason = `reload the page: this server speaks version ${PROTOCOL_VERSION}`;
      return this.#sockets.cut(session, CLOSE.version, reason);
    }
    const { bucket, allowed } = countFrame(session.hellos, clock.nowMs(), HELLOS);
    session.hellos = bucket;
    if (!allowed) {
      const reason = JSON.stringify({ retry_after_ms: retryAfterMs(bucket, HELLOS) });
      return this.#sockets.cut(session, CLOSE.flood, reason);
    }
    this.#sockets.save(session, {
      ...session.facts,
      live: true,
      device_id: hello.device_id,
      device_name: hello.device_name || session.facts.device_kind,
    });
    if (hello.time_zone !== undefined) this.#minutes.setTimeZone(hello.time_zone);
    this.#news.hush();
    const missed = hello.since === undefined ? null : store.after(hello.since);
    const state = { limits: this.#lookUp.limits(), devices: this.#sockets.devices() };
    this.#sockets.send(session, userWelcome(store, state, missed === null));
    for (const list of eventPages(missed ?? [])) this.#sockets.send(session, { type: "events", list });
    this.#book.tellDevices();
    await this.#lookUp.look(false);
  }

  #inSight(session: UserSession, { on, room }: InSight): void {
    const { facts } = session;
    const isNews = facts.in_sight !== on || (room !== undefined && room !== facts.room);
    this.#count(facts);
    const counted_to_ms = on ? this.#ports.clock.nowMs() : null;
    this.#sockets.save(session, {
      ...facts,
      in_sight: on,
      room: room === undefined ? facts.room : room,
      counted_to_ms,
    });
    this.#news.hush();
    if (isNews) this.#book.tellDevices();
  }

  /** Counts the use of a device up to now, and tells where that makes another minute. */
  #count({ counted_to_ms }: UserFacts): void {
    if (counted_to_ms === null) return;
    this.#minutes.count(counted_to_ms);
    this.#lookUp.tellLimits();
    this.#replan();
  }

  /** Hands a place on to every page of another device. Nothing is kept: a device that is not here cannot be sent to. */
  #place(session: UserSession, { ref, device_id, room, message_id, pane }: SendPlace): void {
    const there = this.#sockets.live().filter(({ facts }) => facts.device_id === device_id);
    if (there.length === 0) {
      const message = "That device is not here any more. Open BotCafe on it and try again.";
      this.#nack(session, ref, { code: "not_found", message, field: "device_id" });
      return;
    }
    const from = { device_id: session.facts.device_id, name: session.facts.device_name };
    const where = { room, ...(message_id !== undefined && { message_id }), ...(pane !== undefined && { pane }) };
    for (const device of there) this.#sockets.send(device, { type: "place", from, ...where });
    this.#sockets.send(session, { type: "ack", ref, seq: this.#ports.store.head() });
  }

  /** Ends the sign-ins of another device, here, in rooms and for every later call. */
  async #signOut(session: UserSession, { ref, device_id }: SignOut): Promise<void> {
    const there = this.#sockets.live().filter(({ facts }) => facts.device_id === device_id);
    const signIns = new Set(there.map(({ facts }) => facts.session_id));
    if (signIns.size === 0 || signIns.has(session.facts.session_id)) {
      const message = signIns.size === 0 ? "That device is not here any more." : "This is the device you are on.";
      this.#nack(session, ref, { code: "not_found", message, field: "device_id" });
      return;
    }
    try {
      await this.#ports.directory.endSessions([...signIns]);
      await this.accessChanged();
      this.#sockets.send(session, { type: "ack", ref, seq: this.#ports.store.head() });
    } catch (cause) {
      this.#ports.log.error("a device could not be signed out", cause);
      this.#nack(session, ref, { code: "internal", message: "That did not work. Try again in a moment." });
    }
  }

  /** Looked at, up to an event that exists; forward only. */
  #seen(upTo: number): void {
    const { store } = this.#ports;
    const known = Number(store.get("seen", "")?.payload ?? 0);
    const to = Math.min(upTo, store.head());
    if (to > known) this.#book.change((put) => void put("seen", "", to));
  }

  async #renew(session: UserSession, { token, ticket }: Auth): Promise<void> {
    const { directory, store, clock, userId, log } = this.#ports;
    try {
      const redeem = (jti: string, expiresAtMs: number) => store.redeemTicket(jti, expiresAtMs, clock.nowMs());
      const verified = await directory.verify({ token, ticket }, redeem);
      if (session.isCut) return;
      if (verified?.userId !== userId) return this.#sockets.cut(session, CLOSE.unauthenticated, "sign in again");
      const expires_at_ms = Math.min(verified.expiresAtMs, clock.nowMs() + PROOF_MS);
      this.#sockets.save(session, { ...session.facts, session_id: verified.sessionId, expires_at_ms });
    } catch (cause) {
      // The old proof holds until it ends: a moment's trouble signs nobody out.
      log.error("a proof could not be checked", cause);
    }
  }

  /** News of a room, a job or a service. */
  async take(news: UserNews): Promise<void> {
    if (news.kind === "notification" && this.#isLookedAt(news.notification.room_id)) return;
    if (news.kind !== "look") return this.#news.take(news);
    this.beingSeen.changed();
    if (this.#sockets.size > 0) await this.#lookUp.look(true);
  }

  /** Whether a room is on a screen that is being looked at. */
  #isLookedAt(roomId: string | undefined): boolean {
    return this.#sockets.live().some(({ facts }) => facts.in_sight && facts.room !== null && facts.room === roomId);
  }

  /** The person's standing may have changed: who may not be here any more is cut off now. */
  async accessChanged(): Promise<void> {
    if (this.#sockets.size === 0) return;
    const signIns = new Set(this.#sockets.list().map(({ facts }) => facts.session_id));
    const { isCurrent, ended } = await this.#ports.directory.standing([...signIns]);
    if (!isCurrent) this.#sockets.cutAll(CLOSE.forbidden, "no access");
    for (const session of this.#sockets.list())
      if (ended.includes(session.facts.session_id)) this.#sockets.cut(session, CLOSE.unauthenticated, "sign in again");
    this.#book.tellDevices();
  }

  /** Ends the object for everyone connected. */
  close(code: number, reason: string): void {
    this.#sockets.cutAll(code, reason);
    this.beingSeen.changed();
  }

  /** The object's alarm: minutes of use to D1. It never throws, and is set again while something waits. */
  async alarm(): Promise<void> {
    await this.#minutes.flush();
    this.#replan();
  }

  #replan(): void {
    const dueMs = this.#minutes.dueMs();
    if (dueMs !== null) this.#ports.alarms.set(dueMs);
  }

  #nack(
    session: UserSession,
    ref: string | undefined,
    error: { code: ErrorCode; message: string; field?: string; retry_after_ms?: number },
  ): void {
    const { retryable } = ERROR_CODES[error.code];
    this.#sockets.send(session, { type: "nack", ...(ref !== undefined && { ref }), error: { ...error, retryable } });
  }
}
