import { type SQL, sql } from "drizzle-orm";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import type { MemberRole } from "../../../shared/fields/conversation.ts";
import { isBlocked } from "./barred.ts";
import { isGone } from "./gone.ts";
import type { WhoSql } from "./grants.ts";

/** The part `who` has in a row of `conversations`, or null; between a member and the owner there is no block. */
export const roleIn = (who: WhoSql): SQL<MemberRole | null> =>
  sql`case when ${isGone(conversations.id, conversations.user)} then null
      when ${conversations.user} = ${who} then 'owner'
      when ${isBlocked(conversations.user, who)} then null
      else (select ${conversationMembers.role} from ${conversationMembers}
            where ${conversationMembers.conversation} = ${conversations.id} and ${conversationMembers.user} = ${who})
      end`;
