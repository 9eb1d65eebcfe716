/** A value SQLite takes and gives. */
export type SqlValue = string | number | null;

/** The little the store needs of SQLite; the object's storage and a test's database both give it. */
export interface SqlPort {
  all(query: string, ...bindings: SqlValue[]): Record<string, unknown>[];
  /** Runs `work` in one transaction; a throw rolls back. */
  transaction<T>(work: () => T): T;
}

/** SQLite of a Durable Object. Results are read whole at once: no cursor outlives the call. */
export function durableObjectSql(storage: DurableObjectStorage): SqlPort {
  return {
    all: (query, ...bindings) => storage.sql.exec(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
  };
}
