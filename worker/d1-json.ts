/** How a column is read from a row's JSON: a plain value, JSON text, or JSON text that may be absent. */
export type JsonSource = "value" | "json" | "json?";
/** Columns of a table, each with the field of the row's JSON it comes from. */
export type JsonColumns = Readonly<Record<string, readonly [field: string, source: JsonSource]>>;

const read = (field: string, source: JsonSource): string => {
  if (source === "value") return `value ->> '$.${field}'`;
  return source === "json" ? `value -> '$.${field}'` : `nullif(value -> '$.${field}', 'null')`;
};

/** Columns that are called as their fields are. */
export const sameNames = (source: JsonSource, ...names: readonly string[]): JsonColumns =>
  Object.fromEntries(names.map((name) => [name, [name, source] as const]));

/**
 * Insert of all rows of `?1`, a JSON array: half the cost of a `batch` of single inserts, and D1 binds at most 100
 * parameters. `json_each` writes a row's text anew for each column that asks for it: taken once, a row of forty columns
 * costs half. Ends so that an `ON CONFLICT` may follow.
 */
export const insertFromJson = (table: string, columns: JsonColumns): string => {
  const values = Object.values(columns).map(([field, source]) => read(field, source));
  return `INSERT INTO ${table} (${Object.keys(columns).join(", ")})
    WITH given AS MATERIALIZED (SELECT value FROM json_each(?1)) SELECT ${values.join(", ")} FROM given WHERE true`;
};

/** Most bytes of one bound text. D1 takes 2 MB. */
const MAX_PARAMETER_BYTES = 1_000_000;

/**
 * JSON texts as arrays that D1 can bind, in order and as few as possible. A text too long by itself stands alone, so
 * that D1 refuses it and nothing else.
 */
export function jsonArrays(texts: readonly string[]): string[] {
  const parts: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text).length + 1;
    const part = parts.at(-1);
    if (part && bytes <= room) part.push(text);
    else parts.push([text]);
    room = part && bytes <= room ? room - bytes : MAX_PARAMETER_BYTES - bytes;
  }
  return parts.map((part) => `[${part.join(",")}]`);
}
