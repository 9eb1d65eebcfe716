import { DatabaseSync } from "node:sqlite";
import type { SqlPort } from "../adapters/sql-port.ts";

/** Real SQLite in memory, as the store sees it. `close` is the only thing the object's own has not. */
export function nodeSql(): SqlPort {
  const db = new DatabaseSync(":memory:");
  let depth = 0;
  return {
    all: (query, ...bindings) => db.prepare(query).all(...bindings),
    transaction(work) {
      if (depth > 0) return work();
      db.exec("BEGIN");
      depth++;
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (cause) {
        db.exec("ROLLBACK");
        throw cause;
      } finally {
        depth--;
      }
    },
  };
}
