import { and, desc, eq, like, lt, or } from "drizzle-orm";
import { type UserRecord, users } from "../../../schema/tables/users.ts";
import type { Db } from "../../db.ts";

/** Accounts, newest first, guests among them, found by the name people see; `limit + 1` rows at most. For staff. */
export function listUsers(
  db: Db,
  query: {
    search?: string | undefined;
    after?: { value: string | number | null; id: string } | undefined;
    limit: number;
  },
): Promise<UserRecord[]> {
  const { search, after, limit } = query;
  const value = String(after?.value ?? "");
  const { createdAt, id, displayName } = users;
  // D1 takes patterns of 50 bytes at most.
  const pattern = `%${(search ?? "").replace(/[%_\\]/g, "").slice(0, 20)}%`;
  return db
    .select()
    .from(users)
    .where(
      and(
        search ? like(displayName, pattern) : undefined,
        after === undefined ? undefined : or(lt(createdAt, value), and(eq(createdAt, value), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
    .all();
}
