import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import {
  type ActivationLogRecord,
  knowledgeActivationLog as log,
} from "../../../schema/tables/knowledge-activation-log.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ActivationLogAnswer } from "../../../shared/fields/activation-log-answer.ts";
import type { MemberRole } from "../../../shared/fields/conversation.ts";
import type { ACTIVATION_METHODS, EXCLUSION_REASONS } from "../../../shared/fields/knowledge-activation-log.ts";
import type { Db } from "../../db.ts";
import { roleIn } from "../access/conversation-access.ts";
import { grantedIds } from "../access/grants.ts";
import { entryRight, isSealed } from "../access/tome-access.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { mayRead } from "../messages/read-messages.ts";

const { activation_timestamp } = log;
export const LOG_SORTS = { activation_timestamp } as const;

/** Which rows a list shows, of those the caller may see. */
export interface LogQuery {
  readonly conversation_id?: string | undefined;
  readonly message_index?: number | undefined;
  readonly message_id?: string | undefined;
  readonly knowledge_entry_id?: string | undefined;
  readonly knowledge_collection?: string | undefined;
  readonly activation_method?: (typeof ACTIVATION_METHODS)[number] | undefined;
  readonly was_included?: boolean | undefined;
  readonly exclusion_reason?: (typeof EXCLUSION_REASONS)[number] | undefined;
  /** Who spoke. */
  readonly bot_id?: string | undefined;
  readonly sort: Sort<typeof LOG_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}
export interface LogReader {
  readonly userId: string;
  readonly nowMs: number;
}

const selectLog = (db: Db, { userId }: LogReader) =>
  db
    .select({ row: log, role: roleIn(userId) })
    .from(log)
    .innerJoin(conversations, eq(conversations.id, log.conversation_id))
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, log.knowledge_collection))
    // Of an entry that is gone its tome decides, and its seal.
    .leftJoin(knowledge, eq(knowledge.id, log.knowledge_entry_id))
    .$dynamic();

/**
 * Whether the reply a row tells of is for them: the keys that matched in a whisper are words of it. What is deleted may
 * have been one.
 */
const isHeard = (userId: string): SQL =>
  sql`exists (select 1 from ${messages} where ${messages.id} = ${log.message_id} and ${mayRead(userId)})`;

/**
 * Participants see what woke of the lore they may read; whoever may write in a tome sees what its entries did anywhere.
 */
const isVisible = ({ userId, nowMs }: LogReader): SQL => {
  const right = entryRight(userId, nowMs);
  return sql`case when ${isSealed(log.knowledge_entry_id, userId, nowMs)} then 0
             when ${roleIn(userId)} is not null then ${right} is not null and ${isHeard(userId)}
             else ${right} in ('write', 'admin', 'owner') end`;
};

/** Rowids of what a person may see of the log of their own rooms. */
export const ownLogRows = (userId: string, nowMs: number): SQL =>
  sql`select ${log}.rowid from ${log}
      join ${conversations} on ${conversations.id} = ${log.conversation_id}
      join ${knowledgeCollections} on ${knowledgeCollections.id} = ${log.knowledge_collection}
      left join ${knowledge} on ${knowledge.id} = ${log.knowledge_entry_id}
      where ${conversations.user} = ${userId} and ${isVisible({ userId, nowMs })}`;

/**
 * Where rows that the caller may see can be at all: in their rooms, or of their tomes and those shared with them. Found
 * by index, so that a list costs what is theirs and not what is everybody's.
 */
function mayBeVisible({ userId, nowMs }: LogReader): SQL | undefined {
  const { id, user } = conversations;
  const { conversation, user: member } = conversationMembers;
  const rooms = sql`(select ${id} from ${conversations} where ${user} = ${userId}
    union select ${conversation} from ${conversationMembers} where ${member} = ${userId})`;
  const tomes = sql`(select ${knowledgeCollections.id} from ${knowledgeCollections} where ${knowledgeCollections.user} = ${userId}
    union select * from ${grantedIds("knowledgeCollection", userId, nowMs)})`;
  return or(inArray(log.conversation_id, rooms), inArray(log.knowledge_collection, tomes));
}

const filterOf = (query: LogQuery, reader: LogReader): SQL | undefined => {
  const { conversation_id, message_index, message_id, knowledge_entry_id, exclusion_reason, bot_id } = query;
  const { knowledge_collection, activation_method, was_included } = query;
  return and(
    mayBeVisible(reader),
    isVisible(reader),
    // Asking by conversation would otherwise tell a creator which rows were written there.
    conversation_id === undefined
      ? undefined
      : and(eq(log.conversation_id, conversation_id), sql`${roleIn(reader.userId)} is not null`),
    message_id === undefined
      ? undefined
      : and(eq(log.message_id, message_id), sql`${roleIn(reader.userId)} is not null`),
    message_index === undefined ? undefined : eq(log.message_index, message_index),
    knowledge_entry_id === undefined ? undefined : eq(log.knowledge_entry_id, knowledge_entry_id),
    knowledge_collection === undefined ? undefined : eq(log.knowledge_collection, knowledge_collection),
    activation_method === undefined ? undefined : eq(log.activation_method, activation_method),
    was_included === undefined ? undefined : eq(log.was_included, was_included),
    exclusion_reason === undefined ? undefined : eq(log.exclusion_reason, exclusion_reason),
    bot_id === undefined ? undefined : eq(log.bot_id, bot_id),
  );
};

interface FoundLog {
  readonly row: ActivationLogRecord;
  readonly role: MemberRole | null;
}
const toAnswer = ({ row, role }: FoundLog): ActivationLogAnswer => ({
  ...row,
  matched_keywords: [...row.matched_keywords],
  ...(role === null ? { conversation_id: null, message_id: null, take_id: null } : {}),
});

/** Rows the caller may see; `limit + 1` at most. */
export async function listLog(db: Db, query: LogQuery, reader: LogReader): Promise<ActivationLogAnswer[]> {
  const page = keyset(LOG_SORTS, log.id, query.sort, query.after);
  const found = await selectLog(db, reader)
    .where(and(filterOf(query, reader), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map(toAnswer);
}

export async function countLog(db: Db, query: LogQuery, reader: LogReader): Promise<number> {
  const counted = await db
    .select({ n: sql<number>`count(*)` })
    .from(log)
    .innerJoin(conversations, eq(conversations.id, log.conversation_id))
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, log.knowledge_collection))
    .leftJoin(knowledge, eq(knowledge.id, log.knowledge_entry_id))
    .where(filterOf(query, reader))
    .get();
  return counted?.n ?? 0;
}

async function findLog(db: Db, id: string, reader: LogReader): Promise<FoundLog> {
  const found = await selectLog(db, reader)
    .where(and(eq(log.id, id), isVisible(reader)))
    .get();
  if (!found) throw new AppError("not_found", "no such row for them");
  return found;
}

/** @throws AppError `not_found`. */
export const readLog = async (db: Db, id: string, reader: LogReader): Promise<ActivationLogAnswer> =>
  toAnswer(await findLog(db, id, reader));

/** Rows are never changed; the owner of the conversation may delete one. @throws AppError `not_found`, `forbidden`. */
export async function deleteLog(db: Db, id: string, reader: LogReader): Promise<void> {
  const { role } = await findLog(db, id, reader);
  if (role !== "owner") throw new AppError("forbidden", "not the owner of the conversation");
  await db.delete(log).where(eq(log.id, id));
}
