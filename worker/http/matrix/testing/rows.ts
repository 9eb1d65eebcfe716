import { HOUSE_TABLES, type Row } from "../../../../schema/testing/rows.ts";
import { type Actor, userIdOf } from "./actors.ts";

/** A row to be inserted. */
export interface Insert {
  readonly table: string;
  readonly row: Row;
}

/** The good row of a table with `changes`: what the tables' own tests take for one. */
export function like(table: string, changes: Row): Insert {
  const found = HOUSE_TABLES.find(([name]) => name === table);
  if (found === undefined) throw new Error(`there is no good row of ${table}`);
  return { table, row: { ...found[1], ...changes } };
}

/** Inserts all rows in one batch; a number of them go in one statement each. */
export async function insertAll(db: D1Database, inserts: readonly Insert[]): Promise<void> {
  const statements = inserts.map(({ table, row }) => {
    const names = Object.keys(row).map((name) => `"${name}"`);
    const marks = names.map(() => "?").join(", ");
    return db.prepare(`insert into ${table} (${names.join(", ")}) values (${marks})`).bind(...Object.values(row));
  });
  if (statements.length > 0) await db.batch(statements);
}

/** The profile of a person: creators have one each. */
export const profileOf = (actor: Actor): string => `profile-${userIdOf(actor)}`;

/** 64 hex digits that differ with `text`; columns of hashes want the form alone. */
export function hexOf(text: string): string {
  let hash = 0;
  for (const char of text) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(16).padStart(8, "0").repeat(8);
}
