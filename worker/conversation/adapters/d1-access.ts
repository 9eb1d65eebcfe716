import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { apiKeys } from "../../../schema/tables/api-keys.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import { media } from "../../../schema/tables/media.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import type { Attachment } from "../../../shared/fields/message.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { botRight } from "../../services/access/bot-access.ts";
import { roleIn } from "../../services/access/conversation-access.ts";
import { roomBotFacts } from "../../services/bots/room-bot-facts.ts";
import { isThere } from "../../services/media/media-rows.ts";
import { verifyProof } from "../../services/session/verify-proof.ts";
import type { AccessPort, PersonaCard, RoomBotFacts, SignIn, Standing, VerifiedProof } from "../ports.ts";
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

  /** An account that is gone, suspended or, a guest's, over has no part either. */
  async standings(conversationId: string, people: readonly SignIn[]): Promise<Standing[]> {
    const user = sql`asked.value ->> '$.user_id'`;
    const isCurrent = sql`exists (select 1 from ${users} where ${users.id} = ${user}
      and ${isNull(users.suspended_at)} and coalesce(${users.expires_at} > ${isoTime(nowMs())}, 1))`;
    const hasPart = sql`exists (select 1 from ${conversations}
      where ${conversations.id} = ${conversationId} and ${roleIn(user)} is not null)`;
    const isEnded = sql`exists (select 1 from ${endedSessions} where ${endedSessions.id} = asked.value ->> '$.session_id')`;
    const query = this.#db.all<{ standing: Standing }>(
      sql`select case when ${isEnded} then 'signed_out' when ${isCurrent} and ${hasPart} then 'in' else 'no_part' end
            as standing
          from json_each(${JSON.stringify(people)}) as asked order by asked.key`,
    );
    return (await withTimeout(query)).map(({ standing }) => standing);
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

  async takeUploads(userId: string, ids: readonly string[]): Promise<readonly Attachment[]> {
    const { id, mimeType, filename, filesize, width, height, alt } = media;
    const query = this.#db
      .update(media)
      .set({ stage: "kept" })
      .where(and(eq(media.user, userId), inArray(media.id, [...ids]), isThere))
      .returning({ id, mimeType, filename, filesize, width, height, alt });
    return await withTimeout(query.all());
  }

  async ownsKey(userId: string, keyId: string): Promise<boolean> {
    const { id, user, is_active } = apiKeys;
    const query = this.#db
      .select({ id })
      .from(apiKeys)
      .where(and(eq(id, keyId), eq(user, userId), eq(is_active, true)));
    return (await withTimeout(query.get())) !== undefined;
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
    return (
      principal && {
        userId: principal.userId,
        sessionId: principal.sessionId,
        expiresAtMs: principal.expiresAtMs,
      }
    );
  }
}
