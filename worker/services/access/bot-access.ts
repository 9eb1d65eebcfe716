import { type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isBarred } from "./barred.ts";
import { isGone } from "./gone.ts";
import { grantOn, type WhoSql } from "./grants.ts";

/**
 * What `who` holds on a row of `bots`, or null: its owner everything; unless barred, a grantee their grant, and anyone
 * `read` where it is public. `read` is enough to chat; the system prompt, the knowledge and the kept original need
 * `write`.
 */
export const botRight = (who: WhoSql, nowMs: number): SQL<Right | null> =>
  sql`case when ${isGone(bots.id, bots.user)} then null
      when ${bots.user} = ${who} then 'owner'
      when ${isBarred(bots.user, who)} then null
      else coalesce(${grantOn("bot", bots.id, who, nowMs)}, case when ${bots.sharing_visibility} = 'public' then 'read' end)
      end`;
