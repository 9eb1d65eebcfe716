import { and, eq, sql } from "drizzle-orm";
import { users } from "../../../schema/tables/users.ts";
import type { Db } from "../../db.ts";
import { toPrincipal } from "./find-principal.ts";
import type { Principal } from "./principal.ts";
import type { ReadTicket } from "./socket-tickets.ts";

/** Who a ticket is for, as they stand now. Null when the session was ended, the user is gone, suspended or over. */
export async function findByTicket(db: Db, ticket: ReadTicket, nowMs: number): Promise<Principal | null> {
  const row = await db
    .select()
    .from(users)
    .where(
      and(
        eq(users.id, ticket.userId),
        sql`not exists (select 1 from ended_sessions where id = ${ticket.sessionId})`,
        sql`${users.suspended_at} is null`,
      ),
    )
    .get();
  if (row === undefined) return null;
  const principal = toPrincipal(row, { sessionId: ticket.sessionId, expiresAtMs: ticket.sessionExpiresAtMs });
  return principal.expiresAtMs > nowMs ? principal : null;
}
