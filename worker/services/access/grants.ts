import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import type { PermissionType, ResourceType } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";

/** A user id, known here or found by the statement itself. */
export type WhoSql = string | null | SQLWrapper;

/** The type as a literal: a statement that asks for many rights runs short of bound parameters (D1: 100). */
const literal = (type: ResourceType): SQL => sql.raw(`'${type}'`);

const isLive = (type: ResourceType, who: WhoSql, nowMs: number): SQL =>
  sql`${accessControl.user} = ${who} and ${accessControl.resource_type} = ${literal(type)}
      and ${accessControl.is_revoked} = 0 and coalesce(${accessControl.expires_at} > ${isoTime(nowMs)}, 1)`;

/** What `who` was granted on a row and still has, or null. There is at most one live grant a person and row. */
export const grantOn = (type: ResourceType, id: SQLWrapper, who: WhoSql, nowMs: number): SQL<PermissionType | null> =>
  sql`(select ${accessControl.permission_type} from ${accessControl}
       where ${isLive(type, who, nowMs)} and ${accessControl.resource_id} = ${id} limit 1)`;

/**
 * Ids of all rows that `who` was granted something on: where a list may begin. A grant counts for nothing between
 * people who blocked each other, so the list still asks for the right on each row.
 */
export const grantedIds = (type: ResourceType, who: WhoSql, nowMs: number): SQL =>
  sql`(select ${accessControl.resource_id} from ${accessControl} where ${isLive(type, who, nowMs)})`;
