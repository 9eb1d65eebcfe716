import { conversations } from "../../../schema/tables/conversations.ts";
import { knowledgeActivationLog } from "../../../schema/tables/knowledge-activation-log.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { memoryInsights } from "../../../schema/tables/memory-insights.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { personaAnalytics } from "../../../schema/tables/persona-analytics.ts";
import { usageAnalytics } from "../../../schema/tables/usage-analytics.ts";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import { deleteRow } from "../deletion/begin.ts";
import type { StaffCollection } from "./staff-collection.ts";

/**
 * What was said and what was made of it. Seen, never edited: the rooms are the authority and D1 a copy of them, and
 * nobody puts words into somebody's mouth. A room as a whole can be ended.
 */
export const ROOM_COLLECTIONS: readonly StaffCollection[] = [
  {
    slug: "conversations",
    table: conversations,
    sight: "admin",
    hidden: ["rev", "seq"],
    filters: ["user", "conversation_type", "status"],
    search: ["title"],
    remove: { role: "admin", run: (env, id, staff) => deleteRow(env, { kind: "conversations", id, ...staff }) },
  },
  {
    slug: "messages",
    table: messages,
    sight: "moderator",
    hidden: ["rev", "sha256", "length"],
    filters: ["conversation", "user", "bot", "message_type"],
    search: ["entry"],
  },
  {
    slug: "memories",
    table: memories,
    sight: "admin",
    filters: ["user", "bot", "conversation", "type", "converted_to_lore"],
    search: ["entry"],
  },
  {
    slug: "knowledge-activation-log",
    table: knowledgeActivationLog,
    sight: "admin",
    filters: ["conversation_id", "knowledge_entry_id", "activation_method", "was_included", "exclusion_reason"],
  },
  {
    slug: "vector-records",
    table: vectorRecords,
    sight: "admin",
    hidden: ["embedding"],
    filters: ["user_id", "source_type", "source_id", "embedding_model"],
  },
  { slug: "usage-analytics", table: usageAnalytics, sight: "admin", filters: ["user", "date"] },
  { slug: "memory-insights", table: memoryInsights, sight: "admin", filters: ["user", "conversation"] },
  { slug: "persona-analytics", table: personaAnalytics, sight: "admin", filters: ["persona"] },
];
