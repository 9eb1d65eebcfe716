import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import {
  type ConversationMemberRecord,
  type ConversationRecord,
  conversationMembers,
  conversations,
} from "../../../schema/tables/conversations.ts";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { media } from "../../../schema/tables/media.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CONVERSATION_STATUSES, MemberRole } from "../../../shared/fields/conversation.ts";
import type { ConversationRow } from "../../../shared/fields/conversation-row.ts";
import type { RoomCard } from "../../../shared/protocol/user-frames.ts";
import { nowMs } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { isBlocked } from "../access/barred.ts";
import { botRight } from "../access/bot-access.ts";
import { roleIn } from "../access/conversation-access.ts";
import { isGone } from "../access/gone.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { mayRead } from "../messages/read-messages.ts";
import { contains } from "../text-search.ts";

const { createdAt, last_activity } = conversations;
export const CONVERSATION_SORTS = { last_activity, createdAt } as const;
/** Characters of the last line in a list. */
const PREVIEW_CHARS = 200;

/** Which of a person's conversations a list shows. */
export interface ConversationQuery {
  readonly status?: (typeof CONVERSATION_STATUSES)[number] | undefined;
  readonly bot?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof CONVERSATION_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface Found {
  readonly row: ConversationRecord;
  readonly member: ConversationMemberRecord | null;
  readonly role: MemberRole | null;
  /** JSON. */
  readonly bots: string;
  readonly last_message: string | null;
  readonly tomes: string;
}

const ofRoom = eq(messages.conversation, conversations.id);
/** A bot shows as it is now as long as the room's owner may chat with it; made private it shows no more than a gone one. */
const seatedBots = (
  now: number,
) => sql<string>`(select json_group_array(json_object('bot_id', ${bots.id}, 'name', ${bots.name},
    'picture', ${media.url}) order by seat.key)
  from json_each(${conversations.bot_participation}) as seat
  inner join ${bots} on ${bots.id} = seat.value ->> '$.bot_id' and ${botRight(conversations.user, now)} is not null
  left join ${media} on ${media.id} = ${bots.picture})`;
const linkedTomes = sql<string>`(select json_group_array(${collectionLinks.collection}) from ${collectionLinks}
  where ${collectionLinks.target_kind} = 'conversation' and ${collectionLinks.target_id} = ${conversations.id})`;

const lastMessage = (userId: string) =>
  sql<string | null>`(select json_object('id', ${messages.id}, 'author_name', ${messages.author_name},
      'bot', ${messages.bot}, 'entry', substr(${messages.entry}, 1, ${PREVIEW_CHARS}),
      'failed', json(iif(${messages.failed} is null, 'false', 'true')))
    from ${messages} where ${ofRoom} and ${mayRead(userId)} order by ${messages.seq} desc limit 1)`;

const selectConversations = (db: Db, userId: string) =>
  db
    .select({
      row: conversations,
      member: conversationMembers,
      role: roleIn(userId),
      bots: seatedBots(nowMs()),
      last_message: lastMessage(userId),
      tomes: linkedTomes,
    })
    .from(conversations)
    .leftJoin(
      conversationMembers,
      and(eq(conversationMembers.conversation, conversations.id), eq(conversationMembers.user, userId)),
    )
    .$dynamic();

/** Personas and keys are their owner's own; everyone else sees the room without them. */
function toRow({ row, member, bots: faces, last_message, tomes }: Found, role: MemberRole): ConversationRow {
  const isOwner = role === "owner";
  const { rev: _rev, seq: _seq, last_activity: _activity, ...shown } = row;
  const { bots: bot_ids, ...personas } = row.participants;
  return {
    ...shown,
    bot_participation: [...row.bot_participation],
    conversation_metadata: { ...row.conversation_metadata, tags: [...row.conversation_metadata.tags] },
    participants: { bots: bot_ids, ...(isOwner ? personas : { personas: [] }) },
    conversation_settings: { ...row.conversation_settings, ...(isOwner ? {} : { api_key_id: null }) },
    persona_id: isOwner ? row.persona_id : null,
    status: isOwner ? row.status : (member?.status ?? "active"),
    bots: JSON.parse(faces) as ConversationRow["bots"],
    last_message: last_message === null ? null : (JSON.parse(last_message) as ConversationRow["last_message"]),
    unread: member?.unread ?? 0,
    role,
    ...(isOwner ? { knowledge_collections: JSON.parse(tomes) as string[] } : {}),
  };
}

/** @throws AppError `not_found` for everyone who takes no part. */
export async function readConversation(db: Db, id: string, userId: string): Promise<ConversationRow> {
  const found = await selectConversations(db, userId).where(eq(conversations.id, id)).get();
  if (!found || found.role === null) throw new AppError("not_found", "no part in it");
  return toRow(found, found.role);
}

/** What `userId` is in a conversation. @throws AppError `not_found` for no part in it. */
export async function demandRole(db: Db, id: string, userId: string): Promise<MemberRole> {
  const found = await db
    .select({ role: roleIn(userId) })
    .from(conversations)
    .where(eq(conversations.id, id))
    .get();
  if (!found?.role) throw new AppError("not_found", "no part in it");
  return found.role;
}

/** @throws AppError `not_found` for no part in it, `forbidden` for a part that is not the owner's. */
export async function demandOwner(db: Db, id: string, userId: string): Promise<void> {
  if ((await demandRole(db, id, userId)) !== "owner") throw new AppError("forbidden", "not the owner");
}

function filterOf({ status, bot, search }: Partial<ConversationQuery>, userId: string): SQL | undefined {
  const ownStatus = sql`case when ${conversations.user} = ${userId} then ${conversations.status}
    else ${conversationMembers.status} end`;
  const isSeated = sql`exists (select 1 from json_each(${conversations.bot_participation})
    where value ->> '$.bot_id' = ${bot})`;
  return and(
    sql`(${conversations.user} = ${userId} or ${conversationMembers.user} is not null)`,
    sql`not ${isGone(conversations.id, conversations.user)}`,
    sql`not ${isBlocked(conversations.user, userId)}`,
    status === undefined ? undefined : sql`${ownStatus} = ${status}`,
    bot === undefined ? undefined : isSeated,
    search ? contains([conversations.title], search) : undefined,
  );
}

/** Conversations a person takes part in; `limit + 1` rows at most. */
export async function listConversations(
  db: Db,
  query: ConversationQuery,
  userId: string,
): Promise<(ConversationRow & { last_activity: string })[]> {
  const page = keyset(CONVERSATION_SORTS, conversations.id, query.sort, query.after);
  const found = await selectConversations(db, userId)
    .where(and(filterOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => {
    if (row.role === null) return [];
    return [{ ...toRow(row, row.role), last_activity: row.row.conversation_metadata.last_activity }];
  });
}

/** A person's rooms as their lists draw them, lately active first, each with the `rev` of its copy. */
export async function readRoomCards(db: Db, userId: string, limit: number): Promise<RoomCard[]> {
  const found = await selectConversations(db, userId)
    .where(filterOf({}, userId))
    .orderBy(desc(last_activity), desc(conversations.id))
    .limit(limit);
  return found.flatMap((each) => {
    if (each.role === null) return [];
    const { id, title, status, role, conversation_type, bots: faces, ...row } = toRow(each, each.role);
    const { last_message, unread: count, conversation_metadata } = row;
    const shown = { id, title, status, role, conversation_type, bots: faces, last_message, unread: count };
    return [{ ...shown, conversation_metadata, speaking: [], rev: each.row.rev }];
  });
}

export async function countConversations(db: Db, query: ConversationQuery, userId: string): Promise<number> {
  const counted = await db
    .select({ n: sql<number>`count(*)` })
    .from(conversations)
    .leftJoin(
      conversationMembers,
      and(eq(conversationMembers.conversation, conversations.id), eq(conversationMembers.user, userId)),
    )
    .where(filterOf(query, userId))
    .get();
  return counted?.n ?? 0;
}
