/** What calls may write whoever makes them: limits and repeats are counted, and what staff try is written down. */
const KEPT_OUT = ["rate_windows", "idempotency_keys", "audit_log", "d1_migrations"];

/** Every row of every table, by table. */
export type Dump = ReadonlyMap<string, string>;

let queries: Promise<[table: string, query: string][]> | null = null;

async function queriesOf(db: D1Database): Promise<[string, string][]> {
  const listed =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'";
  const { results } = await db.prepare(listed).all<{ name: string }>();
  const names = results
    .map(({ name }) => name)
    .filter((name) => !KEPT_OUT.includes(name) && !/^search_(index|text)/.test(name));
  const columns = await db.batch<{ name: string }>(names.map((name) => db.prepare(`pragma table_info("${name}")`)));
  return names.map((name, at) => {
    const fields = (columns[at]?.results ?? []).map((column) => `quote("${column.name}")`).join(", ");
    return [name, `select json_group_array(json_array(${fields})) as rows from "${name}"`];
  });
}

export async function dumpOf(db: D1Database): Promise<Dump> {
  queries ??= queriesOf(db);
  const known = await queries;
  const answers = await db.batch<{ rows: string }>(known.map(([, query]) => db.prepare(query)));
  return new Map(known.map(([table], at) => [table, answers[at]?.results[0]?.rows ?? ""]));
}

/** Tables that differ. */
export const sameDump = (before: Dump, after: Dump): string[] =>
  [...before].filter(([table, rows]) => after.get(table) !== rows).map(([table]) => table);
