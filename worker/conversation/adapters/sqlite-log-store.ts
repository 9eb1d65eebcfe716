import * as z from "zod/mini";
import { RoomBot, RoomInfo, RoomMember } from "../../../shared/fields/conversation.ts";
import { Ack, AUTO_ENDS, Ticket } from "../../../shared/protocol/server-messages.ts";
import { type NewEvent, RoomEvent } from "../../../shared/room/events.ts";
import type { TurnQueue } from "../core/state.ts";
import { EMPTY_QUEUE } from "../core/turns/turn-queue.ts";
import type { Counters, LogStore, RememberedCommand, StoredRoom } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asJson, asNumber, asText } from "./sql-rows.ts";
import { redeemTicket } from "./used-tickets.ts";

/** Events kept for devices that come back; older ones get a snapshot. Chosen: a long evening in a busy room. */
const EVENTS_KEPT = 2_000;
/**
 * The most that is read of it for one device, bytes of JSON. Chosen: a page of large messages, and a small part of the 128 MB an
 * object has (reliability §1.1): whoever came back to a log that does not fit would end the room for everyone, and come back.
 */
const MOST_CAUGHT_UP = 8 * 1024 * 1024;
/** The log is pruned once in so many appends, so that no single commit pays for it. */
const PRUNE_EVERY = 200;
/** Shape version of stored events; `upcast` brings older ones forward. */
const EVENT_VERSION = 1;
const StoredTalk = z.object({
  asked_by: z.string(),
  persona_id: z.nullable(z.string()),
  turns: z.number(),
  tokens: z.number(),
  failures: z.number(),
  is_hopeless: z.boolean(),
  payer: z.nullable(z.string()),
  started_ms: z.number(),
  due_ms: z.number(),
  ended: z.nullable(z.enum(AUTO_ENDS)),
});
const StoredPick = z.object({
  id: z.string(),
  asked_by: z.string(),
  persona_id: z.nullable(z.string()),
  left: z.number(),
  given: z.number(),
});
const StoredOverhead = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  // Absent in queues of an earlier version.
  payer: z._default(z.string(), "platform"),
});
const StoredQueue = z.object({
  held: z.boolean(),
  auto: z._default(z.nullable(StoredTalk), null),
  pick: z._default(z.nullable(StoredPick), null),
  lent: z._default(z.nullable(z.object({ day: z.string(), turns: z.number() })), null),
  turns: z.array(
    z.extend(Ticket, {
      trigger: z.enum(["normal", "continue", "retake", "auto"]),
      message_id: z.nullable(z.string()),
      // Absent in queues of an earlier version.
      take_id: z._default(z.nullable(z.string()), null),
      hint: z._default(z.nullable(z.string()), null),
      segment_id: z._default(z.nullable(z.string()), null),
      whisper: z.boolean(),
      persona_id: z.nullable(z.string()),
      thread_id: z._default(z.nullable(z.string()), null),
      before_seq: z._default(z.nullable(z.number()), null),
      overhead: z._default(z.nullable(StoredOverhead), null),
    }),
  ),
});
const StoredCounters = z.object({
  total_messages: z.number(),
  total_tokens: z.number(),
  last_activity: z.string(),
  rev: z.number(),
});
const StoredPeople = z.object({ room: RoomInfo, bots: z.array(RoomBot), members: z.array(RoomMember) });

/** The log, what it amounts to, and which commands it already holds. */
export class SqliteLogStore implements LogStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  load(): StoredRoom | null {
    const people = this.#state("people", StoredPeople);
    const counters = this.#state("counters", StoredCounters);
    if (!people || !counters) return null;
    const queue = this.#state("queue", StoredQueue) ?? EMPTY_QUEUE;
    return { ...people, counters, queue, seq: this.#head() };
  }

  saveRoom({ room, bots, members }: Pick<StoredRoom, "room" | "bots" | "members">): void {
    this.#putState("people", { room, bots, members });
  }
  saveQueue(queue: TurnQueue): void {
    this.#putState("queue", queue);
  }
  saveCounters(counters: Counters): void {
    this.#putState("counters", counters);
  }

  append(events: readonly NewEvent[], at: string): RoomEvent[] {
    if (events.length === 0) return [];
    let seq = this.#head();
    return events.map((event) => {
      seq += 1;
      // A message carries the number of the event that made it; only here is it known.
      const numbered = event.type === "message.created" ? { ...event, message: { ...event.message, seq } } : event;
      const { type, ...payload } = numbered;
      this.#sql.all(
        `INSERT INTO events (seq, at, type, v, payload) VALUES (?, ?, ?, ?, ?)`,
        seq,
        at,
        type,
        EVENT_VERSION,
        JSON.stringify(payload),
      );
      if (seq % PRUNE_EVERY === 0) this.#sql.all(`DELETE FROM events WHERE seq <= ?`, seq - EVENTS_KEPT);
      return { ...numbered, seq, at };
    });
  }

  startAfter(seq: number, at: string): void {
    this.#sql.all(
      `INSERT INTO events (seq, at, type, v, payload) VALUES (?, ?, 'hidden', ?, '{}')`,
      seq,
      at,
      EVENT_VERSION,
    );
  }

  eventsAfter(since: number): RoomEvent[] | null {
    // Sizes are known without reading what they are of.
    const [missed] = this.#sql.all(
      `SELECT count(*) AS n, coalesce(sum(octet_length(payload)), 0) AS bytes FROM events WHERE seq > ?`,
      since,
    );
    const count = asNumber(missed?.["n"]);
    // Some are gone, or `since` is ahead of all there are.
    if (count !== this.#head() - since || asNumber(missed?.["bytes"]) > MOST_CAUGHT_UP) return null;
    const rows = this.#sql.all(`SELECT seq, at, type, payload FROM events WHERE seq > ? ORDER BY seq`, since);
    return rows.map((row) =>
      RoomEvent.parse({ ...asJson(row["payload"]), seq: row["seq"], at: row["at"], type: row["type"] }),
    );
  }

  forgetPast(): void {
    // The newest stays: the next number is counted from it.
    this.#sql.all(`DELETE FROM events WHERE seq < ?`, this.#head());
  }

  command(actorId: string, ref: string): RememberedCommand | null {
    const [row] = this.#sql.all(`SELECT body_hash, ack FROM commands WHERE actor_id = ? AND ref = ?`, actorId, ref);
    return row ? { bodyHash: asText(row["body_hash"]), ack: Ack.parse(asJson(row["ack"])) } : null;
  }

  rememberCommand(actorId: string, ref: string, { bodyHash, ack }: RememberedCommand): void {
    this.#sql.all(
      `INSERT INTO commands (actor_id, ref, body_hash, ack) VALUES (?, ?, ?, ?)`,
      actorId,
      ref,
      bodyHash,
      JSON.stringify(ack),
    );
  }

  redeemTicket(jti: string, expiresAtMs: number, nowMs: number): boolean {
    return redeemTicket(this.#sql, jti, expiresAtMs, nowMs);
  }

  #head(): number {
    const [row] = this.#sql.all(`SELECT coalesce(max(seq), 0) AS head FROM events`);
    return asNumber(row?.["head"]);
  }

  #state<T>(key: string, schema: { parse(value: unknown): T }): T | null {
    const [row] = this.#sql.all(`SELECT payload FROM state WHERE key = ?`, key);
    return row ? schema.parse(asJson(row["payload"])) : null;
  }

  #putState(key: string, value: object): void {
    this.#sql.all(
      `INSERT INTO state (key, payload) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET payload = excluded.payload`,
      key,
      JSON.stringify(value),
    );
  }
}
