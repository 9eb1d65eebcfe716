import { and, eq, gt, isNull, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import type { PermissionType, ResourceType } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";

/** A user id, known here or found by the statement itself. */
export type WhoSql = string | null | SQLWrapper;

const isLive = (type: ResourceType, who: WhoSql, nowMs: number): SQL | undefined =>
  and(
    sql`${accessControl.user} = ${who}`,
    eq(accessControl.resource_type, type),
    eq(accessControl.is_revoked, false),
    or(isNull(accessControl.expires_at), gt(accessControl.expires_at, isoTime(nowMs))),
  );

/** What `who` was granted on a row and still has, or null. There is at most one live grant a person and row. */
export const grantOn = (type: ResourceType, id: SQLWrapper, who: WhoSql, nowMs: number): SQL<PermissionType | null> =>
  sql`(select ${accessControl.permission_type} from ${accessControl}
       where ${isLive(type, who, nowMs)} and ${accessControl.resource_id} = ${id} limit 1)`;

/** Ids of all rows that `who` was granted something on. */
export const grantedIds = (type: ResourceType, who: WhoSql, nowMs: number): SQL =>
  sql`(select ${accessControl.resource_id} from ${accessControl} where ${isLive(type, who, nowMs)})`;
