import { getTableName, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { apiKeys } from "../../../schema/tables/api-keys.ts";
import { botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { botSlugRedirects } from "../../../schema/tables/bot-slug-redirects.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { invitations } from "../../../schema/tables/invitations.ts";
import { jobs } from "../../../schema/tables/jobs.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeActivationLog } from "../../../schema/tables/knowledge-activation-log.ts";
import { collectionLinks, knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { ledger } from "../../../schema/tables/ledger.ts";
import { media } from "../../../schema/tables/media.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { memoryInsights } from "../../../schema/tables/memory-insights.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { moods } from "../../../schema/tables/moods.ts";
import { personaAnalytics } from "../../../schema/tables/persona-analytics.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { reports } from "../../../schema/tables/reports.ts";
import { selfModeration } from "../../../schema/tables/self-moderation.ts";
import { subscriptionPayments } from "../../../schema/tables/subscription-payments.ts";
import { tokenGifts } from "../../../schema/tables/token-gifts.ts";
import { usageAnalytics } from "../../../schema/tables/usage-analytics.ts";
import { userAgreements } from "../../../schema/tables/user-agreements.ts";
import { userBlocks } from "../../../schema/tables/user-blocks.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { users } from "../../../schema/tables/users.ts";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import { ownLogRows } from "../activation-log/read-log.ts";

/** What an export takes of one table. */
export interface Exported {
  readonly table: SQLiteTable;
  /** Name of the file, without its ending: the table's. */
  readonly name: string;
  /** Select of the rowids that are the person's, as things stand at `nowMs`. */
  readonly rowids: (userId: string, nowMs: number) => SQL;
  /** Columns left out, and why: secrets, and what others wrote for themselves. */
  readonly without: Readonly<Record<string, string>>;
}

/** Rows whose columns `columns` name the person. */
const by =
  (table: SQLiteTable, ...columns: readonly string[]) =>
  (userId: string): SQL =>
    sql.join(
      columns.map((column) => sql`select rowid from ${table} where ${sql.identifier(column)} = ${userId}`),
      sql` union `,
    );

const ownRooms = (userId: string): SQL => sql`(select id from conversations where user = ${userId})`;

const exported = (table: SQLiteTable, rowids: Exported["rowids"], without: Exported["without"] = {}): Exported => ({
  table,
  name: getTableName(table),
  rowids,
  without,
});

const HASH = "a secret, and of no use to anyone but this instance";

/** Every table with rows of people, and which rows of it are one person's. A test holds it against the schema. */
export const INVENTORY: readonly Exported[] = [
  exported(users, by(users, "id"), { clerk_user_id: "the sign-in service's own number" }),
  exported(creatorProfiles, by(creatorProfiles, "user"), { username_key: "made from the username" }),
  exported(usernameRedirects, by(usernameRedirects, "user"), { username_key: "made from the username" }),
  exported(creatorFollows, by(creatorFollows, "follower")),
  exported(personas, by(personas, "user")),
  exported(
    personaAnalytics,
    (userId) =>
      sql`select rowid from persona_analytics where persona in (select id from personas where user = ${userId})`,
  ),
  exported(bots, by(bots, "user")),
  exported(
    botSlugRedirects,
    (userId) => sql`select rowid from bot_slug_redirects where bot in (select id from bots where user = ${userId})`,
  ),
  exported(botInteractions, by(botInteractions, "user")),
  exported(knowledgeCollections, by(knowledgeCollections, "user"), { share_password_hash: HASH }),
  exported(knowledge, by(knowledge, "user"), { share_password_hash: HASH }),
  exported(collectionLinks, by(collectionLinks, "user")),
  exported(vectorRecords, by(vectorRecords, "user_id")),
  exported(accessControl, by(accessControl, "user", "granted_by")),
  // Who blocked whom is told to those who did.
  exported(userBlocks, by(userBlocks, "blocker")),
  exported(conversations, by(conversations, "user")),
  exported(conversationMembers, by(conversationMembers, "user")),
  exported(invitations, by(invitations, "created_by"), { code_hash: HASH }),
  // Own words everywhere, and everything said in own rooms but whispers between others.
  exported(
    messages,
    (userId) => sql`select rowid from messages where user = ${userId}
      union select rowid from messages where conversation in ${ownRooms(userId)} and whisper_to is null`,
  ),
  // What woke in own rooms may be others' lore, and of a whisper between others.
  exported(knowledgeActivationLog, ownLogRows),
  exported(memories, by(memories, "user")),
  exported(memoryInsights, by(memoryInsights, "user")),
  exported(moods, by(moods, "user")),
  exported(selfModeration, by(selfModeration, "user")),
  exported(usageAnalytics, by(usageAnalytics, "user")),
  exported(apiKeys, by(apiKeys, "user"), { key_encrypted: "a secret" }),
  exported(ledger, by(ledger, "user")),
  exported(tokenGifts, by(tokenGifts, "sender", "recipient")),
  exported(subscriptionPayments, by(subscriptionPayments, "user")),
  exported(userAgreements, by(userAgreements, "user")),
  exported(reports, by(reports, "user"), {
    claimed_by: "the staff's own",
    claimed_at: "the staff's own",
    resolution: "the staff's own",
  }),
  exported(media, by(media, "user"), { r2_key: "where the bytes lie, see url" }),
  exported(jobs, by(jobs, "user"), {
    cursor: "how the work is done",
    lock_owner: "how the work is done",
    locked_until: "how the work is done",
    attempts: "how the work is done",
  }),
];

/** The one part that is in no table: what a person was told of, kept by their own object. */
export const NOTIFICATIONS = "notifications";

/** Tables an export takes nothing of, and why. */
export const NOT_EXPORTED: Readonly<Record<string, string>> = {
  audit_log: "what staff did, kept to hold them to account",
  conversation_bots: "made from conversations",
  documentation: "nobody's",
  encryption_keys: "this instance's secrets",
  entry_seals: "ids of what is deleted",
  ended_sessions: "sign-ins that are over, a day's",
  idempotency_keys: "answers kept for repeats, a day's",
  instance_keys: "this instance's secrets",
  legal_documents: "nobody's",
  prompt_sections: "nobody's",
  rate_windows: "counters, a day's",
  search_documents: "made from messages, knowledge and bots",
  subscription_tiers: "nobody's",
  token_packages: "nobody's",
  tombstones: "ids of what is deleted",
  tutorials: "nobody's",
  webhook_events: "deliveries of other services",
};
