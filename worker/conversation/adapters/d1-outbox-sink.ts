import { jsonArrays } from "../../d1-json.ts";
import { databaseMessage } from "../../db.ts";
import { conversationRecord } from "../../services/conversations/conversation-record.ts";
import { type OutboxKind, type OutboxRow, type OutboxSink, PoisonRow } from "../ports.ts";
import type { ConversationCopy } from "../rpc.ts";
import {
  CLEAR_MESSAGES,
  DELETE_MESSAGES,
  INSERT_ACTIVATION_LOG,
  REMOVE_MEMBERS,
  UPDATE_INVITATIONS,
  UPSERT_CONVERSATIONS,
  UPSERT_MEMBERS,
  UPSERT_MESSAGES,
} from "./d1-outbox-sql.ts";
import { D1_TIMEOUT_MS, withTimeout } from "./d1-timeout.ts";

/**
 * Brings outbox rows to D1, up to 50 in one `batch`, which D1 carries out whole or not at all. Rules DATA1 to
 * DATA7 in worker/services/SPEC.md.
 */
export class D1OutboxSink implements OutboxSink {
  readonly #db: D1Database;
  readonly #timeoutMs: number;

  constructor(db: D1Database, timeoutMs = D1_TIMEOUT_MS) {
    this.#db = db;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @throws PoisonRow for a row that D1 can never take, after all others were written; anything else means that D1
   *   did not answer, and that all rows may or may not have been written.
   */
  async write(rows: readonly OutboxRow[]): Promise<void> {
    try {
      await this.#batch(rows);
    } catch (cause) {
      if (!isForGood(cause)) throw cause;
      await this.#oneByOne(rows);
    }
  }

  /** In order, so that a conversation stands before what refers to it. */
  async #oneByOne(rows: readonly OutboxRow[]): Promise<void> {
    let poison: PoisonRow | null = null;
    for (const row of rows) {
      try {
        await this.#batch([row]);
      } catch (cause) {
        if (!isForGood(cause)) throw cause;
        poison ??= new PoisonRow(row.id, { cause });
      }
    }
    if (poison) throw poison;
  }

  async #batch(rows: readonly OutboxRow[]): Promise<void> {
    const statements = statementsFor(this.#db, rows);
    if (statements.length > 0) await withTimeout(this.#db.batch(statements), this.#timeoutMs);
  }
}

function statementsFor(db: D1Database, rows: readonly OutboxRow[]): D1PreparedStatement[] {
  const of = (kind: OutboxKind) => rows.filter((row) => row.kind === kind);
  const insert = (sql: string, payloads: readonly string[]) =>
    jsonArrays(payloads).map((array) => db.prepare(sql).bind(array));
  return [
    ...of("conversation").flatMap((row) => conversationStatements(db, row)),
    ...insert(
      UPSERT_MESSAGES,
      of("message").map((row) => row.payload),
    ),
    ...insert(
      DELETE_MESSAGES,
      of("message_deleted").map(({ key, rev }) => JSON.stringify({ id: key, rev })),
    ),
    ...insert(
      CLEAR_MESSAGES,
      of("messages_cleared").map((row) => row.payload),
    ),
    ...insert(
      INSERT_ACTIVATION_LOG,
      of("activation_log").map((row) => row.payload),
    ),
    ...insert(
      UPDATE_INVITATIONS,
      of("invitation").map((row) => row.payload),
    ),
  ];
}

function conversationStatements(db: D1Database, row: OutboxRow): D1PreparedStatement[] {
  const snapshot = JSON.parse(row.payload) as ConversationCopy;
  const members = [snapshot.room.id, row.rev, JSON.stringify(snapshot.members)] as const;
  return [
    db.prepare(UPSERT_CONVERSATIONS).bind(JSON.stringify([conversationRecord(snapshot, row)])),
    db.prepare(REMOVE_MEMBERS).bind(...members),
    db.prepare(UPSERT_MEMBERS).bind(...members),
  ];
}

/** Whether D1 refuses what it was given, and would again. Outages, locks and full disks pass. */
const isForGood = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  error instanceof TypeError ||
  /SQLITE_CONSTRAINT|SQLITE_TOOBIG|SQLITE_MISMATCH|malformed JSON|D1_TYPE_ERROR/.test(databaseMessage(error));
