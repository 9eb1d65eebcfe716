import { RELATIONS, type Relation } from "./relations.ts";

/** Rows that name what is not there. */
export interface Orphans {
  readonly table: string;
  readonly column: string;
  readonly to: string;
  readonly count: number;
}

/** Relations of one statement: each costs a look through its table. */
const AT_ONCE = 10;

const orphansOf = ({
  table,
  column,
  to,
  where,
}: {
  table: string;
  column: string;
  to: string;
  where: string;
}): string =>
  `select '${table}' as "table", ? as "column", '${to}' as "to", count(*) as count from ${table}
   where ${where} and ${column} is not null
   and not exists (select 1 from ${to} as target where target.id = ${qualified(table, column)})`;

/** Whether a row may go on naming what is gone: as it is, or changed so that it may. */
const mayStay = (relation: Relation): boolean =>
  relation.on === "keep" || (relation.on === "set" && relation.until !== undefined);

/** The column as the row's own inside a sub-select whose table may have one of the same name. */
const qualified = (table: string, column: string): string => `${table}.${column}`;

/**
 * Every row that names a row which is not there, but for those that may. Looks through whole tables: for tests
 * and for whoever checks a database, not for requests.
 */
export async function walkOrphans(db: D1Database): Promise<Orphans[]> {
  const asked = Object.entries(RELATIONS).flatMap(([to, relations]) =>
    relations
      .filter((relation) => !mayStay(relation))
      .map(({ table, column, where = "true" }) => ({ table, column, to, where })),
  );
  const found: Orphans[] = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const part = asked.slice(at, at + AT_ONCE);
    const answers = await db.batch<Orphans>(
      part.map((relation) => db.prepare(orphansOf(relation)).bind(relation.column)),
    );
    found.push(...answers.flatMap(({ results }) => results.filter(({ count }) => count > 0)));
  }
  return found;
}
