import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { LEDGER_KINDS } from "../../shared/fields/ledger.ts";
import { MAX_BALANCE } from "../../shared/fields/money.ts";
import { allOf, isBetween, isOneOf, isoTime } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Every movement of every balance, in micro-tokens: what stands here of a person adds up to their `tokenBalance`. Rows are
 * added in the batch that moves the balance and never changed. Added to schema.md.
 */
export const ledger = sqliteTable(
  "ledger",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    delta: integer().notNull(),
    kind: text({ enum: LEDGER_KINDS }).notNull(),
    /** Id of the gift, payment, turn …; with `kind` the proof that nothing is counted twice. */
    ref: text().notNull(),
    balance_after: integer().notNull(),
    createdAt: isoTime(),
  },
  (t) => [
    uniqueIndex("ledger_ref_unique").on(t.kind, t.ref), // a movement that comes twice, also under race
    index("ledger_user_idx").on(t.user, t.createdAt), // "my ledger", newest first; sums of balances
    check("ledger_kind", isOneOf(t.kind, LEDGER_KINDS)),
    check("ledger_numbers", allOf(sql`${t.delta} <> 0`, isBetween(t.balance_after, 0, MAX_BALANCE))),
  ],
);
export type LedgerRecord = typeof ledger.$inferSelect;
