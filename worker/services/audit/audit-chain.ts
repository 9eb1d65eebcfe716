import { asc, desc, gt } from "drizzle-orm";
import { auditLog } from "../../../schema/tables/audit-log.ts";
import type { AuditLogRow } from "../../../shared/fields/audit-log.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { sha256 } from "../../hex.ts";
import { newId } from "../../ids.ts";

/** What a row of the log says; its place in the chain is found when it is written. */
export type AuditEntry = Omit<AuditLogRow, "id" | "seq" | "prev_hash" | "hash">;

/** What the first row has in place of a hash before it. */
const BEGIN = "0".repeat(64);
/** Rows checked at a time. Chosen: some hundred kilobytes. */
const CHECKED_AT_ONCE = 500;
/** How often a row tries to become the next one while others do. Chosen: far more writers than staff there are. */
const MAX_TRIES = 50;

/** Hash of a row: of its fields in this order, as JSON. */
const hashOf = (row: Omit<AuditLogRow, "hash">): Promise<string> => {
  const { id, seq, createdAt, actor, actor_role, action, resource, resource_id, reason, ip_hash, outcome, prev_hash } =
    row;
  const said = [actor, actor_role, action, resource, resource_id, reason, ip_hash, outcome];
  return sha256(JSON.stringify([seq, id, createdAt, ...said, prev_hash]));
};

/**
 * Adds one row to the end of the chain. Of several at once one is next, since no two rows may follow the same; the
 * others try again behind it.
 */
export async function appendAudit(db: Db, entry: AuditEntry): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const last = await db.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(1).get();
    const next = { id: newId(), seq: (last?.seq ?? 0) + 1, ...entry, prev_hash: last?.hash ?? BEGIN };
    try {
      await db.insert(auditLog).values({ ...next, hash: await hashOf(next) });
      return;
    } catch (error) {
      if (tries >= MAX_TRIES || !isUniqueViolation(error, "audit_log.")) throw error;
    }
  }
}

/** What a walk along the chain found. `broken_at` is the first row that is not what was written; null where all are. */
export interface ChainCheck {
  readonly ok: boolean;
  readonly rows: number;
  readonly broken_at: { readonly seq: number; readonly id: string; readonly why: "changed" | "missing_before" } | null;
}

interface Walk {
  readonly rows: number;
  readonly hash: string;
}

/**
 * Walks the chain from its first row. Finds every row that was changed, removed from the middle or put in; rows removed
 * from the end leave a chain that is whole, so whoever must know that writes down the newest hash elsewhere.
 *
 * Cost: reads the whole log, CHECKED_AT_ONCE rows a statement.
 */
export async function checkChain(db: Db): Promise<ChainCheck> {
  let walk: Walk = { rows: 0, hash: BEGIN };
  for (let page = await pageAfter(db, 0); page.length > 0; page = await pageAfter(db, page.at(-1)?.seq ?? 0)) {
    for (const row of page) {
      const why = await flawOf(row, walk);
      if (why !== null) return { ok: false, rows: walk.rows, broken_at: { seq: row.seq, id: row.id, why } };
      walk = { rows: walk.rows + 1, hash: row.hash };
    }
  }
  return { ok: true, rows: walk.rows, broken_at: null };
}

const pageAfter = (db: Db, seq: number): Promise<AuditLogRow[]> =>
  db.select().from(auditLog).where(gt(auditLog.seq, seq)).orderBy(asc(auditLog.seq)).limit(CHECKED_AT_ONCE).all();

async function flawOf(row: AuditLogRow, { rows, hash }: Walk): Promise<"changed" | "missing_before" | null> {
  if (row.seq !== rows + 1 || row.prev_hash !== hash) return "missing_before";
  return row.hash === (await hashOf(row)) ? null : "changed";
}
