import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The file of D1 under a server's folder. @throws Where there is none, or more than one. */
function openD1(dir: string): DatabaseSync {
  const files = globSync(join(dir, "**/*.sqlite")).filter(
    (path) => path.includes("/d1/") && !path.includes("metadata"),
  );
  const [file] = files;
  if (!file || files.length !== 1) throw new Error(`which of these is D1? ${files.join(", ")}`);
  return new DatabaseSync(file);
}

/** How the copies of a row differ from it: SQL of a column, in which `n` is the copy's number. */
export type Differences = Readonly<Record<string, string>>;

/**
 * Copies the row `id` of a table, beside the running server: what thousands of calls would do in a minute or ten. Ids and
 * times differ in every copy, and whatever `differences` say.
 */
export function copyRow(dir: string, table: string, id: string, copies: number, differences: Differences = {}): void {
  const db = openD1(dir);
  db.exec("PRAGMA busy_timeout = 20000");
  const all: Differences = {
    id: "printf('0199%04x-%04x-7000-8000-%s', n / 65536, n % 65536, lower(hex(randomblob(6))))",
    createdAt: "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || n || ' seconds')",
    ...differences,
  };
  const columns = db.prepare(`SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0`).all(table);
  const names = columns.map(({ name }) => String(name));
  const quoted = names.map((name) => `"${name}"`);
  const values = names.map((name) => all[name] ?? `"${name}"`);
  db.prepare(
    `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
     INSERT INTO ${table} (${quoted.join(", ")}) SELECT ${values.join(", ")} FROM ${table}, numbers WHERE id = ?2`,
  ).run(copies, id);
  db.close();
}
