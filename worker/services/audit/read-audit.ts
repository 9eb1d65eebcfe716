import { and, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import { auditLog } from "../../../schema/tables/audit-log.ts";
import type { AuditLogFilter, AuditLogRow } from "../../../shared/fields/audit-log.ts";
import type { Db } from "../../db.ts";
import type { Cursor } from "../keyset.ts";

/** Which rows of the log are shown, and after which one. */
export interface AuditQuery extends AuditLogFilter {
  /** The last row shown, by its `seq`. */
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const filterOf = ({ actor, action, resource, resource_id, outcome, since, until }: AuditLogFilter): SQL | undefined => {
  const isGiven = { actor, action, resource, resource_id, outcome };
  const equal = Object.entries(isGiven).flatMap(([name, value]) =>
    value === undefined ? [] : [eq(auditLog[name as keyof typeof isGiven], value)],
  );
  const { createdAt } = auditLog;
  return and(
    ...equal,
    since === undefined ? undefined : gte(createdAt, since),
    until === undefined ? undefined : lt(createdAt, until),
  );
};

/** Rows of the log, newest first; `limit + 1` rows at most. */
export const listAudit = (db: Db, query: AuditQuery): Promise<AuditLogRow[]> =>
  db
    .select()
    .from(auditLog)
    .where(and(filterOf(query), query.after && lt(auditLog.seq, Number(query.after.value))))
    .orderBy(desc(auditLog.seq))
    .limit(query.limit + 1)
    .all();

export const countAudit = (db: Db, query: AuditLogFilter): Promise<number> => db.$count(auditLog, filterOf(query));
