import { type MigrationStep, migrate } from "./migrate.ts";
import type { SqlPort } from "./sql-port.ts";
import { USED_TICKETS_TABLE } from "./used-tickets.ts";

/** The room's tables, one append-only list. */
export const ROOM_STEPS: readonly MigrationStep[] = [
  {
    id: "0001-first",
    statements: [
      // The log. AUTOINCREMENT: a number is never given twice, even after the newest row was pruned.
      `CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, type TEXT NOT NULL, v INTEGER NOT NULL, payload TEXT NOT NULL)`,
      // Exactly once: one row per command, kept as long as the room.
      `CREATE TABLE commands (actor_id TEXT NOT NULL, ref TEXT NOT NULL, body_hash TEXT NOT NULL, ack TEXT NOT NULL, PRIMARY KEY (actor_id, ref)) WITHOUT ROWID`,
      // Messages as they are now. `counted` and `human` are the row's own facts, for places and rounds.
      `CREATE TABLE messages (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, counted INTEGER NOT NULL, human INTEGER NOT NULL, current_take_id TEXT, payload TEXT NOT NULL)`,
      // Room, bots, members, queue, counters: one JSON each.
      `CREATE TABLE state (key TEXT PRIMARY KEY, payload TEXT NOT NULL) WITHOUT ROWID`,
      `CREATE TABLE generations (generation_id TEXT PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, take_id TEXT NOT NULL, bot_id TEXT NOT NULL) WITHOUT ROWID`,
      // Text of running replies, one row a flush: appending never rewrites what is there.
      `CREATE TABLE chunks (id INTEGER PRIMARY KEY AUTOINCREMENT, generation_id TEXT NOT NULL, text TEXT NOT NULL, reasoning TEXT NOT NULL)`,
      `CREATE INDEX chunks_by_generation ON chunks (generation_id, id)`,
      `CREATE TABLE traces (message_id TEXT NOT NULL, take_id TEXT NOT NULL, trace TEXT, receipt TEXT, PRIMARY KEY (message_id, take_id)) WITHOUT ROWID`,
      `CREATE TABLE firings (message_id TEXT NOT NULL, take_id TEXT NOT NULL, entry_id TEXT NOT NULL, method TEXT, score REAL, PRIMARY KEY (message_id, take_id, entry_id)) WITHOUT ROWID`,
      `CREATE TABLE lore_cache (key TEXT NOT NULL, part INTEGER NOT NULL, version TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (key, part)) WITHOUT ROWID`,
      // `seq` is the first event that D1 does not know of this row.
      `CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, seq INTEGER NOT NULL, payload TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, parked INTEGER NOT NULL DEFAULT 0, UNIQUE (kind, key))`,
      USED_TICKETS_TABLE,
    ],
  },
  {
    id: "0002-paths-and-segments",
    statements: [
      // Messages of other paths: put aside under the message and the path they follow. Null is the current path.
      `ALTER TABLE messages ADD COLUMN shelf_message TEXT`,
      `ALTER TABLE messages ADD COLUMN shelf_path TEXT`,
      `CREATE INDEX messages_by_shelf ON messages (shelf_message, shelf_path)`,
      // A take is written by one generation or, continued, by several; each has its own explanation and firings.
      `CREATE TABLE traces_2 (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, take_id TEXT NOT NULL, generation_id TEXT NOT NULL, trace TEXT, receipt TEXT, UNIQUE (message_id, take_id, generation_id))`,
      `INSERT INTO traces_2 (message_id, take_id, generation_id, trace, receipt) SELECT message_id, take_id, '', trace, receipt FROM traces`,
      `DROP TABLE traces`,
      `ALTER TABLE traces_2 RENAME TO traces`,
      `CREATE TABLE firings_2 (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, take_id TEXT NOT NULL, generation_id TEXT NOT NULL, entry_id TEXT NOT NULL, method TEXT, score REAL, UNIQUE (message_id, take_id, generation_id, entry_id))`,
      `INSERT INTO firings_2 (message_id, take_id, generation_id, entry_id, method, score) SELECT message_id, take_id, '', entry_id, method, score FROM firings`,
      `DROP TABLE firings`,
      `ALTER TABLE firings_2 RENAME TO firings`,
    ],
  },
  {
    id: "0003-reading-drafts-threads",
    statements: [
      // Facts of the row, so that counting what somebody has not read is a walk over one index. `author` is a person's
      // own words', `audience` the one person a message is for, `news` set once it is finished and while it is shown to bots.
      `ALTER TABLE messages ADD COLUMN author TEXT`,
      `ALTER TABLE messages ADD COLUMN audience TEXT`,
      `ALTER TABLE messages ADD COLUMN news INTEGER NOT NULL DEFAULT 0`,
      // The message that starts the thread it is said in; null in the room itself.
      `ALTER TABLE messages ADD COLUMN thread TEXT`,
      `UPDATE messages SET author = CASE WHEN payload ->> '$.bot' IS NULL THEN payload ->> '$.user' END,
         audience = CASE WHEN payload ->> '$.whisper_to' IS NOT NULL THEN payload ->> '$.user' END,
         news = NOT (payload ->> '$.hidden') AND NOT (payload ->> '$.streaming')`,
      `CREATE INDEX messages_by_news ON messages (shelf_message, thread, news, seq, author, audience)`,
      // How far each person has read, in the room ('') and in each thread; '*' is from when on threads are new to them.
      `CREATE TABLE read_marks (user_id TEXT NOT NULL, thread TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (user_id, thread)) WITHOUT ROWID`,
      `INSERT INTO read_marks (user_id, thread, seq)
         SELECT member.value ->> '$.user_id', '', messages.seq FROM state, json_each(state.payload, '$.members') AS member
         JOIN messages ON messages.id = member.value ->> '$.read_up_to' WHERE state.key = 'people'`,
      `CREATE TABLE drafts (user_id TEXT PRIMARY KEY, text TEXT NOT NULL, rev INTEGER NOT NULL, device_id TEXT NOT NULL) WITHOUT ROWID`,
    ],
  },
  {
    id: "0004-door",
    statements: [
      // What became of invitations here: how many came in by each, and which were taken back.
      `CREATE TABLE invitations (id TEXT PRIMARY KEY, used INTEGER NOT NULL, revoked_at TEXT) WITHOUT ROWID`,
      // Who was let go by another, and when: an older invitation does not bring them back.
      `CREATE TABLE let_go (user_id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID`,
    ],
  },
  {
    id: "0005-path-in-order",
    statements: [
      // A page of a path is read off in its order: without `seq` here SQLite sorts the whole room for the newest fifty.
      // What places are counted by stands in it too, so that counting does not read the messages.
      `DROP INDEX messages_by_shelf`,
      `CREATE INDEX messages_by_shelf ON messages (shelf_message, seq, counted, human, thread)`,
    ],
  },
];

/** Brings a room's tables up to date. */
export const migrateRoom = (sql: SqlPort): void => migrate(sql, ROOM_STEPS);
