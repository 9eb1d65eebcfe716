import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, integer, text } from "drizzle-orm/sqlite-core";

/**
 * Columns and checks that many tables share. No table here ever cascades: drizzle-kit alters a table by rebuilding it,
 * which drops the old one, and on D1 that would delete the children.
 */

/** ISO 8601 UTC text, as the schema names and answers carry it. Sorts as time does. */
export const isoTime = () => text().notNull();
/** The pair every collection ends with. */
export const rowTimes = () => ({ createdAt: isoTime(), updatedAt: isoTime() });
/** The pair some collections have besides (schema.md). */
export const contentTimes = () => ({ created_timestamp: isoTime(), modified_timestamp: isoTime() });
export const flag = () => integer({ mode: "boolean" }).notNull().default(false);
export const count = () => integer().notNull().default(0);
/** A group or an array of the schema: one JSON text column with the zod shape's type. */
export const json = <T>() => text({ mode: "json" }).$type<T>().notNull();

const quoted = (values: readonly string[]) =>
  sql.raw(values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", "));

/** `column` is one of `values`, or null where the column allows it. Drizzle's `enum` is a type only. */
export const isOneOf = (column: AnySQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} in (${quoted(values)})`;

/** `column` is a number from `min` to `max`, or null where the column allows it. */
export const isBetween = (column: AnySQLiteColumn, min: number, max: number): SQL =>
  sql`${column} between ${sql.raw(String(min))} and ${sql.raw(String(max))}`;

/** A field of a JSON group, absent or one of `values`. */
export const fieldIsOneOf = (column: AnySQLiteColumn, field: string, values: readonly string[]): SQL =>
  sql`coalesce(json_extract(${column}, ${sql.raw(`'$.${field}'`)}) in (${quoted(values)}), 1)`;

/** A field of a JSON group, absent or a number from `min` to `max`. */
export const fieldIsBetween = (column: AnySQLiteColumn, field: string, min: number, max: number): SQL =>
  sql`coalesce(json_extract(${column}, ${sql.raw(`'$.${field}'`)}) between ${sql.raw(String(min))} and ${sql.raw(String(max))}, 1)`;

/** All of `claims` hold. */
export const allOf = (...claims: readonly SQL[]): SQL => sql.join([...claims], sql` and `);
