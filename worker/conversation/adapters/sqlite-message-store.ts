import { MessageRow } from "../../../shared/fields/message.ts";
import { countsInTranscript } from "../core/message-rows.ts";
import type { Counters, MessageStore, PlacedMessage } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asJson, asNumber } from "./sql-rows.ts";

/** Messages as they are now, and their places among those that count. */
export class SqliteMessageStore implements MessageStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  get(id: string): MessageRow | null {
    const [row] = this.#sql.all(`SELECT payload FROM messages WHERE id = ?`, id);
    return row ? MessageRow.parse(asJson(row["payload"])) : null;
  }

  put(row: MessageRow): void {
    this.#sql.all(
      `INSERT INTO messages (id, seq, counted, human, current_take_id, payload) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET counted = excluded.counted, human = excluded.human,
         current_take_id = excluded.current_take_id, payload = excluded.payload`,
      row.id,
      row.seq,
      countsInTranscript(row) ? 1 : 0,
      row.bot === null && row.message_type !== "system" ? 1 : 0,
      row.current_take_id,
      JSON.stringify(row),
    );
  }

  delete(id: string): void {
    for (const table of ["messages WHERE id", "traces WHERE message_id", "firings WHERE message_id"])
      this.#sql.all(`DELETE FROM ${table} = ?`, id);
  }

  deleteAll(): void {
    for (const table of ["messages", "traces", "firings"]) this.#sql.all(`DELETE FROM ${table}`);
  }

  newest(limit: number): { messages: MessageRow[]; hasMore: boolean } {
    return this.page({ before: Number.MAX_SAFE_INTEGER }, limit);
  }

  page(from: { before: number } | { after: number }, limit: number): { messages: MessageRow[]; hasMore: boolean } {
    const older = "before" in from;
    const rows = this.#sql.all(
      older
        ? `SELECT payload FROM messages WHERE seq < ? ORDER BY seq DESC LIMIT ?`
        : `SELECT payload FROM messages WHERE seq > ? ORDER BY seq LIMIT ?`,
      older ? from.before : from.after,
      limit + 1,
    );
    const messages = rows.slice(0, limit).map((row) => MessageRow.parse(asJson(row["payload"])));
    return { messages: older ? messages.reverse() : messages, hasMore: rows.length > limit };
  }

  counted(beforeSeq: number, limit: number): PlacedMessage[] {
    const { length } = this.measure(beforeSeq);
    const rows = this.#sql.all(
      `SELECT payload, human FROM messages WHERE counted = 1 AND seq < ? ORDER BY seq DESC LIMIT ?`,
      beforeSeq,
      limit,
    );
    let round = this.#rounds(beforeSeq);
    return rows
      .map((row, i) => {
        const placed = { row: MessageRow.parse(asJson(row["payload"])), index: length - 1 - i, round };
        round -= asNumber(row["human"]);
        return placed;
      })
      .reverse();
  }

  totals(): Pick<Counters, "total_messages" | "total_tokens"> {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n, coalesce(sum(payload ->> '$.token_tracking.total_tokens'), 0) AS tokens FROM messages`,
    );
    return { total_messages: asNumber(row?.["n"]), total_tokens: asNumber(row?.["tokens"]) };
  }

  measure(beforeSeq: number): { length: number; round: number } {
    const [row] = this.#sql.all(`SELECT count(*) AS n FROM messages WHERE counted = 1 AND seq < ?`, beforeSeq);
    return { length: asNumber(row?.["n"]), round: this.#rounds(beforeSeq) };
  }

  #rounds(beforeSeq: number): number {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n FROM messages WHERE counted = 1 AND human = 1 AND seq < ?`,
      beforeSeq,
    );
    return asNumber(row?.["n"]);
  }
}
