import { createHash } from "node:crypto";
import { asc, desc, getTableColumns, gt, sql } from "drizzle-orm";
import { auditLog } from "../../../schema/tables/audit-log.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { AuditLogRow } from "../../../shared/fields/audit-log.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";

/** What a row of the log says; its place in the chain is found when it is written. */
export type AuditEntry = Omit<AuditLogRow, "id" | "seq" | "prev_hash" | "hash">;

/** The end of the chain: what the next row follows. */
type Head = Pick<AuditLogRow, "seq" | "hash">;

/** What the first row has in place of a hash before it. */
const BEGIN: Head = { seq: 0, hash: "0".repeat(64) };
/** Rows checked at a time. Chosen: some hundred kilobytes. */
const CHECKED_AT_ONCE = 500;
/** How often a row tries to become the next one while others do. Chosen: far more writers than staff there are. */
const MAX_TRIES = 100;

/** Hash of a row: of its fields in this order, as JSON. Computed at once, so that rows of one isolate can queue up. */
function hashOf(row: Omit<AuditLogRow, "hash">): string {
  const { id, seq, createdAt, actor, actor_role, action, resource, resource_id, reason, ip_hash, outcome, prev_hash } =
    row;
  const said = [actor, actor_role, action, resource, resource_id, reason, ip_hash, outcome];
  return createHash("sha256")
    .update(JSON.stringify([seq, id, createdAt, ...said, prev_hash]))
    .digest("hex");
}

/**
 * Where this isolate believes the chain to end, rows under way included: those behind each other all fit at the first
 * try. No more than a guess, since D1 takes no row that does not follow the newest one it has.
 */
const guesses = new WeakMap<Db, Head>();

/**
 * Adds one row to the end of the chain: one statement writes it where it follows the newest row, the next says what that
 * is. A row that came second tries again behind it.
 */
export async function appendAudit(db: Db, entry: AuditEntry): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const last = guesses.get(db) ?? BEGIN;
    const next = { id: newId(), seq: last.seq + 1, ...entry, prev_hash: last.hash };
    const row = { ...next, hash: hashOf(next) };
    guesses.set(db, row);
    const [, [head = BEGIN]] = await db.batch([insertAtEnd(db, row), newest(db)]);
    if (head.hash === row.hash) return;
    guesses.set(db, head);
  }
  throw new AppError("internal", "the audit log has too many writers");
}

const newest = (db: Db) =>
  db.select({ seq: auditLog.seq, hash: auditLog.hash }).from(auditLog).orderBy(desc(auditLog.seq)).limit(1);

/** Writes nothing where the newest row is not the one that `row` follows. */
function insertAtEnd(db: Db, row: AuditLogRow) {
  const columns = Object.keys(getTableColumns(auditLog)) as (keyof AuditLogRow)[];
  const values = columns.map((name) => sql`${row[name]}`);
  const end = sql`coalesce((select hash from audit_log order by seq desc limit 1), ${BEGIN.hash})`;
  return db.insert(auditLog).select(sql`select ${sql.join(values, sql`, `)} where ${end} = ${row.prev_hash}`);
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
  let walk: Walk = { rows: 0, hash: BEGIN.hash };
  for (let page = await pageAfter(db, 0); page.length > 0; page = await pageAfter(db, page.at(-1)?.seq ?? 0)) {
    for (const row of page) {
      const why = flawOf(row, walk);
      if (why !== null) return { ok: false, rows: walk.rows, broken_at: { seq: row.seq, id: row.id, why } };
      walk = { rows: walk.rows + 1, hash: row.hash };
    }
  }
  return { ok: true, rows: walk.rows, broken_at: null };
}

const pageAfter = (db: Db, seq: number): Promise<AuditLogRow[]> =>
  db.select().from(auditLog).where(gt(auditLog.seq, seq)).orderBy(asc(auditLog.seq)).limit(CHECKED_AT_ONCE).all();

function flawOf(row: AuditLogRow, { rows, hash }: Walk): "changed" | "missing_before" | null {
  if (row.seq !== rows + 1 || row.prev_hash !== hash) return "missing_before";
  return row.hash === hashOf(row) ? null : "changed";
}
