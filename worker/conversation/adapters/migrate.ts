import type { SqlPort } from "./sql-port.ts";

/** One step of an object's tables. Never edited once released. */
export interface MigrationStep {
  readonly id: string;
  readonly statements: readonly string[];
}

/**
 * Brings an object's tables up to date. Each step runs in one transaction and is recorded in it, so that a crash in
 * between repeats it whole. Cheap when they are: one read.
 */
export function migrate(sql: SqlPort, steps: readonly MigrationStep[]): void {
  sql.all(`CREATE TABLE IF NOT EXISTS _migrations (id TEXT PRIMARY KEY) WITHOUT ROWID`);
  const done = new Set(sql.all(`SELECT id FROM _migrations`).map((row) => row["id"]));
  for (const step of steps) {
    if (done.has(step.id)) continue;
    sql.transaction(() => {
      for (const statement of step.statements) sql.all(statement);
      sql.all(`INSERT INTO _migrations (id) VALUES (?)`, step.id);
    });
  }
}
