import { and, eq, isNull, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { media } from "../../../schema/tables/media.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import type { MemberRole } from "../../../shared/fields/conversation.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { botRight } from "../../services/access/bot-access.ts";
import { roleIn } from "../../services/access/conversation-access.ts";
import { roomBotFacts } from "../../services/bots/room-bot-facts.ts";
import { verifyProof } from "../../services/session/verify-proof.ts";
import type { AccessPort, PersonaCard, RoomBotFacts, VerifiedProof } from "../ports.ts";
import { withTimeout } from "./d1-timeout.ts";
import { personaCard } from "./persona-card.ts";

/** Rights as D1 has them now; one statement a question. Rules DATA14 to DATA16 in worker/services/SPEC.md. */
export class D1Access implements AccessPort {
  readonly #env: Env;
  readonly #db: Db;

  constructor(env: Env) {
    this.#env = env;
    this.#db = openDb(env.DB);
  }

  /** Null as well for an account that is gone, suspended or, a guest's, over. */
  async roleOf(conversationId: string, userId: string): Promise<MemberRole | null> {
    const isCurrent = sql`exists (select 1 from ${users} where ${users.id} = ${userId}
      and ${isNull(users.suspended_at)} and coalesce(${users.expires_at} > ${isoTime(nowMs())}, 1))`;
    const query = this.#db
      .select({ role: roleIn(userId) })
      .from(conversations)
      .where(and(eq(conversations.id, conversationId), isCurrent));
    return (await withTimeout(query.get()))?.role ?? null;
  }

  async botFor(botId: string, userId: string): Promise<RoomBotFacts | null> {
    const query = this.#db
      .select({ bot: bots, picture: media.url })
      .from(bots)
      .leftJoin(media, eq(media.id, bots.picture))
      .where(and(eq(bots.id, botId), sql`${botRight(userId, nowMs())} is not null`));
    const found = await withTimeout(query.get());
    return found ? roomBotFacts(found.bot, found.picture) : null;
  }

  async personaFor(personaId: string, userId: string): Promise<PersonaCard | null> {
    const query = this.#db
      .select()
      .from(personas)
      .where(and(eq(personas.id, personaId), eq(personas.user, userId)));
    const found = await withTimeout(query.get());
    return found ? personaCard(found) : null;
  }

  async verify(
    proof: { token?: string | undefined; ticket?: string | undefined },
    conversationId: string,
  ): Promise<VerifiedProof | null> {
    // The object that keeps the used tickets is the one asking; by its own RPC it stays behind the one door.
    const room = this.#env.CONVERSATION.getByName(conversationId);
    const here = { party: "conversation", room: conversationId };
    const redeem = (jti: string, expiresAtMs: number) => room.redeem(jti, expiresAtMs);
    const principal = await verifyProof(this.#env, proof, here, nowMs(), redeem);
    return principal && { userId: principal.userId, expiresAtMs: principal.expiresAtMs };
  }
}
