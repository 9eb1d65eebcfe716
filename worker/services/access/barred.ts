import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { userBlocks } from "../../../schema/tables/user-blocks.ts";
import { users } from "../../../schema/tables/users.ts";
import type { WhoSql } from "./grants.ts";

/** Whether one of two people blocked the other. Two look-ups in an index; nobody is blocked by a null. */
export const isBlocked = (one: WhoSql, other: WhoSql): SQL =>
  sql`(exists (select 1 from ${userBlocks} as block where block.blocker = ${one} and block.blocked = ${other})
    or exists (select 1 from ${userBlocks} as block where block.blocker = ${other} and block.blocked = ${one}))`;

/** Whether nothing of `owner` is there for `who`, whatever was shared: a block between them, or `owner` is suspended. */
export const isBarred = (owner: SQLWrapper, who: WhoSql): SQL =>
  sql`(exists (select 1 from ${users} as account where account.id = ${owner} and account.suspended_at is not null)
    or ${isBlocked(owner, who)})`;
