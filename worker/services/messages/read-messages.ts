import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { type MessageRecord, messages } from "../../../schema/tables/messages.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import { isFor } from "../../conversation/core/for-person.ts";
import type { Db } from "../../db.ts";
import { isBlocked } from "../access/barred.ts";
import { isGone } from "../access/gone.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { contains } from "../text-search.ts";

const { created_timestamp, seq } = messages;
export const MESSAGE_SORTS = { created_timestamp, seq } as const;

/** Whether a row of `messages` is for the eyes of `userId`: a whisper is for who spoke it and who was answered alone. */
export const mayRead = (userId: string): SQL | undefined => or(isNull(messages.whisper_to), eq(messages.user, userId));

/** The same of a row from the room itself. */
export const isReadableBy = (row: MessageRow, userId: string): boolean => isFor(userId, row);

/** Messages of all conversations a person takes part in, or of one of them. */
export interface MessageQuery {
  readonly conversation?: string | undefined;
  readonly bot?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof MESSAGE_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const takesPart = (userId: string): SQL | undefined =>
  inArray(
    messages.conversation,
    sql`(select ${conversations.id} from ${conversations}
         where (${conversations.user} = ${userId} or ${conversations.id} in
           (select ${conversationMembers.conversation} from ${conversationMembers}
            where ${conversationMembers.user} = ${userId}))
         and not ${isGone(conversations.id, conversations.user)}
         and not ${isBlocked(conversations.user, userId)})`,
  );

const filterOf = ({ conversation, bot, search }: MessageQuery, userId: string): SQL | undefined =>
  and(
    takesPart(userId),
    mayRead(userId),
    conversation === undefined ? undefined : eq(messages.conversation, conversation),
    bot === undefined ? undefined : eq(messages.bot, bot),
    search ? contains([messages.entry], search) : undefined,
  );

function toRow(record: MessageRecord, userId: string): MessageRow {
  const { createdAt: _made, updatedAt: _changed, length, sha256, failed, activation, ...row } = record;
  return {
    ...row,
    persona_id: row.user === userId ? row.persona_id : null,
    failed: failed ?? null,
    activation: activation ?? null,
    ...(length === null ? {} : { length }),
    ...(sha256 === null ? {} : { sha256 }),
  };
}

/** Copies of messages as D1 has them, up to a few seconds behind the room; `limit + 1` rows at most. */
export async function listMessages(db: Db, query: MessageQuery, userId: string): Promise<MessageRow[]> {
  const page = keyset(MESSAGE_SORTS, messages.id, query.sort, query.after);
  const found = await db
    .select()
    .from(messages)
    .where(and(filterOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map((row) => toRow(row, userId));
}

export const countMessages = (db: Db, query: MessageQuery, userId: string): Promise<number> =>
  db.$count(messages, filterOf(query, userId));

/** @throws AppError `not_found`, also for another's conversation or whisper. */
export async function readMessage(db: Db, id: string, userId: string): Promise<MessageRow> {
  const found = await db
    .select()
    .from(messages)
    .where(and(eq(messages.id, id), takesPart(userId), mayRead(userId)))
    .get();
  if (!found) throw new AppError("not_found", "no such message");
  return toRow(found, userId);
}
