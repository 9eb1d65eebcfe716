import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Told } from "./ledger-check.ts";

/** D1's own file under a server's folder. @throws When there is none, or more than one. */
export function d1File(dir: string): string {
  const files = globSync(join(dir, "**/*.sqlite")).filter(
    (path) => path.includes("/d1/") && !path.includes("metadata"),
  );
  const [file] = files;
  if (!file || files.length !== 1) throw new Error(`which of these is D1? ${files.join(", ")}`);
  return file;
}

/** A room's messages as D1 holds them, in order; read from the file, so that nothing of the product is woken. */
export function roomInD1(dir: string, room: string): Told[] {
  const db = new DatabaseSync(d1File(dir), { readOnly: true });
  try {
    const rows = db.prepare("SELECT id, seq, entry FROM messages WHERE conversation = ? ORDER BY seq").all(room);
    return rows.map((row) => ({
      id: String(row["id"]),
      seq: Number(row["seq"]),
      entry: String(row["entry"]),
      streaming: false,
    }));
  } finally {
    db.close();
  }
}

/** Result codes of SQLite, without their details: the file is locked, needs a writer to recover it, or is being made. */
const NOT_NOW = [5, 8, 14];

/** Whether a file could not be read only because its process has just died, and can be in a moment. */
export const isNotNow = (cause: unknown): boolean =>
  cause instanceof Error && "errcode" in cause && NOT_NOW.includes(Number(cause.errcode) & 0xff);
