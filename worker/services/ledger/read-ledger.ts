import { and, eq, sql } from "drizzle-orm";
import { ledger } from "../../../schema/tables/ledger.ts";
import { users } from "../../../schema/tables/users.ts";
import type { LedgerCheck, LedgerKind } from "../../../shared/fields/ledger.ts";
import type { Db } from "../../db.ts";
import { matching, rowReader, type Span, within } from "../row-reader.ts";

export const LEDGER_SORTS = { createdAt: ledger.createdAt } as const;

interface LedgerQuery extends Span {
  readonly kind?: LedgerKind | undefined;
  readonly ref?: string | undefined;
}

/** What moved a person's balance. */
export const ledgerReader = rowReader({
  table: ledger,
  sorts: LEDGER_SORTS,
  seenBy: (userId: string) => eq(ledger.user, userId),
  filter: (query: LedgerQuery) =>
    and(matching(ledger.kind, query.kind), matching(ledger.ref, query.ref), within(ledger.createdAt, query)),
});

/** Most accounts a check names. */
const MAX_NAMED = 100;

/** Holds every balance against the sum of its entries. Reads both tables whole; for staff, not for requests of people. */
export async function checkLedger(db: Db): Promise<LedgerCheck> {
  // In words: drizzle drops the tables of columns that a selected expression names.
  const entries = sql<number>`(select coalesce(sum(entry.delta), 0) from ledger as entry where entry.user = users.id)`;
  const drifted = await db
    .select({ user: users.id, tokenBalance: users.tokenBalance, entries })
    .from(users)
    .where(sql`${users.tokenBalance} <> ${entries}`)
    .limit(MAX_NAMED);
  return { accounts: await db.$count(users), drifted };
}
