import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Copies what was said in a room until it holds `total` messages, in the object's own file while no server has it open:
 * what hours of talk would do. All is read and told; the log is as if it had been pruned to its newest event.
 *
 * @param dir Folder of the server's data.
 * @throws Where a room has no file there.
 */
export function lengthenRooms(dir: string, rooms: readonly string[], total: number): void {
  const waiting = new Set(rooms);
  for (const file of globSync(join(dir, "**/*.sqlite"))) {
    if (/\/d1\/|metadata|\/r2\//.test(file)) continue;
    const db = new DatabaseSync(file);
    const room = roomIn(db);
    if (room !== null && waiting.delete(room)) lengthen(db, total);
    db.close();
  }
  if (waiting.size > 0) throw new Error(`no file of ${[...waiting].join(", ")}`);
}

/** The room whose object this file is; null for another's. */
function roomIn(db: DatabaseSync): string | null {
  const tables = db.prepare(`SELECT name FROM sqlite_master WHERE name = 'messages'`).all();
  if (tables.length === 0) return null;
  const [row] = db.prepare(`SELECT payload ->> '$.room.id' AS id FROM state WHERE key = 'people'`).all();
  return row === undefined ? null : String(row["id"]);
}

function lengthen(db: DatabaseSync, total: number): void {
  const rows = db.prepare(`SELECT id FROM messages ORDER BY seq`).all();
  const columns = db
    .prepare(`SELECT name FROM pragma_table_xinfo('messages') WHERE hidden = 0`)
    .all()
    .map(({ name }) => String(name));
  const id = `printf('0199%04x-%04x-7000-8000-000000000001', n / 65536, n % 65536)`;
  const seq = `${total} + n`;
  const values = columns.map((name) => {
    if (name === "id") return id;
    if (name === "seq") return seq;
    return name === "payload" ? `json_set(payload, '$.id', ${id}, '$.seq', ${seq})` : `"${name}"`;
  });
  db.exec("BEGIN");
  for (const [at, row] of rows.entries())
    db.prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT ?1 UNION ALL SELECT n + ?2 FROM numbers WHERE n + ?2 < ?3)
       INSERT INTO messages (${columns.join(", ")}) SELECT ${values.join(", ")} FROM messages, numbers WHERE id = ?4`,
    ).run(at, rows.length, total - rows.length, String(row["id"]));
  db.exec(`INSERT INTO events (seq, at, type, v, payload) SELECT 3 * ${total}, at, 'hidden', v, '{}' FROM events
    WHERE seq = (SELECT max(seq) FROM events)`);
  db.exec(`DELETE FROM events WHERE seq < 3 * ${total}`);
  db.exec(`UPDATE read_marks SET seq = 3 * ${total}`);
  db.exec(`UPDATE state SET payload = json_set(payload, '$.total_messages', ${total}) WHERE key = 'counters'`);
  db.exec("COMMIT");
}
