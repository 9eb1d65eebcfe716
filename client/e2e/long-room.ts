import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The seventeenth message of a long room is `long-00017`. */
export const longId = (number: number): string => `long-${String(number).padStart(5, "0")}`;
/** Stands in the fortieth message only. */
export const RARE_WORD = "quicklime";

const SENTENCES = [
  "The tide table says slack water at four.",
  "Somebody wound the clock, and nobody owns to it.",
  "**Both hooks** are worn bright, and there is one key.",
  "Fog from the land again; the bell is *eleven strokes* late.",
  "Write it down before the lamp is out.",
];

const textOf = (number: number): string => {
  const sentences = Array.from(
    { length: 1 + ((number * 7) % 6) },
    (_, at) => SENTENCES[(number + at) % SENTENCES.length],
  );
  return `No. ${number}. ${number === 40 ? `The ${RARE_WORD} is gone. ` : ""}${sentences.join(" ")}`;
};

type Row = Record<string, null | number | bigint | string | Uint8Array>;

/** How many of a long past were said after midnight, UTC: the day then changes within the first screens. */
const AFTER_MIDNIGHT = 32;
const DAY_MS = 86_400_000;

/**
 * Gives the only room of a stopped server's folder `count` messages before those it has: people and bots in turn, one a
 * minute, the last of them in yesterday's first hour. Written where the room and the database keep them, since saying
 * them would take longer than a test may.
 */
export function lengthen(folder: string, room_id: string, count: number): void {
  const [room] = openAll(join(folder, "do", "botcafe-ConversationRoom")).filter((db) => holds(db, room_id));
  const [main] = openAll(join(folder, "d1", "miniflare-D1DatabaseObject"));
  if (!room || !main) throw new Error(`no room ${room_id} in ${folder}`);
  // Numbers of events are never given twice: what comes after the long past is numbered after it.
  room.prepare("UPDATE events SET seq = seq + ?").run(count);
  room.prepare("UPDATE messages SET seq = seq + ?, payload = json_set(payload, '$.seq', seq + ?)").run(count, count);
  main.prepare("UPDATE messages SET seq = seq + ? WHERE conversation = ?").run(count, room_id);
  for (const key of ["$.total_messages", "$.room.total_messages"])
    room.prepare("UPDATE state SET payload = json_replace(payload, ?, ?)").run(key, count);
  const templates = room.prepare("SELECT payload, counted, human FROM messages ORDER BY seq DESC LIMIT 2").all();
  const copies = main.prepare("SELECT * FROM messages WHERE conversation = ? ORDER BY seq DESC LIMIT 2").all(room_id);
  inTransaction(room, () => {
    const put = room.prepare("INSERT INTO messages (id, seq, counted, human, payload) VALUES (?, ?, ?, ?, ?)");
    for (let number = 1; number <= count; number++) {
      const { payload, counted, human } = templates[number % 2] as Row;
      const row = { ...JSON.parse(String(payload)), ...fieldsOf(number, count), takes: [], activation: null };
      put.run(longId(number), number, counted ?? 1, human ?? 0, JSON.stringify({ ...row, current_take_id: null }));
    }
  });
  const columns = Object.keys(copies[0] ?? {});
  inTransaction(main, () => {
    const marks = columns.map(() => "?").join(", ");
    const put = main.prepare(`INSERT INTO messages (${columns.join(", ")}) VALUES (${marks})`);
    for (let number = 1; number <= count; number++) {
      const row: Row = { ...(copies[number % 2] as Row), ...fieldsOf(number, count), takes: "[]", activation: null };
      put.run(...columns.map((name) => (name === "current_take_id" ? null : (row[name] ?? null))));
    }
  });
  for (const db of [room, main]) db.close();
}

function fieldsOf(number: number, count: number) {
  const yesterday = (Math.floor(Date.now() / DAY_MS) - 1) * DAY_MS;
  const at = new Date(yesterday + (AFTER_MIDNIGHT - count + number) * 60_000 - 1).toISOString();
  return { id: longId(number), seq: number, entry: textOf(number), created_timestamp: at, modified_timestamp: at };
}

const openAll = (folder: string): DatabaseSync[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => new DatabaseSync(join(folder, name)));

const holds = (db: DatabaseSync, room_id: string): boolean =>
  db.prepare("SELECT count(*) AS n FROM messages WHERE json_extract(payload, '$.conversation') = ?").get(room_id)?.[
    "n"
  ] !== 0;

function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec("BEGIN");
  work();
  db.exec("COMMIT");
}
