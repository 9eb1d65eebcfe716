import { DatabaseSync } from "node:sqlite";
import { d1File } from "./d1-file.ts";

/**
 * A real outage of D1's writes, without touching the product: holds an exclusive transaction on its file. Writes fail at
 * once, reads go on. The returned function ends it.
 *
 * @throws When there is no D1 file under `dir`, or more than one.
 */
export async function lockD1(dir: string): Promise<() => void> {
  const db = new DatabaseSync(d1File(dir));
  db.exec("PRAGMA busy_timeout = 5000");
  db.exec("BEGIN EXCLUSIVE");
  return () => {
    db.exec("ROLLBACK");
    db.close();
  };
}
