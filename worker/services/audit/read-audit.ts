import { and, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import { auditLog } from "../../../schema/tables/audit-log.ts";
import type { AuditLogFilter, AuditLogRow } from "../../../shared/fields/audit-log.ts";
import type { Db } from "../../db.ts";

/** Which rows of the log are shown, and after which one. */
export interface AuditQuery extends AuditLogFilter {
  /** `seq` of the last row shown. */
  readonly before_seq?: number | undefined;
  readonly limit: number;
}

const filterOf = ({
  actor,
  action,
  resource,
  resource_id,
  outcome,
  after,
  before,
}: AuditLogFilter): SQL | undefined => {
  const isGiven = { actor, action, resource, resource_id, outcome };
  const equal = Object.entries(isGiven).flatMap(([name, value]) =>
    value === undefined ? [] : [eq(auditLog[name as keyof typeof isGiven], value)],
  );
  const { createdAt } = auditLog;
  return and(
    ...equal,
    after === undefined ? undefined : gte(createdAt, after),
    before === undefined ? undefined : lt(createdAt, before),
  );
};

/** Rows of the log, newest first; `limit + 1` rows at most. */
export const listAudit = (db: Db, query: AuditQuery): Promise<AuditLogRow[]> =>
  db
    .select()
    .from(auditLog)
    .where(and(filterOf(query), query.before_seq === undefined ? undefined : lt(auditLog.seq, query.before_seq)))
    .orderBy(desc(auditLog.seq))
    .limit(query.limit + 1)
    .all();

export const countAudit = (db: Db, query: AuditLogFilter): Promise<number> => db.$count(auditLog, filterOf(query));
