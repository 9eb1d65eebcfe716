import type { KeptDraft, UnreadCount } from "../../../shared/protocol/server-messages.ts";
import type { PeopleStore } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asNumber, asText } from "./sql-rows.ts";

/** Under this name stands the mark of the room itself. */
const ROOM = "";
/** Under this one, from when on threads are new to someone who has opened none of them yet. */
const ANY_THREAD = "*";

/** What somebody has not read of the current path: all of it lies in one index. */
const NEWS_FOR = `shelf_message IS NULL AND news = 1 AND seq > ?
  AND (author IS NULL OR author <> ?) AND (audience IS NULL OR audience = ?)`;

/** What is each person's own here: how far they have read, and what they are writing. */
export class SqlitePeopleStore implements PeopleStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  readMark(userId: string, threadId: string | null): number {
    return this.#mark(userId, threadId ?? ROOM) ?? (threadId === null ? 0 : (this.#mark(userId, ANY_THREAD) ?? 0));
  }

  markRead(userId: string, threadId: string | null, seq: number): void {
    this.#put(userId, threadId ?? ROOM, seq);
  }

  comeIn(userId: string, seq: number): void {
    for (const mark of [ROOM, ANY_THREAD])
      this.#sql.all(
        `INSERT INTO read_marks (user_id, thread, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
        userId,
        mark,
        seq,
      );
  }

  unread(userId: string): UnreadCount {
    const [room] = this.#sql.all(
      `SELECT count(*) AS n FROM messages WHERE thread IS NULL AND ${NEWS_FOR}`,
      this.readMark(userId, null),
      userId,
      userId,
    );
    const rows = this.#sql.all(
      `SELECT thread, count(*) AS n FROM messages WHERE thread > '' AND ${NEWS_FOR}
         AND seq > coalesce((SELECT seq FROM read_marks WHERE user_id = ? AND thread = messages.thread), 0)
       GROUP BY thread`,
      this.#mark(userId, ANY_THREAD) ?? 0,
      userId,
      userId,
      userId,
    );
    const threads = Object.fromEntries(rows.map((row) => [asText(row["thread"]), asNumber(row["n"])]));
    return { unread: Object.values(threads).reduce((sum, n) => sum + n, asNumber(room?.["n"])), threads };
  }

  draft(userId: string): KeptDraft | null {
    const [row] = this.#sql.all(`SELECT text, rev, device_id FROM drafts WHERE user_id = ?`, userId);
    return row ? { text: asText(row["text"]), rev: asNumber(row["rev"]), device_id: asText(row["device_id"]) } : null;
  }

  saveDraft(userId: string, { text, rev, device_id }: KeptDraft): void {
    this.#sql.all(
      `INSERT INTO drafts (user_id, text, rev, device_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (user_id) DO UPDATE SET text = excluded.text, rev = excluded.rev, device_id = excluded.device_id`,
      userId,
      text,
      rev,
      device_id,
    );
  }

  forget(userId: string): void {
    for (const table of ["read_marks", "drafts"]) this.#sql.all(`DELETE FROM ${table} WHERE user_id = ?`, userId);
  }

  passOn(from: string, to: string): void {
    const rows = this.#sql.all(`SELECT thread FROM read_marks WHERE user_id = ?`, from);
    // Who made the room has no mark before the first one they set: theirs is the beginning.
    for (const mark of new Set([ROOM, ANY_THREAD, ...rows.map(({ thread }) => asText(thread))]))
      this.#put(to, mark, Math.max(this.#mark(to, mark) ?? 0, this.#mark(from, mark) ?? 0));
    const draft = this.draft(from);
    if (draft && !this.draft(to)?.text) this.saveDraft(to, draft);
    this.forget(from);
  }

  #mark(userId: string, name: string): number | null {
    const [row] = this.#sql.all(`SELECT seq FROM read_marks WHERE user_id = ? AND thread = ?`, userId, name);
    return row ? asNumber(row["seq"]) : null;
  }

  #put(userId: string, name: string, seq: number): void {
    this.#sql.all(
      `INSERT INTO read_marks (user_id, thread, seq) VALUES (?, ?, ?)
       ON CONFLICT (user_id, thread) DO UPDATE SET seq = excluded.seq`,
      userId,
      name,
      seq,
    );
  }
}
