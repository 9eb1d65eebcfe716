import { AppError } from "../../../shared/app-error.ts";

/** A value SQLite takes and gives. */
export type SqlValue = string | number | null;

/** The little the store needs of SQLite; the object's storage and a test's database both give it. */
export interface SqlPort {
  all(query: string, ...bindings: SqlValue[]): Record<string, unknown>[];
  /** Runs `work` in one transaction; a throw rolls back. */
  transaction<T>(work: () => T): T;
}

/** The same SQLite until `end` is called; then it takes nothing more. @throws AppError `not_found` from then on. */
export function untilEnded(sql: SqlPort): SqlPort & { end(): void } {
  let isOver = false;
  const open = (): SqlPort => {
    if (isOver) throw new AppError("not_found", "what lay here was deleted");
    return sql;
  };
  return {
    all: (query, ...bindings) => open().all(query, ...bindings),
    transaction: (work) => open().transaction(work),
    end() {
      isOver = true;
    },
  };
}

/** SQLite of a Durable Object. Results are read whole at once: no cursor outlives the call. */
export function durableObjectSql(storage: DurableObjectStorage): SqlPort {
  return {
    all: (query, ...bindings) => storage.sql.exec(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
  };
}
