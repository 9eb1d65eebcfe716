import { and, eq, isNull, sql } from "drizzle-orm";
import { conversations } from "../../../schema/tables/conversations.ts";
import { invitations } from "../../../schema/tables/invitations.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MemberRole } from "../../../shared/fields/conversation.ts";
import type { InvitationView } from "../../../shared/fields/invitations.ts";
import { MAX_PEOPLE } from "../../../shared/protocol/limits.ts";
import { isoTime } from "../../clock.ts";
import { lentTurns } from "../../conversation/core/turns/lending.ts";
import type { ConversationSnapshot } from "../../conversation/rpc.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { chooseModel, PRACTICE } from "../../llm/choose-model.ts";
import { log } from "../../log.ts";
import { isBarred } from "../access/barred.ts";
import { isGone } from "../access/gone.ts";
import { callRoom } from "../conversations/call-room.ts";
import { hashOf } from "./invitation-code.ts";

/** Who shows a code; a null id is nobody who has signed in. */
interface Caller {
  readonly userId: string | null;
  readonly nowMs: number;
}

/** The one refusal of whatever is not to be known: no such code, taken back, a block, a room that is gone. */
const notThere = (): AppError => new AppError("not_found", "no such invitation");

/** The invitation behind a code, where nothing but the room itself may still refuse it. @throws AppError `not_found`. */
async function findInvitation(db: Db, code: string, { userId, nowMs }: Caller) {
  const found = await db
    .select({ invitation: invitations, inviter_name: users.displayName })
    .from(invitations)
    .innerJoin(conversations, eq(conversations.id, invitations.conversation))
    .innerJoin(users, eq(users.id, invitations.created_by))
    .where(
      and(
        eq(invitations.code_hash, await hashOf(code)),
        isNull(invitations.revoked_at),
        sql`coalesce(${users.expires_at} > ${isoTime(nowMs)}, 1)`,
        sql`not ${isGone(conversations.id, conversations.user, invitations.created_by)}`,
        sql`not ${isBarred(conversations.user, userId)}`,
        sql`not ${isBarred(invitations.created_by, userId)}`,
      ),
    )
    .get();
  if (found === undefined) throw notThere();
  const { createdAt: created_at, ...invitation } = found.invitation;
  const { id, role, created_by, expires_at, uses } = invitation;
  const asked = { id, role, created_by, created_at, expires_at, uses };
  return { asked, conversation: invitation.conversation, inviter_name: found.inviter_name };
}

/** What a link shows before one comes in: who invites, which bots, who pays. @throws AppError `not_found`. */
export async function viewInvitation(env: Env, code: string, caller: Caller): Promise<InvitationView> {
  const { asked, conversation, inviter_name } = await findInvitation(openDb(env.DB), code, caller);
  const { verdict, snapshot } = await callRoom(env, conversation, (room) => room.lookIn(asked, caller.userId));
  if (verdict === "closed") throw notThere();
  const told = { state: verdict, role: asked.role, inviter_name, expires_at: asked.expires_at };
  const isOver = verdict === "expired" || verdict === "used_up";
  if (isOver) return { ...told, title: null, people: 0, bots: [], conversation: null };
  const { room, bots, members } = snapshot;
  return {
    ...told,
    title: room.title,
    people: members.length,
    bots: bots.map((bot) => ({
      bot_id: bot.bot_id,
      name: bot.name,
      picture: bot.picture,
      pays: payerOf(snapshot, bot, env),
    })),
    others_key_turns: lentTurns(room),
    conversation: verdict === "joined" ? conversation : null,
  };
}

/** Who would pay for a bot's next words, as the turn itself decides it. */
function payerOf(
  { room }: ConversationSnapshot,
  bot: ConversationSnapshot["bots"][number],
  env: Env,
): InvitationView["bots"][number]["pays"] {
  const { provider, model, api_key_id } = room.settings;
  const wish = {
    provider: bot.provider ?? provider,
    model: bot.model ?? model,
    apiKeyId: bot.api_key_id ?? api_key_id,
    ownerId: room.user,
  };
  const { payer } = chooseModel(wish, env);
  if (payer === PRACTICE) return "practice";
  return payer === room.user ? "owner" : "house";
}

/**
 * Lets the caller into the room. Who is in already is told where it is, and nothing is counted.
 * @throws AppError `not_found`; `conflict` for an invitation that is over or used up; `room_full`.
 */
export async function acceptInvitation(
  env: Env,
  code: string,
  { userId, name, nowMs }: { readonly userId: string; readonly name: string; readonly nowMs: number },
): Promise<{ conversation: string; role: MemberRole }> {
  const { asked, conversation, inviter_name } = await findInvitation(openDb(env.DB), code, { userId, nowMs });
  const person = { user_id: userId, name };
  const enter = () => callRoom(env, conversation, (room) => room.enter(asked, person));
  const entry = await enter();
  if (entry.role === null) throw refusal(entry.verdict, inviter_name);
  // Nobody is let in whom D1 does not know: where it is late, once more, and then the outbox goes on.
  if (!entry.persisted && !(await enter()).persisted) log.warn("conversation.row_is_late");
  return { conversation, role: entry.role };
}

function refusal(verdict: string, inviter: string): AppError {
  const ask = `Ask ${inviter} for a new one.`;
  if (verdict === "expired")
    return new AppError("conflict", verdict, { publicMessage: `This invitation has expired. ${ask}` });
  if (verdict === "used_up")
    return new AppError("conflict", verdict, {
      publicMessage: `This invitation has been used as often as it can be. ${ask}`,
    });
  if (verdict === "full")
    return new AppError("room_full", verdict, {
      publicMessage: `This room is full: at most ${MAX_PEOPLE} people take part in one.`,
    });
  return notThere();
}
