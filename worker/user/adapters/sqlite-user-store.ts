import * as z from "zod/mini";
import { type MigrationStep, migrate } from "../../conversation/adapters/migrate.ts";
import { type SqlPort, untilEnded } from "../../conversation/adapters/sql-port.ts";
import { asJson, asNumber, asText } from "../../conversation/adapters/sql-rows.ts";
import { redeemTicket, USED_TICKETS_TABLE } from "../../conversation/adapters/used-tickets.ts";
import { ITEM_KINDS, type Item, type ItemKind, type Onlooker, type Upkeep, type UserStore } from "../user-store.ts";

/** The tables, one append-only list. */
const STEPS: readonly MigrationStep[] = [
  {
    id: "0001-first",
    statements: [
      // The log, folded: one row a thing, with the number of its newest event. No payload: it is gone.
      `CREATE TABLE items (kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL UNIQUE, at TEXT NOT NULL, payload TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID`,
      // `seq`: the newest number given. `floor`: the newest event that was forgotten with its thing.
      `CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, floor INTEGER NOT NULL)`,
      `INSERT INTO head (one, seq, floor) VALUES (1, 0, 0)`,
      `CREATE TABLE upkeep (one INTEGER PRIMARY KEY CHECK (one = 1), payload TEXT NOT NULL)`,
      // `written`: whole minutes that D1 has.
      `CREATE TABLE use_by_day (day TEXT PRIMARY KEY, ms INTEGER NOT NULL, written INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
      USED_TICKETS_TABLE,
    ],
  },
  {
    id: "0002-onlookers",
    statements: [
      // Rooms that show where the person is. `turn`: which asked last. `knows`: what each was told.
      `CREATE TABLE onlookers (turn INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL UNIQUE, knows INTEGER NOT NULL)`,
    ],
  },
];

const MINUTE_MS = 60_000;
/** Until a device says where it is. */
const NOWHERE: Upkeep = { time_zone: "UTC", covered: [], flush_at_ms: null };
const StoredUpkeep = z.object({
  time_zone: z.string(),
  covered: z.array(z.object({ from: z.number(), to: z.number() })),
  flush_at_ms: z.nullable(z.number()),
});
const Kind = z.enum(ITEM_KINDS);

/** A person's store on SQLite: the object's own in the product, memory in tests. Brings the tables up to date. */
export class SqliteUserStore implements UserStore {
  readonly #sql: ReturnType<typeof untilEnded>;

  constructor(sql: SqlPort) {
    migrate(sql, STEPS);
    this.#sql = untilEnded(sql);
  }

  end(): void {
    this.#sql.end();
  }

  transaction<T>(work: () => T): T {
    return this.#sql.transaction(work);
  }

  head(): number {
    return asNumber(this.#sql.all(`SELECT seq FROM head`)[0]?.["seq"]);
  }

  nextSeq(): number {
    return asNumber(this.#sql.all(`UPDATE head SET seq = seq + 1 RETURNING seq`)[0]?.["seq"]);
  }

  put(kind: ItemKind, id: string, payload: string | null, at: string): Item {
    const seq = this.nextSeq();
    this.#sql.all(
      `INSERT INTO items (kind, id, seq, at, payload) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, at = excluded.at, payload = excluded.payload`,
      kind,
      id,
      seq,
      at,
      payload,
    );
    return { kind, id, seq, at, payload };
  }

  get(kind: ItemKind, id: string): Item | null {
    const [row] = this.#sql.all(`SELECT * FROM items WHERE kind = ? AND id = ?`, kind, id);
    return row ? itemOf(row) : null;
  }

  list(kind: ItemKind): Item[] {
    return this.#sql
      .all(`SELECT * FROM items WHERE kind = ? AND payload IS NOT NULL ORDER BY seq DESC`, kind)
      .map(itemOf);
  }

  touch(kind: ItemKind, id: string, at: string): void {
    this.#sql.all(`UPDATE items SET at = ? WHERE kind = ? AND id = ?`, at, kind, id);
  }

  after(seq: number): Item[] | null {
    const floor = asNumber(this.#sql.all(`SELECT floor FROM head`)[0]?.["floor"]);
    if (seq > this.head() || seq < floor) return null;
    return this.#sql.all(`SELECT * FROM items WHERE seq > ? ORDER BY seq`, seq).map(itemOf);
  }

  prune(kind: ItemKind, keep: number): void {
    const [beyond] = this.#sql.all(
      `SELECT seq FROM items WHERE kind = ? ORDER BY seq DESC LIMIT 1 OFFSET ?`,
      kind,
      keep,
    );
    if (!beyond) return;
    const seq = asNumber(beyond["seq"]);
    this.#sql.all(`DELETE FROM items WHERE kind = ? AND seq <= ?`, kind, seq);
    this.#sql.all(`UPDATE head SET floor = max(floor, ?)`, seq);
  }

  upkeep(): Upkeep {
    const [row] = this.#sql.all(`SELECT payload FROM upkeep`);
    return row ? StoredUpkeep.parse(asJson(row["payload"])) : NOWHERE;
  }

  saveUpkeep(upkeep: Upkeep): void {
    this.#sql.all(
      `INSERT INTO upkeep (one, payload) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET payload = excluded.payload`,
      JSON.stringify(upkeep),
    );
  }

  addUse(day: string, ms: number): void {
    this.#sql.all(
      `INSERT INTO use_by_day (day, ms) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET ms = ms + excluded.ms`,
      day,
      ms,
    );
  }

  useOf(day: string): number {
    const [row] = this.#sql.all(`SELECT ms FROM use_by_day WHERE day = ?`, day);
    return row ? asNumber(row["ms"]) : 0;
  }

  unwrittenDays(): { day: string; minutes: number }[] {
    return this.#sql
      .all(`SELECT day, ms / ${MINUTE_MS} AS minutes FROM use_by_day WHERE ms / ${MINUTE_MS} > written ORDER BY day`)
      .map((row) => ({ day: asText(row["day"]), minutes: asNumber(row["minutes"]) }));
  }

  noteWritten(days: readonly { day: string; minutes: number }[]): void {
    for (const { day, minutes } of days)
      this.#sql.all(`UPDATE use_by_day SET written = max(written, ?) WHERE day = ?`, minutes, day);
  }

  onlookers(): Onlooker[] {
    return this.#sql
      .all(`SELECT room, knows FROM onlookers ORDER BY turn DESC`)
      .map((row) => ({ room: asText(row["room"]), knows: asNumber(row["knows"]) === 1 }));
  }

  putOnlooker({ room, knows }: Onlooker, keep: number): void {
    this.#sql.all(`INSERT OR REPLACE INTO onlookers (room, knows) VALUES (?, ?)`, room, knows ? 1 : 0);
    this.#sql.all(
      `DELETE FROM onlookers WHERE turn <= (SELECT turn FROM onlookers ORDER BY turn DESC LIMIT 1 OFFSET ?)`,
      keep,
    );
  }

  dropOnlooker(room: string): void {
    this.#sql.all(`DELETE FROM onlookers WHERE room = ?`, room);
  }

  redeemTicket(jti: string, expiresAtMs: number, nowMs: number): boolean {
    return redeemTicket(this.#sql, jti, expiresAtMs, nowMs);
  }
}

const itemOf = (row: Record<string, unknown>): Item => ({
  kind: Kind.parse(row["kind"]),
  id: asText(row["id"]),
  seq: asNumber(row["seq"]),
  at: asText(row["at"]),
  payload: row["payload"] === null ? null : asText(row["payload"]),
});
