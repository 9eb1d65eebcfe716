import { and, eq, isNull, lte, type SQL, sql } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { AppError } from "../../../shared/app-error.ts";
import type {
  AccessControlInput,
  AccessControlPatch,
  AccessControlRow,
} from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { findPerson } from "../access/find-person.ts";
import { holds } from "../access/rights.ts";
import { sameVersion } from "../version-guard.ts";
import { readGrant } from "./read-grants.ts";
import { demandManager, markShared, type Resource, rightOn, TABLES } from "./resources.ts";

/** Whose doing it is, when, and of which version. */
export interface Granter {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

const refused = (code: "invalid" | "forbidden" | "conflict", path: string, message: string): AppError =>
  new AppError(code, path, { publicMessage: `${path} ${message}.`, fields: [{ path, message }] });

/** The time as all rows carry it, so that it compares as text. @throws AppError `invalid` for one that has passed. */
function readEnd(expires_at: string | null, nowMs: number): string | null {
  if (expires_at === null) return null;
  const atMs = Date.parse(expires_at);
  if (atMs <= nowMs) throw refused("invalid", "expires_at", "has passed");
  return isoTime(atMs);
}

const grantsOn = ({ type, id }: Resource): SQL | undefined =>
  and(eq(accessControl.resource_type, type), eq(accessControl.resource_id, id), eq(accessControl.is_revoked, false));

const revoked = ({ userId, nowMs }: Granter) => ({
  is_revoked: true,
  revoked_at: isoTime(nowMs),
  revoked_by: userId,
  updatedAt: isoTime(nowMs),
});

/**
 * Nobody gives away more time than they have: else a grant that ends would go on under another name.
 * @throws AppError `forbidden` where `end` is later than the granter's own.
 */
async function demandWithinOwn(db: Db, resource: Resource, end: string | null, { userId }: Granter): Promise<void> {
  const own = await db
    .select({ expires_at: accessControl.expires_at })
    .from(accessControl)
    .where(and(grantsOn(resource), eq(accessControl.user, userId)))
    .get();
  const last = own?.expires_at ?? null;
  if (last !== null && (end === null || end > last))
    throw refused("forbidden", "expires_at", `has to be ${last} or before, when your own access ends`);
}

/**
 * Shares a bot or a tome with somebody. The first grant on a private one makes it `shared`. A grant that was revoked or
 * is over stays as history beside the new one.
 * @throws AppError `not_found` for the thing or the person, `forbidden` for who does not manage it, `invalid` for oneself
 *   and the creator, `conflict` where they hold a grant already.
 */
export async function createGrant(db: Db, input: AccessControlInput, granter: Granter): Promise<AccessControlRow> {
  const { resource_type, resource_id, permission_type } = input;
  const resource = { type: resource_type, id: resource_id };
  const { owner, right } = await demandManager(db, resource, granter);
  const person = await findPerson(db, input, granter, "free");
  const path = input.user === undefined ? "username" : "user";
  if (person.id === granter.userId) throw refused("invalid", path, "is you");
  if (person.id === owner) throw refused("invalid", path, "made it and holds everything already");
  const expires_at = readEnd(input.expires_at, granter.nowMs);
  if (right !== "owner") await demandWithinOwn(db, resource, expires_at, granter);

  const id = newId();
  const row = { id, user: person.id, resource_type, resource_id, permission_type, expires_at };
  try {
    await db.batch([
      endOver(db, resource, person.id, granter),
      insertGrant(db, row, granter),
      markShared(db, id, resource, granter.nowMs),
    ]);
  } catch (error) {
    if (!isUniqueViolation(error, "access_control.user")) throw error;
    throw refused("conflict", path, "has access already: change it instead");
  }
  return (await readGrant(db, id, granter)).row;
}

/** A grant that is over makes room: of those that are not revoked there is one a person and thing. */
const endOver = (db: Db, resource: Resource, user: string, { nowMs }: Granter) =>
  db
    .update(accessControl)
    .set({ is_revoked: true, revoked_at: sql`${accessControl.expires_at}`, updatedAt: isoTime(nowMs) })
    .where(and(grantsOn(resource), eq(accessControl.user, user), lte(accessControl.expires_at, isoTime(nowMs))));

type NewGrant = Pick<
  typeof accessControl.$inferInsert,
  "id" | "user" | "resource_type" | "resource_id" | "permission_type" | "expires_at"
>;

/** Asks for the granter's right once more in the statement that writes: it may be revoked, or the thing deleted, by then. */
function insertGrant(db: Db, row: NewGrant, { userId, nowMs }: Granter) {
  const table = TABLES[row.resource_type];
  const now = isoTime(nowMs);
  return db.insert(accessControl).select(sql`
    select ${row.id}, ${row.user}, ${row.resource_type}, ${row.resource_id}, ${row.permission_type}, ${userId}, 0, null, null,
      ${row.expires_at ?? null}, ${now}, ${now}
    from ${table} where ${table.id} = ${row.resource_id}
      and ${rightOn(row.resource_type, userId, nowMs)} in ('admin', 'owner')`);
}

/**
 * Changes what a grant gives and until when. @throws AppError `not_found`; `forbidden` for one's own grant; `conflict`
 * for a revoked one; `invalid`.
 */
export async function updateGrant(
  db: Db,
  id: string,
  change: AccessControlPatch,
  granter: Granter,
): Promise<AccessControlRow> {
  const { row, held } = await readGrant(db, id, granter);
  if (row.user === granter.userId || !holds(held, "admin")) throw new AppError("forbidden", "own grant");
  if (row.is_revoked) throw refused("conflict", "is_revoked", "ends it for good: grant anew");
  const { permission_type = row.permission_type } = change;
  const expires_at = change.expires_at === undefined ? row.expires_at : readEnd(change.expires_at, granter.nowMs);
  const resource = { type: row.resource_type, id: row.resource_id };
  if (held !== "owner" && change.expires_at !== undefined) await demandWithinOwn(db, resource, expires_at, granter);
  await db.batch([
    ...sameVersion(db, accessControl, id, granter.expects),
    db
      .update(accessControl)
      .set({ permission_type, expires_at, updatedAt: isoTime(granter.nowMs) })
      .where(and(eq(accessControl.id, id), eq(accessControl.is_revoked, false))),
  ]);
  return (await readGrant(db, id, granter)).row;
}

/**
 * Ends a grant; the row stays as history. Whoever received it may give it up. One that was revoked before stays as it
 * was. @throws AppError `not_found`.
 */
export async function revokeGrant(db: Db, id: string, granter: Granter): Promise<void> {
  await readGrant(db, id, granter);
  await db.batch([
    ...sameVersion(db, accessControl, id, granter.expects),
    db
      .update(accessControl)
      .set(revoked(granter))
      .where(and(eq(accessControl.id, id), isNull(accessControl.revoked_at))),
  ]);
}

/** Ends every grant on a thing, for the batch that makes it private: private means its owner alone. */
export const revokeAll = (db: Db, resource: Resource, granter: Granter) =>
  db.update(accessControl).set(revoked(granter)).where(grantsOn(resource));
