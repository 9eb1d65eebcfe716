import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * A real outage of D1's writes, without touching the product: holds an exclusive transaction on its file. Writes fail at
 * once, reads go on. The returned function ends it.
 *
 * @throws When there is no D1 file under `dir`, or more than one.
 */
export async function lockD1(dir: string): Promise<() => void> {
  const files = globSync(join(dir, "**/*.sqlite")).filter(
    (path) => path.includes("/d1/") && !path.includes("metadata"),
  );
  const [file] = files;
  if (!file || files.length !== 1) throw new Error(`which of these is D1? ${files.join(", ")}`);
  const db = new DatabaseSync(file);
  db.exec("PRAGMA busy_timeout = 5000");
  db.exec("BEGIN EXCLUSIVE");
  return () => {
    db.exec("ROLLBACK");
    db.close();
  };
}
