import { type SQL, sql } from "drizzle-orm";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";
import { isGone } from "./gone.ts";
import { grantOn, type WhoSql } from "./grants.ts";

/**
 * What `who` holds on a row of `knowledge_collections`, or null: its owner everything; until its sharing ends, a grantee
 * their grant and anyone `read` where an admin made it public. Entries have the rights of their tome.
 */
export const tomeRight = (who: WhoSql, nowMs: number): SQL<Right | null> => {
  const { id, user, sharing_settings, sharing_level, is_public } = knowledgeCollections;
  return sql`case when ${isGone(id, user)} then null
      when ${user} = ${who} then 'owner'
      when json_extract(${sharing_settings}, '$.sharing_expiration') <= ${isoTime(nowMs)} then null
      else coalesce(${grantOn("knowledgeCollection", id, who, nowMs)},
                    case when ${is_public} = 1 or ${sharing_level} = 'public' then 'read' end)
      end`;
};
