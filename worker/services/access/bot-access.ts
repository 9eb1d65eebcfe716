import { type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isGone } from "./gone.ts";
import { grantOn, type WhoSql } from "./grants.ts";

/**
 * What `who` holds on a row of `bots`, or null: its owner everything, a grantee their grant, anyone `read` where it is
 * public. `read` is enough to chat; the system prompt, the knowledge and the kept original need `write`.
 */
export const botRight = (who: WhoSql, nowMs: number): SQL<Right | null> =>
  sql`case when ${isGone(bots.id, bots.user)} then null
      when ${bots.user} = ${who} then 'owner'
      else coalesce(${grantOn("bot", bots.id, who, nowMs)}, case when ${bots.sharing_visibility} = 'public' then 'read' end)
      end`;
