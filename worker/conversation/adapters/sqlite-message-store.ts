import { MessageRow } from "../../../shared/fields/message.ts";
import { authorOf, isNews } from "../../../shared/room/news.ts";
import { countsInTranscript } from "../core/message-rows.ts";
import type { Counters, MessageStore, PlacedMessage } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asJson, asNumber, asText } from "./sql-rows.ts";

/**
 * What is read from the room (both bindings null), or from one thread: the room up to the message that starts it, and
 * then the thread. Bind its id twice.
 */
export const READ_FROM = `(thread IS ? OR (thread IS NULL AND seq <= (SELECT start.seq FROM messages start WHERE start.id = ?)))`;
/** A message of a thread stands where the one that starts it does. */
const PLACE = `coalesce((SELECT start.seq FROM messages start WHERE start.id = messages.thread), seq)`;

/** What one answer of the room carries: at four bytes a character half of the 32 MiB that a call may. */
const PORTION = { messages: 100, characters: 4_000_000 };

/** Messages as they are now, and their places among those that count. */
export class SqliteMessageStore implements MessageStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  get(id: string): MessageRow | null {
    const found = this.find(id);
    return found && !found.isAside ? found.row : null;
  }

  find(id: string): { row: MessageRow; isAside: boolean } | null {
    const [found] = this.#sql.all(`SELECT payload, shelf_message FROM messages WHERE id = ?`, id);
    return found ? { row: rowOf(found), isAside: found["shelf_message"] !== null } : null;
  }

  put(row: MessageRow): void {
    this.#sql.all(
      `INSERT INTO messages (id, seq, counted, human, current_take_id, author, audience, news, thread, payload)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET counted = excluded.counted, human = excluded.human,
         current_take_id = excluded.current_take_id, author = excluded.author, audience = excluded.audience,
         news = excluded.news, payload = excluded.payload`,
      row.id,
      row.seq,
      countsInTranscript(row) ? 1 : 0,
      row.bot === null && row.message_type !== "system" ? 1 : 0,
      row.current_take_id,
      authorOf(row),
      row.whisper_to === null ? null : row.user,
      isNews(row) ? 1 : 0,
      row.message_thread.thread_id ?? null,
      JSON.stringify(row),
    );
  }

  delete(id: string): void {
    const paths = this.#sql.all(`SELECT DISTINCT shelf_path FROM messages WHERE shelf_message = ?`, id);
    for (const { shelf_path } of paths) this.dropShelf(id, asText(shelf_path));
    for (const table of ["messages WHERE id", "traces WHERE message_id", "firings WHERE message_id"])
      this.#sql.all(`DELETE FROM ${table} = ?`, id);
  }

  deleteAll(): void {
    for (const table of ["messages", "traces", "firings"]) this.#sql.all(`DELETE FROM ${table}`);
  }

  shelve(messageId: string, path: string): MessageRow[] {
    return this.#move(
      `shelf_message = ?, shelf_path = ?`,
      `shelf_message IS NULL AND ${PLACE} > (SELECT at.seq FROM messages at WHERE at.id = ?)`,
      [messageId, path, messageId],
    );
  }

  unshelve(messageId: string, path: string): MessageRow[] {
    return this.#move(`shelf_message = NULL, shelf_path = NULL`, `shelf_message = ? AND shelf_path = ?`, [
      messageId,
      path,
    ]);
  }

  /** Another path is another row for D1, whose guard is `rev`. */
  #move(change: string, which: string, bindings: readonly string[]): MessageRow[] {
    const rows = this.#sql.all(
      `UPDATE messages SET ${change}, payload = json_set(payload, '$.rev', (payload ->> '$.rev') + 1)
       WHERE ${which} RETURNING payload`,
      ...bindings,
    );
    return rows.map(rowOf).sort((a, b) => a.seq - b.seq);
  }

  hasShelf(messageId: string, path: string): boolean {
    const query = `SELECT 1 FROM messages WHERE shelf_message = ? AND shelf_path = ? LIMIT 1`;
    return this.#sql.all(query, messageId, path).length > 0;
  }

  pathTo(messageId: string): MessageRow[] {
    const query = `SELECT payload FROM messages
      WHERE shelf_message IS NULL AND seq <= (SELECT seq FROM messages WHERE id = ?) ORDER BY seq`;
    return this.#sql.all(query, messageId).map(rowOf);
  }

  portions(): string[][] {
    const rows = this.#sql.all(
      `SELECT id, length(payload) AS size FROM messages WHERE shelf_message IS NULL ORDER BY seq`,
    );
    const portions: string[][] = [];
    let [portion, left]: [string[], number] = [[], 0];
    for (const row of rows) {
      const size = asNumber(row["size"]);
      if (portion.length === PORTION.messages || size > left) {
        [portion, left] = [[], PORTION.characters];
        portions.push(portion);
      }
      portion.push(asText(row["id"]));
      left -= size;
    }
    return portions;
  }

  named(ids: readonly string[]): MessageRow[] {
    const query = `SELECT payload FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq`;
    return this.#sql.all(query, JSON.stringify(ids)).map(rowOf);
  }

  shelf(messageId: string, path: string): MessageRow[] {
    const query = `SELECT payload FROM messages WHERE shelf_message = ? AND shelf_path = ? ORDER BY seq`;
    return this.#sql.all(query, messageId, path).map(rowOf);
  }

  dropShelf(messageId: string, path: string): void {
    const rows = this.#sql.all(`SELECT id FROM messages WHERE shelf_message = ? AND shelf_path = ?`, messageId, path);
    for (const { id } of rows) this.delete(asText(id));
  }

  everywhereAfter(seq: number, limit: number): MessageRow[] {
    return this.#sql.all(`SELECT payload FROM messages WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit).map(rowOf);
  }

  newest(limit: number): { messages: MessageRow[]; hasMore: boolean } {
    return this.page({ before: Number.MAX_SAFE_INTEGER }, limit);
  }

  page(
    from: { before: number } | { after: number },
    limit: number,
    threadId?: string,
  ): { messages: MessageRow[]; hasMore: boolean } {
    const older = "before" in from;
    const [where, order] = older ? ["seq < ?", "seq DESC"] : ["seq > ?", "seq"];
    const rows = this.#sql.all(
      `SELECT payload FROM messages WHERE ${where} AND shelf_message IS NULL
         ${threadId === undefined ? "" : "AND thread = ?"} ORDER BY ${order} LIMIT ?`,
      older ? from.before : from.after,
      ...(threadId === undefined ? [] : [threadId]),
      limit + 1,
    );
    const messages = rows.slice(0, limit).map(rowOf);
    return { messages: older ? messages.reverse() : messages, hasMore: rows.length > limit };
  }

  thread(messageId: string): MessageRow[] {
    const query = `SELECT payload FROM messages WHERE thread = ? AND shelf_message IS NULL ORDER BY seq`;
    return this.#sql.all(query, messageId).map(rowOf);
  }

  isFollowed(messageId: string): boolean {
    const query = `SELECT 1 FROM messages AS this JOIN messages AS next ON next.seq > this.seq
        AND next.shelf_message IS NULL AND next.thread IS this.thread WHERE this.id = ? LIMIT 1`;
    return this.#sql.all(query, messageId).length > 0;
  }

  counted(beforeSeq: number, limit: number, threadId: string | null = null): PlacedMessage[] {
    const { length } = this.measure(beforeSeq, threadId);
    const rows = this.#sql.all(
      `SELECT payload, human FROM messages WHERE counted = 1 AND shelf_message IS NULL AND seq < ? AND ${READ_FROM}
       ORDER BY seq DESC LIMIT ?`,
      beforeSeq,
      threadId,
      threadId,
      limit,
    );
    let round = this.#rounds(beforeSeq, threadId);
    return rows
      .map((row, i) => {
        const placed = { row: rowOf(row), index: length - 1 - i, round };
        round -= asNumber(row["human"]);
        return placed;
      })
      .reverse();
  }

  repliesBetween(afterSeq: number, beforeSeq: number): number {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n FROM messages
       WHERE counted = 1 AND human = 0 AND shelf_message IS NULL AND seq > ? AND seq < ?`,
      afterSeq,
      beforeSeq,
    );
    return asNumber(row?.["n"]);
  }

  totals(): Pick<Counters, "total_messages" | "total_tokens"> {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n, coalesce(sum(payload ->> '$.token_tracking.total_tokens'), 0) AS tokens FROM messages
       WHERE shelf_message IS NULL`,
    );
    return { total_messages: asNumber(row?.["n"]), total_tokens: asNumber(row?.["tokens"]) };
  }

  measure(beforeSeq: number, threadId: string | null = null): { length: number; round: number } {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n FROM messages WHERE counted = 1 AND shelf_message IS NULL AND seq < ? AND ${READ_FROM}`,
      beforeSeq,
      threadId,
      threadId,
    );
    return { length: asNumber(row?.["n"]), round: this.#rounds(beforeSeq, threadId) };
  }

  #rounds(beforeSeq: number, threadId: string | null): number {
    const [row] = this.#sql.all(
      `SELECT count(*) AS n FROM messages
       WHERE counted = 1 AND shelf_message IS NULL AND human = 1 AND seq < ? AND ${READ_FROM}`,
      beforeSeq,
      threadId,
      threadId,
    );
    return asNumber(row?.["n"]);
  }
}

const rowOf = (stored: Record<string, unknown>): MessageRow => MessageRow.parse(asJson(stored["payload"]));
