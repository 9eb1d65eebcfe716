import { and, eq, gt, or, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Cursor, Keyset } from "./keyset.ts";

/** A list in random order that stays the same from page to page. */
export interface RandomOrder extends Keyset {
  /** Where the list goes on after `row`. Holds the seed, so that the next page has the order of this one. */
  readonly cursorOf: (row: { readonly id: string }) => Cursor;
}

/** How many characters at the end of an id are looked at: in a UUIDv7 all of them are random. */
const TAIL = 12;
/** A prime below 2^31, so that neither SQLite's integers nor JavaScript's numbers overflow below. */
const PRIME = 2_147_483_647;

/**
 * Orders rows by a hash of (seed, id) that SQLite can compute: the sum of the id's last characters, each times a number
 * made from the seed, modulo a prime. A row's place depends on nothing but its id, so rows that come and go move no
 * other, and no page shows a row twice.
 *
 * @param after Where the last page of the list ended; it decides the seed.
 * @param freshSeed Seed of a first page: any 32-bit number, another one each time.
 */
export function randomOrder(id: AnySQLiteColumn, after: Cursor | undefined, freshSeed: number): RandomOrder {
  const seed = after === undefined ? freshSeed >>> 0 : Number(after.value) >>> 0;
  const factors = Array.from({ length: TAIL }, (_, at) => factorOf(seed, at));
  const terms = factors.map(
    (factor, at) => sql`coalesce(unicode(substr(${id}, ${sql.raw(`${-1 - at}, 1`)})), 0) * ${sql.raw(String(factor))}`,
  );
  const rank = sql`(${sql.join(terms, sql` + `)}) % ${sql.raw(String(PRIME))}`;
  return {
    where: after && or(gt(rank, rankOf(factors, after.id)), and(eq(rank, rankOf(factors, after.id)), gt(id, after.id))),
    orderBy: [rank as SQL, sql`${id}`],
    cursorOf: (row) => ({ value: seed, id: row.id }),
  };
}

/** What SQLite computes for an id, computed here: at most 12 · 0x10ffff · 2^31, which a number holds exactly for ids. */
const rankOf = (factors: readonly number[], id: string): number =>
  factors.reduce((sum, factor, at) => sum + (id.at(-1 - at)?.codePointAt(0) ?? 0) * factor, 0) % PRIME;

/** The `at`-th of a row of well mixed numbers below 2^31 that begins at `seed` (the finaliser of MurmurHash3). */
function factorOf(seed: number, at: number): number {
  let mixed = (seed + Math.imul(at + 1, 0x9e3779b9)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) & 0x7fffffff;
}
