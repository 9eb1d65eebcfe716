import { eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { ledger } from "../../../schema/tables/ledger.ts";
import { users } from "../../../schema/tables/users.ts";
import type { LedgerKind } from "../../../shared/fields/ledger.ts";
import { isoTime } from "../../clock.ts";
import { type Db, databaseMessage } from "../../db.ts";
import { newId } from "../../ids.ts";

/** One movement of one balance. */
export interface Movement {
  /** Whose, an id or a query for one. What finds nobody makes the whole batch fail, see `isNobody`. */
  readonly user: string | SQL;
  /** Micro-tokens, not 0. */
  readonly delta: number;
  readonly kind: LedgerKind;
  /** What moves them; a second movement of the same kind and ref makes the batch fail. */
  readonly ref: string;
}

/**
 * Moves a balance and writes down why: two statements for a batch, in which they stand or fall with all others. The
 * balance is never read before it is written, so movements at the same time cannot overdraw it.
 */
export function moveTokens(db: Db, { user, delta, kind, ref }: Movement, nowMs: number) {
  const now = isoTime(nowMs);
  const who = typeof user === "string" ? sql`${user}` : user;
  const isTheirs = eq(users.id, who as unknown as SQLiteColumn);
  return [
    db
      .update(users)
      .set({ tokenBalance: sql`${users.tokenBalance} + ${delta}`, updatedAt: now })
      .where(isTheirs),
    db.insert(ledger).values({
      id: newId(),
      user: who as unknown as string,
      delta,
      kind,
      ref,
      balance_after: sql`(select ${users.tokenBalance} from ${users} where ${isTheirs})` as unknown as number,
      createdAt: now,
    }),
  ] as const;
}

/** Whether `error` says that a balance would fall below zero. */
export const isOverdrawn = (error: unknown): boolean => databaseMessage(error).includes("users_balance");

/** Whether `error` says that a movement's `user` found nobody. */
export const isNobody = (error: unknown): boolean =>
  /NOT NULL constraint failed: ledger\./.test(databaseMessage(error));

/** Whether `error` says that a balance would grow beyond MAX_BALANCE. */
export const isOverfull = (error: unknown): boolean => databaseMessage(error).includes("ledger_numbers");
