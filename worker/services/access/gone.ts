import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { tombstones } from "../../../schema/tables/tombstones.ts";

/**
 * Whether a row is being deleted: named in `tombstones` by its own id or, where an account ends with all that is in it,
 * by its owner's. Rights say null of such a row and lists leave it out, from the first moment of the deletion.
 */
export const isGone = (...ids: readonly SQLWrapper[]): SQL<number> =>
  sql`exists (select 1 from ${tombstones} where tombstones.id in (${sql.join([...ids], sql`, `)}))`;
