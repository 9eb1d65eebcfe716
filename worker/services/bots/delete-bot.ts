import { and, eq } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import type { Db } from "../../db.ts";
import type { Viewer } from "../access/rights.ts";
import { readBot } from "./read-bots.ts";

/**
 * Removes a bot, its links and its grants. Rooms keep what it said under its name; there it does not answer any more.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteBot(db: Db, id: string, viewer: Viewer): Promise<void> {
  await readBot(db, id, viewer, "admin");
  await db.batch([
    db.delete(collectionLinks).where(and(eq(collectionLinks.target_kind, "bot"), eq(collectionLinks.target_id, id))),
    db.delete(accessControl).where(and(eq(accessControl.resource_type, "bot"), eq(accessControl.resource_id, id))),
    db.delete(bots).where(eq(bots.id, id)),
  ]);
}
