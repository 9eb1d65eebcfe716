import { and, eq, lte, sql } from "drizzle-orm";
import { users } from "../../../schema/tables/users.ts";
import { isoTime } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { isGone } from "../access/gone.ts";
import { deleteAccount } from "../deletion/delete-account.ts";

/** Guests of one sweep. Chosen: their deletions fit in the run of jobs that follows. */
const GUESTS_AT_ONCE = 20;

/** Begins the deletion of guests whose time is over, those over for longest first. @returns How many. */
export async function sweepGuests(env: Env, nowMs: number): Promise<number> {
  const over = await openDb(env.DB)
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.guest, true), lte(users.expires_at, isoTime(nowMs)), sql`not ${isGone(users.id)}`))
    .orderBy(users.expires_at)
    .limit(GUESTS_AT_ONCE);
  for (const { id } of over) await deleteAccount(env, { userId: id }, nowMs);
  return over.length;
}
