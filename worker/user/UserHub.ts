import { type Connection, type ConnectionContext, Server, type WSMessage } from "partyserver";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { doSocket, savedFacts, savedId } from "../conversation/adapters/do-socket.ts";
import { decodeIdentity, IDENTITY_HEADER } from "../conversation/identity.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { userPorts } from "./adapters/user-ports.ts";
import { UserFacts } from "./core/user-facts.ts";
import type { Keeps } from "./keeps.ts";
import type { UserNews } from "./news.ts";
import type { UserPorts } from "./ports.ts";
import type { UserRpc } from "./rpc.ts";
import { UserRuntime } from "./user-runtime.ts";

const PING = new WebSocketRequestResponsePair('{"type":"ping"}', '{"type":"pong"}');

/**
 * The object of one person, named by their id: platform callbacks in, calls on the runtime out, and nothing else. The
 * Worker has authenticated whoever comes; partyserver must never see an exception (architecture §8 A, D).
 */
export class UserHub extends Server<Env> implements UserRpc {
  static override options = { hibernate: true };
  #ports: UserPorts;
  #runtime: UserRuntime;

  // In the constructor, not in onStart: a direct call into the object does not run onStart.
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(PING);
    this.#ports = userPorts(ctx, env);
    this.#runtime = new UserRuntime(this.#ports);
    for (const connection of this.getConnections()) {
      const saved = savedFacts(connection, UserFacts);
      if (saved) this.#runtime.restore(doSocket(connection, saved.id, ctx), saved.facts);
      else connection.close(CLOSE.internal, "come back");
    }
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    this.#guard(connection, () => {
      const identity = decodeIdentity(request.headers.get(IDENTITY_HEADER));
      if (!identity) return connection.close(CLOSE.unauthenticated, "sign in first");
      const { user_id, session_id, expires_at_ms, device_kind } = identity;
      const unknown = { device_id: "", device_name: "", live: false, in_sight: false, room: null, counted_to_ms: null };
      const socket = doSocket<UserFacts>(connection, this.#ports.newId(), this.ctx);
      this.#runtime.connect(socket, { user_id, session_id, expires_at_ms, device_kind, ...unknown });
    });
  }

  override async onMessage(connection: Connection, raw: WSMessage): Promise<void> {
    const id = savedId(connection);
    if (typeof raw !== "string") return connection.close(CLOSE.malformed, "text frames only");
    if (id === undefined) return connection.close(CLOSE.internal, "come back");
    try {
      await this.#runtime.receive(id, raw);
    } catch (cause) {
      log.error("a frame broke a person's object", cause);
      connection.close(CLOSE.internal, "internal");
    }
  }

  override onClose(connection: Connection): void {
    this.#guard(connection, () => {
      const id = savedId(connection);
      if (id !== undefined) this.#runtime.disconnect(id);
    });
  }

  override onError(connection: Connection): void {
    this.onClose(connection);
  }

  override onRequest(): Response {
    return new Response(null, { status: 426 });
  }

  override async onAlarm(): Promise<void> {
    const runtime = this.#runtime;
    try {
      await runtime.alarm();
    } catch (cause) {
      // Of an account that was deleted meanwhile there is nothing to write; anything else the platform rings for again.
      if (runtime === this.#runtime) throw cause;
    }
  }

  #guard(connection: Connection, work: () => void): void {
    try {
      work();
    } catch (cause) {
      log.error("a socket broke a person's object", cause);
      connection.close(CLOSE.internal, "internal");
    }
  }

  async take(news: UserNews): Promise<void> {
    await this.#runtime.take(news);
  }

  async accessChanged(): Promise<void> {
    await this.#runtime.accessChanged();
  }

  async signedOut(): Promise<void> {
    this.#runtime.close(CLOSE.unauthenticated, "sign in again");
  }

  async isAround(conversationId: string): Promise<boolean> {
    return await this.#runtime.beingSeen.answer(conversationId);
  }

  async keeps(): Promise<Keeps> {
    return this.#runtime.keeper.keeps();
  }

  async inherit(from: string, keeps: Keeps): Promise<void> {
    this.#runtime.keeper.inherit(from, keeps);
  }

  async destroy(): Promise<void> {
    this.#runtime.close(CLOSE.deleted, "this account was deleted");
    this.#ports.store.end();
    await this.ctx.storage.deleteAll();
    // Empty tables again: whoever still tells it something gets no error.
    this.#ports = userPorts(this.ctx, this.env);
    this.#runtime = new UserRuntime(this.#ports);
  }

  async redeem(jti: string, expiresAtMs: number): Promise<boolean> {
    const { store, clock } = this.#ports;
    return store.redeemTicket(jti, expiresAtMs, clock.nowMs());
  }
}
