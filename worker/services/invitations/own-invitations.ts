import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { invitations } from "../../../schema/tables/invitations.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { InvitationRow } from "../../../shared/fields/invitations.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { log } from "../../log.ts";
import { callRoom } from "../conversations/call-room.ts";
import { demandOwner } from "../conversations/read-conversations.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { hashOf, newCode } from "./invitation-code.ts";

export const INVITATION_SORTS = { createdAt: invitations.createdAt } as const;

/** Most invitations of one room that may hold at a time. Chosen: more than anybody keeps an eye on. */
const MAX_OPEN = 50;

/** Who asks, and when. */
interface Host {
  readonly userId: string;
  readonly nowMs: number;
}

const { code_hash: _secret, ...SHOWN } = getTableColumns(invitations);

const isOpen = (now: string): SQL => sql`${invitations.revoked_at} is null
  and coalesce(${invitations.expires_at} > ${now}, 1) and coalesce(${invitations.used} < ${invitations.uses}, 1)`;

/**
 * Makes a way into the caller's room.
 * @returns The invitation with its code, which nobody is ever told again.
 * @throws AppError `not_found`, `forbidden`, `invalid` for a time that is over, `limit_reached`.
 */
export async function makeInvitation(
  db: Db,
  conversation: string,
  wish: Pick<InvitationRow, "role" | "expires_at" | "uses">,
  { userId, nowMs }: Host,
): Promise<InvitationRow & { code: string }> {
  await demandOwner(db, conversation, userId);
  const now = isoTime(nowMs);
  if (wish.expires_at !== null && wish.expires_at <= now)
    throw new AppError("invalid", "over", { fields: [{ path: "expires_at", message: "has to be in the future" }] });
  const code = newCode();
  const times = { createdAt: now, updatedAt: now };
  const row = { id: newId(), conversation, ...wish, created_by: userId, used: 0, revoked_at: null, ...times };
  const hash = await hashOf(code);
  // Counted in the statement that writes, so that calls at the same time cannot pass the limit together.
  const made = await db.run(sql`insert into ${invitations}
      (id, conversation, code_hash, role, created_by, expires_at, uses, used, "createdAt", "updatedAt")
    select ${row.id}, ${conversation}, ${hash}, ${row.role}, ${userId}, ${row.expires_at}, ${row.uses}, 0, ${now}, ${now}
    where (select count(*) from ${invitations} where ${invitations.conversation} = ${conversation} and ${isOpen(now)}) < ${MAX_OPEN}`);
  if (made.meta.changes === 0)
    throw new AppError("limit_reached", "invitations", {
      publicMessage: `This room has ${MAX_OPEN} open invitations, the most there can be. Take some back first.`,
    });
  return { ...row, code };
}

/** Which of a room's invitations a list shows. */
export interface InvitationQuery {
  readonly sort: Sort<typeof INVITATION_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** A room's invitations, for its owner; `limit + 1` rows at most. @throws AppError `not_found`, `forbidden`. */
export async function listInvitations(
  db: Db,
  conversation: string,
  { sort, after, limit }: InvitationQuery,
  { userId }: Host,
): Promise<InvitationRow[]> {
  await demandOwner(db, conversation, userId);
  const page = keyset(INVITATION_SORTS, invitations.id, sort, after);
  return await db
    .select(SHOWN)
    .from(invitations)
    .where(and(eq(invitations.conversation, conversation), page.where))
    .orderBy(...page.orderBy)
    .limit(limit + 1);
}

export const countInvitations = (db: Db, conversation: string): Promise<number> =>
  db.$count(invitations, eq(invitations.conversation, conversation));

/**
 * Takes an invitation back: the room first, so that nobody comes in by it from the moment this is answered.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function revokeInvitation(env: Env, conversation: string, id: string, { userId }: Host): Promise<void> {
  const db = openDb(env.DB);
  await demandOwner(db, conversation, userId);
  const known = and(eq(invitations.id, id), eq(invitations.conversation, conversation));
  if ((await db.$count(invitations, known)) === 0) throw new AppError("not_found", "no such invitation");
  const { persisted } = await callRoom(env, conversation, (room) => room.takeBack(id));
  if (!persisted) log.warn("conversation.row_is_late");
}
