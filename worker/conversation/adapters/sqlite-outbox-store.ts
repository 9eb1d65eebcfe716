import type { OutboxKind, OutboxRow } from "../ports.ts";
import { OUTBOX_KINDS } from "../ports.ts";
import type { OutboxStore } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asNumber, asText } from "./sql-rows.ts";

/** Rows on their way to D1. */
export class SqliteOutboxStore implements OutboxStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  put(row: { kind: OutboxKind; key: string; rev: number; seq: number; payload: string }): void {
    const seq = Math.min(row.seq, this.#supersede(row));
    this.#sql.all(
      `INSERT INTO outbox (kind, key, rev, seq, payload) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET rev = excluded.rev, payload = excluded.payload, failures = 0, parked = 0`,
      row.kind,
      row.key,
      row.rev,
      seq,
      row.payload,
    );
  }

  /** Takes rows that `row` makes pointless out of the line. @returns The first event that they were to tell D1 of. */
  #supersede(row: { kind: OutboxKind; key: string }): number {
    const pointless: Partial<Record<OutboxKind, string>> = {
      message: `kind = 'message_deleted' AND key = ?`,
      message_deleted: `kind = 'message' AND key = ?`,
      messages_cleared: `kind IN ('message', 'message_deleted') AND key <> ?`,
    };
    const condition = pointless[row.kind];
    if (condition === undefined) return Number.POSITIVE_INFINITY;
    const gone = this.#sql.all(`DELETE FROM outbox WHERE ${condition} RETURNING seq`, row.key);
    return Math.min(Number.POSITIVE_INFINITY, ...gone.map((old) => asNumber(old["seq"])));
  }

  next(limit: number): OutboxRow[] {
    return this.#sql
      .all(`SELECT id, kind, key, rev, seq, payload FROM outbox WHERE parked = 0 ORDER BY id LIMIT ?`, limit)
      .map((row) => ({
        id: asNumber(row["id"]),
        kind: kindOf(row["kind"]),
        key: asText(row["key"]),
        rev: asNumber(row["rev"]),
        seq: asNumber(row["seq"]),
        payload: asText(row["payload"]),
      }));
  }

  size(): number {
    return asNumber(this.#sql.all(`SELECT count(*) AS n FROM outbox WHERE parked = 0`)[0]?.["n"]);
  }

  isEmpty(): boolean {
    return this.#sql.all(`SELECT 1 FROM outbox WHERE parked = 0 LIMIT 1`).length === 0;
  }

  remove(rows: readonly Pick<OutboxRow, "id" | "rev">[]): void {
    for (const row of rows) this.#sql.all(`DELETE FROM outbox WHERE id = ? AND rev = ?`, row.id, row.rev);
  }

  blame(id: number, max: number): void {
    this.#sql.all(`UPDATE outbox SET failures = failures + 1, parked = failures + 1 >= ? WHERE id = ?`, max, id);
  }

  persistedSeq(head: number): number {
    const [row] = this.#sql.all(`SELECT min(seq) AS first FROM outbox WHERE parked = 0`);
    return row?.["first"] == null ? head : asNumber(row["first"]) - 1;
  }
}

function kindOf(value: unknown): OutboxKind {
  const kind = OUTBOX_KINDS.find((k) => k === value);
  if (!kind) throw new Error(`the outbox holds an unknown kind: ${asText(value)}`);
  return kind;
}
