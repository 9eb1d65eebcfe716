import { type Connection, type ConnectionContext, Server, type WSMessage } from "partyserver";
import { AppError, toErrorCode } from "../../shared/app-error.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Command } from "../../shared/protocol/client-messages.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { isoTime } from "../clock.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { answerClose } from "./adapters/answer-close.ts";
import { doSocket, savedFacts, savedId } from "./adapters/do-socket.ts";
import { roomPorts } from "./adapters/room-ports.ts";
import type { CallActor, CommandAnswer } from "./call-command.ts";
import type { BranchSeed } from "./core/branch-seed.ts";
import type { Invitation } from "./core/door.ts";
import { SessionFacts } from "./core/session-facts.ts";
import { createBranch } from "./create-branch.ts";
import { createRoom } from "./create-room.ts";
import { type Doorway, type Entry, enter, lookIn, takeBack } from "./enter.ts";
import { decodeIdentity, IDENTITY_HEADER } from "./identity.ts";
import { passOn } from "./pass-on.ts";
import type { RoomSocket } from "./ports.ts";
import { openRoom, type Room, type RoomPorts } from "./room.ts";
import type {
  ConversationOutline,
  ConversationRpc,
  ConversationSnapshot,
  CreateRoom,
  Heir,
  LoreState,
  MessagePage,
  RpcResult,
} from "./rpc.ts";

const PING = new WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}');

/**
 * The object of one conversation: platform callbacks in, calls on the room out, and nothing else. The Worker has
 * authenticated whoever comes; partyserver must never see an exception (architecture §8 A, D).
 */
export class ConversationRoom extends Server<Env> implements ConversationRpc {
  static override options = { hibernate: true };
  #ports: RoomPorts;
  #room: Room | null;
  /** By which names the room knows the sockets of this life. */
  readonly #ids = new WeakMap<WebSocket, string>();

  // In the constructor, not in onStart: a direct call into the object does not run onStart.
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(PING);
    this.#ports = roomPorts(ctx, env);
    this.#room = openRoom(this.#ports);
    for (const connection of this.getConnections()) this.#restore(connection);
  }

  #restore(connection: Connection): void {
    const saved = savedFacts(connection, SessionFacts);
    if (!saved || !this.#room) connection.close(CLOSE.internal, "come back");
    else this.#room.runtime.restore(this.#named(connection, saved.id), saved.facts);
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    this.#guard(connection, () => {
      const identity = decodeIdentity(request.headers.get(IDENTITY_HEADER));
      if (!identity) return connection.close(CLOSE.unauthenticated, "sign in first");
      if (!this.#room) return connection.close(CLOSE.not_found, "no such conversation");
      const { role: _role, ...who } = identity;
      const facts = {
        ...who,
        device_id: "",
        device_name: "",
        live: false,
        watch_activation: false,
        watch_prompt: false,
      };
      this.#room.runtime.connect(this.#named(connection, this.#ports.newId()), facts);
    });
  }

  #named(connection: Connection, id: string): RoomSocket {
    this.#ids.set(connection, id);
    return doSocket(connection, id, this.ctx);
  }

  /** With each frame partyserver reads back all that is kept beside its socket; frames of those we know go past it. */
  override async webSocketMessage(socket: WebSocket, raw: WSMessage): Promise<void> {
    const id = this.#ids.get(socket);
    await (id === undefined ? super.webSocketMessage(socket, raw) : this.#hear(socket, id, raw));
  }

  override async onMessage(connection: Connection, raw: WSMessage): Promise<void> {
    await this.#hear(connection, savedId(connection), raw);
  }

  async #hear(connection: WebSocket, id: string | undefined, raw: WSMessage): Promise<void> {
    if (typeof raw !== "string") return connection.close(CLOSE.malformed, "text frames only");
    if (id === undefined || !this.#room) return connection.close(CLOSE.internal, "come back");
    try {
      await this.#room.runtime.receive(id, raw);
    } catch (cause) {
      log.error("a frame broke the room", cause);
      connection.close(CLOSE.internal, "internal");
    }
  }

  override onClose(connection: Connection, code: number, reason: string): void {
    this.onError(connection);
    answerClose(connection, code, reason);
  }

  override onError(connection: Connection): void {
    this.#guard(connection, () => {
      const id = savedId(connection);
      if (id !== undefined) this.#room?.runtime.disconnect(id);
    });
  }

  override onRequest(): Response {
    return new Response(null, { status: 426 });
  }

  override async onAlarm(): Promise<void> {
    await this.#room?.runtime.alarm();
  }

  #guard(connection: Connection, work: () => void): void {
    try {
      work();
    } catch (cause) {
      log.error("a socket broke the room", cause);
      connection.close(CLOSE.internal, "internal");
    }
  }

  async #answer<T>(work: () => T | Promise<T>): Promise<RpcResult<T>> {
    try {
      return { ok: true, value: await work() };
    } catch (cause) {
      // A refusal is an answer.
      if (!(cause instanceof AppError)) log.error("a call broke the room", cause);
      return { ok: false, code: toErrorCode(cause) };
    }
  }

  async create(input: CreateRoom): Promise<RpcResult<ConversationSnapshot & { persisted: boolean }>> {
    return await this.#answer(async () => {
      if (!this.#room) {
        createRoom(this.#ports.store, input, { ...this.#ports, now: this.#now() });
        this.#room = openRoom(this.#ports);
      }
      const persisted = (await this.#room?.runtime.persistNow()) ?? false;
      return { ...this.#here().core.snapshot(), persisted };
    });
  }

  async createBranch(seed: BranchSeed): Promise<RpcResult<{ persisted: boolean }>> {
    return await this.#answer(async () => {
      if (!this.#room) {
        createBranch(this.#ports.store, seed, this.#now());
        this.#room = openRoom(this.#ports);
      }
      return { persisted: (await this.#room?.runtime.persistNow()) ?? false };
    });
  }

  async snapshot(): Promise<RpcResult<ConversationSnapshot>> {
    return await this.#answer(() => this.#here().core.snapshot());
  }

  async history(page: {
    before?: string;
    after?: string;
    thread?: string;
    limit: number;
  }): Promise<RpcResult<MessagePage>> {
    return await this.#answer(() => this.#here().core.history(page));
  }

  async outline(): Promise<RpcResult<ConversationOutline>> {
    return await this.#answer(() => {
      const { core } = this.#here();
      return { ...core.snapshot(), portions: core.store.messages.portions() };
    });
  }

  async messages(ids: readonly string[]): Promise<RpcResult<readonly MessageRow[]>> {
    return await this.#answer(() => this.#here().core.store.messages.named(ids));
  }

  async message(messageId: string): Promise<RpcResult<MessageRow | null>> {
    return await this.#answer(() => this.#here().core.message(messageId));
  }

  async shows(picture: { messageId: string; mediaId: string }, userId: string): Promise<RpcResult<boolean>> {
    return await this.#answer(() => this.#here().core.shows(picture, userId));
  }

  async traceOf(messageId: string): Promise<RpcResult<string | null>> {
    return await this.#answer(() => this.#here().core.explanation("trace", messageId));
  }

  async loreState(messageId: string | null): Promise<RpcResult<LoreState | null>> {
    return await this.#answer(() => this.#here().core.loreState(messageId));
  }

  async receipt(messageId: string): Promise<RpcResult<string | null>> {
    return await this.#answer(() => this.#here().core.explanation("receipt", messageId));
  }

  async act(actor: CallActor, command: Command): Promise<RpcResult<CommandAnswer>> {
    return await this.#answer(() => this.#here().runtime.act(actor, command));
  }

  async shut(ref: string): Promise<RpcResult<null>> {
    return await this.#answer(async () => {
      await this.#here().runtime.shut(ref);
      return null;
    });
  }

  async destroy(): Promise<RpcResult<null>> {
    return await this.#answer(async () => {
      const room = this.#room;
      this.#room = null;
      room?.publisher.end();
      await room?.runtime.close(CLOSE.deleted, "this room was deleted");
      await this.ctx.storage.deleteAll();
      // Empty tables again: whoever still knows the name gets an answer, not an error.
      this.#ports = roomPorts(this.ctx, this.env);
      return null;
    });
  }

  async passOn(from: string, heir: Heir): Promise<RpcResult<null>> {
    return await this.#answer(async () => {
      await passOn(this.#here(), from, heir, this.#now());
      return null;
    });
  }

  async lookIn(invitation: Invitation, userId: string | null): Promise<RpcResult<Doorway>> {
    return await this.#answer(() => lookIn(this.#here(), invitation, userId, this.#now()));
  }

  async enter(invitation: Invitation, person: { user_id: string; name: string }): Promise<RpcResult<Entry>> {
    return await this.#answer(() => enter(this.#here(), invitation, person, this.#now()));
  }

  async takeBack(invitationId: string): Promise<RpcResult<{ persisted: boolean }>> {
    return await this.#answer(async () => ({ persisted: await takeBack(this.#here(), invitationId, this.#now()) }));
  }

  async accessChanged(userId: string): Promise<RpcResult<null>> {
    return await this.#answer(async () => {
      await this.#room?.runtime.accessChanged(userId);
      return null;
    });
  }

  async signedOut(userId: string): Promise<RpcResult<null>> {
    return await this.#answer(() => {
      this.#room?.runtime.signedOut(userId);
      return null;
    });
  }

  async whereabouts(userId: string, isAround: boolean): Promise<boolean> {
    return this.#room?.runtime.presence.told(userId, isAround) ?? false;
  }

  async backlog(): Promise<number> {
    return this.#room?.core.store.outbox.size() ?? 0;
  }

  async redeem(jti: string, expiresAtMs: number): Promise<boolean> {
    return this.#ports.store.log.redeemTicket(jti, expiresAtMs, this.#ports.clock.nowMs());
  }

  #now(): string {
    return isoTime(this.#ports.clock.nowMs());
  }

  #here(): Room {
    if (!this.#room) throw new AppError("not_found", "no room was made here");
    return this.#room;
  }
}
