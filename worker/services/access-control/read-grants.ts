import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { type AccessControlRecord, accessControl } from "../../../schema/tables/access-control.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { AccessControlRow, PermissionType, ResourceType, Right } from "../../../shared/fields/access-control.ts";
import type { Db } from "../../db.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { rightOn, TABLES } from "./resources.ts";

export const GRANT_SORTS = { createdAt: accessControl.createdAt, updatedAt: accessControl.updatedAt } as const;

/** Which grants a list shows, of those made to the caller and those on what the caller manages. */
export interface GrantQuery {
  readonly resource_type?: ResourceType | undefined;
  readonly resource_id?: string | undefined;
  readonly user?: string | undefined;
  readonly permission_type?: PermissionType | undefined;
  readonly is_revoked?: boolean | undefined;
  readonly sort: Sort<typeof GRANT_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** Who reads, and when. */
export interface GrantReader {
  readonly userId: string;
  readonly nowMs: number;
}

interface FoundGrant {
  readonly grant: AccessControlRecord;
  readonly user_display_name: string;
  readonly resource_name: string | null;
  /** What the caller holds on the shared thing. */
  readonly held: Right | null;
}

/** An expression on the row of the shared thing, whichever table it is of. */
const ofResource = (expression: (type: ResourceType) => SQL): SQL => {
  const inTable = (type: ResourceType): SQL =>
    sql`(select ${expression(type)} from ${TABLES[type]} where ${TABLES[type].id} = ${accessControl.resource_id})`;
  return sql`case ${accessControl.resource_type} when 'bot' then ${inTable("bot")} else ${inTable("knowledgeCollection")} end`;
};

const heldOn = ({ userId, nowMs }: GrantReader): SQL => ofResource((type) => rightOn(type, userId, nowMs));
const nameFor = ({ userId, nowMs }: GrantReader): SQL =>
  ofResource((type) => sql`case when ${rightOn(type, userId, nowMs)} is not null then ${TABLES[type].name} end`);

const selectGrants = (db: Db, reader: GrantReader) =>
  db
    .select({
      grant: accessControl,
      user_display_name: users.displayName,
      resource_name: sql<string | null>`${nameFor(reader)}`,
      held: sql<Right | null>`${heldOn(reader)}`,
    })
    .from(accessControl)
    .innerJoin(users, eq(users.id, accessControl.user))
    .$dynamic();

/** Where a list begins, each by an index: what was made to the caller, and all on what they own or may hold `admin` on. */
function candidates({ userId }: GrantReader): SQL {
  const onOwn = (type: ResourceType): SQL =>
    sql`select given.id from ${TABLES[type]} as own inner join ${accessControl} as given
      on given.resource_type = ${type} and given.resource_id = own.id where own.user = ${userId}`;
  return sql`${accessControl.id} in (
    select mine.id from ${accessControl} as mine where mine.user = ${userId}
    union ${onOwn("bot")} union ${onOwn("knowledgeCollection")}
    union select given.id from ${accessControl} as mine inner join ${accessControl} as given
      on given.resource_type = mine.resource_type and given.resource_id = mine.resource_id
      where mine.user = ${userId} and mine.permission_type = 'admin' and mine.is_revoked = 0)`;
}

const isVisible = (reader: GrantReader): SQL | undefined =>
  or(eq(accessControl.user, reader.userId), sql`${heldOn(reader)} in ('admin', 'owner')`);

function filterOf(query: GrantQuery, reader: GrantReader): SQL | undefined {
  const { resource_type, resource_id, user, permission_type, is_revoked } = query;
  return and(
    resource_type === undefined ? undefined : eq(accessControl.resource_type, resource_type),
    resource_id === undefined ? undefined : eq(accessControl.resource_id, resource_id),
    user === undefined ? undefined : eq(accessControl.user, user),
    permission_type === undefined ? undefined : eq(accessControl.permission_type, permission_type),
    is_revoked === undefined ? undefined : eq(accessControl.is_revoked, is_revoked),
    candidates(reader),
    isVisible(reader),
  );
}

const toRow = ({ grant, user_display_name, resource_name }: FoundGrant): AccessControlRow => ({
  ...grant,
  user_display_name,
  resource_name,
});

/** A grant and what the caller holds on the shared thing. @throws AppError `not_found`. */
export async function readGrant(
  db: Db,
  id: string,
  reader: GrantReader,
): Promise<{ readonly row: AccessControlRow; readonly held: Right | null }> {
  const found = await selectGrants(db, reader)
    .where(and(eq(accessControl.id, id), isVisible(reader)))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such grant");
  return { row: toRow(found), held: found.held };
}

/** The statement of a list: see `listGrants`. */
export function grantsPage(db: Db, query: GrantQuery, reader: GrantReader) {
  const page = keyset(GRANT_SORTS, accessControl.id, query.sort, query.after);
  return selectGrants(db, reader)
    .where(and(filterOf(query, reader), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
}

/** Grants to the caller and on what they manage, revoked ones too; `limit + 1` rows at most. */
export const listGrants = async (db: Db, query: GrantQuery, reader: GrantReader): Promise<AccessControlRow[]> =>
  (await grantsPage(db, query, reader)).map(toRow);

export const countGrants = (db: Db, query: GrantQuery, reader: GrantReader): Promise<number> =>
  db.$count(accessControl, filterOf(query, reader));
