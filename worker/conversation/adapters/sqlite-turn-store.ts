import { ACTIVATION_METHODS } from "../../../shared/fields/knowledge-activation-log.ts";
import type { Firing } from "../../../shared/lore/evaluate.ts";
import { pieces } from "../core/streaming/batcher.ts";
import type { Explained, StoredFiring, StoredGeneration, TurnStore } from "../room-store.ts";
import { packText, unpackText } from "./packed-text.ts";
import type { SqlPort } from "./sql-port.ts";
import { asNumber, asText } from "./sql-rows.ts";
import { READ_FROM } from "./sqlite-message-store.ts";

/** Largest cell we write, UTF-16 units of up to three bytes: under the platform's 2 MB a row (reliability, decision 14). */
const MAX_CELL = 600_000;

/** Tables by generation of a take, and what they say of each. */
const EXPLANATIONS = [
  ["traces", "trace, receipt"],
  ["firings", "entry_id, method, score"],
] as const;

/** Running replies, and why each bot message came out as it did. */
export class SqliteTurnStore implements TurnStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  open(g: Omit<StoredGeneration, "text" | "reasoning">): void {
    this.#sql.all(
      `INSERT INTO generations (generation_id, message_id, take_id, bot_id) VALUES (?, ?, ?, ?)`,
      g.generation_id,
      g.message_id,
      g.take_id,
      g.bot_id,
    );
  }

  appendChunk(generationId: string, chunk: string, reasoning: string): void {
    this.#sql.all(
      `INSERT INTO chunks (generation_id, text, reasoning) VALUES (?, ?, ?)`,
      generationId,
      chunk,
      reasoning,
    );
  }

  close(generationId: string, forgotten = false): void {
    const of = `SELECT message_id, take_id FROM generations WHERE generation_id = ?`;
    if (forgotten)
      for (const [table] of EXPLANATIONS)
        this.#sql.all(
          `DELETE FROM ${table} WHERE (message_id, take_id) = (${of}) AND generation_id = ?`,
          generationId,
          generationId,
        );
    this.#sql.all(`DELETE FROM chunks WHERE generation_id = ?`, generationId);
    this.#sql.all(`DELETE FROM generations WHERE generation_id = ?`, generationId);
  }

  generations(): StoredGeneration[] {
    return this.#sql.all(`SELECT generation_id, message_id, take_id, bot_id FROM generations`).map((row) => {
      const chunks = this.#sql.all(
        `SELECT text, reasoning FROM chunks WHERE generation_id = ? ORDER BY id`,
        asText(row["generation_id"]),
      );
      return {
        generation_id: asText(row["generation_id"]),
        message_id: asText(row["message_id"]),
        take_id: asText(row["take_id"]),
        bot_id: asText(row["bot_id"]),
        text: chunks.map((c) => asText(c["text"])).join(""),
        reasoning: chunks.map((c) => asText(c["reasoning"])).join(""),
      };
    });
  }

  saveTrace(of: Explained, trace: string, firings: readonly Firing[]): void {
    this.#putTrace("trace", of, trace);
    this.#sql.all(
      `DELETE FROM firings WHERE message_id = ? AND take_id = ? AND generation_id = ?`,
      of.messageId,
      of.takeId,
      of.generationId,
    );
    this.addFirings(
      firings.map(({ entryId, method = null, score = null }) => ({
        message_id: of.messageId,
        take_id: of.takeId,
        generation_id: of.generationId,
        entry_id: entryId,
        method,
        score,
      })),
    );
  }
  saveReceipt(of: Explained, receipt: string): void {
    this.#putTrace("receipt", of, receipt);
  }
  trace(messageId: string, takeId: string): string | null {
    return this.#readTrace("trace", messageId, takeId);
  }
  receipt(messageId: string, takeId: string): string | null {
    return this.#readTrace("receipt", messageId, takeId);
  }

  #putTrace(column: "trace" | "receipt", of: Explained, json: string): void {
    const packed = packText(json);
    // Beyond the row limit the explanation is dropped, never the reply.
    const value = packed.length > MAX_CELL ? null : packed;
    this.#sql.all(
      `INSERT INTO traces (message_id, take_id, generation_id, ${column}) VALUES (?, ?, ?, ?)
       ON CONFLICT (message_id, take_id, generation_id) DO UPDATE SET ${column} = excluded.${column}`,
      of.messageId,
      of.takeId,
      of.generationId,
      value,
    );
  }
  #readTrace(column: "trace" | "receipt", messageId: string, takeId: string): string | null {
    const [row] = this.#sql.all(
      `SELECT ${column} AS json FROM traces WHERE message_id = ? AND take_id = ? ORDER BY id DESC LIMIT 1`,
      messageId,
      takeId,
    );
    return row?.["json"] == null ? null : unpackText(asText(row["json"]));
  }

  inherit(messageId: string, from: string, to: string, generations?: readonly string[]): void {
    const chosen = generations === undefined ? "" : `AND generation_id IN (SELECT value FROM json_each(?))`;
    for (const [table, columns] of EXPLANATIONS)
      this.#sql.all(
        `INSERT INTO ${table} (message_id, take_id, generation_id, ${columns})
         SELECT message_id, ?, generation_id, ${columns} FROM ${table}
         WHERE message_id = ? AND take_id = ? ${chosen} ORDER BY id ON CONFLICT DO NOTHING`,
        to,
        messageId,
        from,
        ...(generations === undefined ? [] : [JSON.stringify(generations)]),
      );
  }

  forget(messageId: string, takeId: string, generationId?: string): void {
    const chosen = generationId === undefined ? "" : `AND generation_id = ?`;
    for (const [table] of EXPLANATIONS)
      this.#sql.all(
        `DELETE FROM ${table} WHERE message_id = ? AND take_id = ? ${chosen}`,
        messageId,
        takeId,
        ...(generationId === undefined ? [] : [generationId]),
      );
  }

  ledger(beforeSeq: number, threadId: string | null = null): Firing[] {
    // Places are counted over all messages first, so that a deleted one moves every later firing back. What fired for
    // several generations of one take fired once; min(f.id) makes the other columns those of its first firing.
    const rows = this.#sql.all(
      `WITH placed AS (
         SELECT id, current_take_id, row_number() OVER (ORDER BY seq) - 1 AS idx, sum(human) OVER (ORDER BY seq) AS round
         FROM messages WHERE counted = 1 AND shelf_message IS NULL AND seq < ? AND ${READ_FROM})
       SELECT f.entry_id, f.message_id, f.method, f.score, p.idx, p.round, min(f.id) FROM placed p
       JOIN firings f ON f.message_id = p.id AND f.take_id = p.current_take_id
       GROUP BY p.idx, f.entry_id ORDER BY p.idx, min(f.id)`,
      beforeSeq,
      threadId,
      threadId,
    );
    return rows.map((row) => ({
      entryId: asText(row["entry_id"]),
      messageId: asText(row["message_id"]),
      index: asNumber(row["idx"]),
      round: asNumber(row["round"]),
      ...methodOf(row["method"]),
      ...(row["score"] != null && { score: asNumber(row["score"]) }),
    }));
  }

  firingsOf(messageId: string): StoredFiring[] {
    const query = `SELECT take_id, generation_id, entry_id, method, score FROM firings WHERE message_id = ? ORDER BY id`;
    return this.#sql.all(query, messageId).map((row) => ({
      message_id: messageId,
      take_id: asText(row["take_id"]),
      generation_id: asText(row["generation_id"]),
      entry_id: asText(row["entry_id"]),
      method: row["method"] == null ? null : asText(row["method"]),
      score: row["score"] == null ? null : asNumber(row["score"]),
    }));
  }

  addFirings(firings: readonly StoredFiring[]): void {
    for (const { message_id, take_id, generation_id, entry_id, method, score } of firings)
      this.#sql.all(
        `INSERT INTO firings (message_id, take_id, generation_id, entry_id, method, score) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        message_id,
        take_id,
        generation_id,
        entry_id,
        method,
        score,
      );
  }

  cachedLore(key: string): { version: string; json: string } | null {
    const rows = this.#sql.all(`SELECT version, payload FROM lore_cache WHERE key = ? ORDER BY part`, key);
    const [first] = rows;
    return first ? { version: asText(first["version"]), json: rows.map((r) => asText(r["payload"])).join("") } : null;
  }

  cacheLore(key: string, version: string, json: string): void {
    this.#sql.all(`DELETE FROM lore_cache WHERE key = ?`, key);
    for (const [part, piece] of pieces(json, MAX_CELL).entries())
      this.#sql.all(
        `INSERT INTO lore_cache (key, part, version, payload) VALUES (?, ?, ?, ?)`,
        key,
        part,
        version,
        piece,
      );
  }

  keepLore(keys: Iterable<string>, most: number): void {
    this.#sql.all(
      `DELETE FROM lore_cache WHERE (SELECT count(DISTINCT key) FROM lore_cache) > ?
         AND key NOT IN (SELECT value FROM json_each(?))`,
      most,
      JSON.stringify([...keys]),
    );
  }
}

function methodOf(value: unknown): Pick<Firing, "method"> {
  const method = ACTIVATION_METHODS.find((known) => known === value);
  return method ? { method } : {};
}
