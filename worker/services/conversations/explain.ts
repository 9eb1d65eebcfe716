import { and, eq, inArray, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversationMembers } from "../../../schema/tables/conversations.ts";
import { entrySeals } from "../../../schema/tables/entry-seals.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { AppError } from "../../../shared/app-error.ts";
import { Trace } from "../../../shared/lore/trace.ts";
import { PromptReceipt } from "../../../shared/prompt/receipt.ts";
import { mayReadPrompt } from "../../conversation/core/rights.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { botRight } from "../access/bot-access.ts";
import { holds } from "../access/rights.ts";
import { isSealed, isWithheld, tomeRight } from "../access/tome-access.ts";
import { isReadableBy } from "../messages/read-messages.ts";
import { callRoom } from "./call-room.ts";
import { demandRole } from "./read-conversations.ts";

/** Which reply is asked about, and by whom. */
export interface ReplyQuery {
  readonly conversationId: string;
  readonly messageId: string;
  readonly userId: string;
  readonly nowMs: number;
}
/** A trace without the entries that the caller may not read; they are counted in `not_yours`. */
export type ShownTrace = Trace & { readonly not_yours: number };

const UNREADABLE = "lore that is not yours to read";

/**
 * Why lore woke for a reply, or did not (activation.md §11).
 * @throws AppError `not_found` for no part in the conversation, another's whisper, and messages without a trace.
 */
export async function explainLore(env: Env, query: ReplyQuery): Promise<ShownTrace> {
  const { trace } = await readTrace(env, query);
  const isReadable = await readability(openDb(env.DB), trace, query);
  const entries = trace.entries.filter(isReadable);
  const ids = new Set(entries.map(({ id }) => id));
  const prompt = trace.prompt.filter(({ entry }) => ids.has(entry));
  return { ...trace, entries, prompt, not_yours: trace.entries.length - entries.length };
}

/**
 * What a bot read for a reply. The text itself goes to the room's owner, alone in it, where they may edit the bot and
 * read all the lore: it holds the bot's prompt, the lore and the owner's persona. Everyone else sees the numbers.
 * @throws AppError as `explainLore`.
 */
export async function explainPrompt(env: Env, query: ReplyQuery): Promise<PromptReceipt> {
  const { trace, role, askedBy } = await readTrace(env, query);
  const stored = await callRoom(env, query.conversationId, (room) => room.receipt(query.messageId));
  if (stored === null) throw new AppError("not_found", "no receipt");
  const receipt = PromptReceipt.parse(JSON.parse(stored));
  const db = openDb(env.DB);
  const isReadable = await readability(db, trace, query);
  const hidden = trace.entries.filter((entry) => !isReadable(entry));
  // What another owner was answered, before the room was handed over, holds their persona.
  const reader = { isOwner: role === "owner" && askedBy === query.userId, readsAllLore: hidden.length === 0 };
  const isWhole = mayReadPrompt({ ...reader, ...(await standingOf(db, receipt.bot_id, query)) });
  return { ...withoutTitles(receipt, hidden), messages: isWhole ? receipt.messages : [] };
}

async function readTrace(env: Env, { conversationId, messageId, userId }: ReplyQuery) {
  const role = await demandRole(openDb(env.DB), conversationId, userId);
  const page = await callRoom(env, conversationId, (room) => room.message(messageId));
  const stored = await callRoom(env, conversationId, (room) => room.traceOf(messageId));
  if (stored === null || page === null || !isReadableBy(page, userId)) throw new AppError("not_found", "no trace");
  return { role, askedBy: page.user, trace: Trace.parse(JSON.parse(stored)) };
}

type TraceEntry = Trace["entries"][number];

/** Which entries of a trace the caller may read now: those of tomes they may, but those with a lock or an end of their own, or that had one. */
async function readability(db: Db, trace: Trace, { userId, nowMs }: ReplyQuery): Promise<(of: TraceEntry) => boolean> {
  const listed = (ids: readonly string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;
  const tomeIds = [...new Set(trace.entries.map((entry) => entry.knowledge_collection))];
  const entryIds = trace.entries.map(({ id }) => id);
  const [tomes, withheld, sealed] = await db.batch([
    db
      .select({ id: knowledgeCollections.id, right: tomeRight(userId, nowMs) })
      .from(knowledgeCollections)
      .where(inArray(knowledgeCollections.id, listed(tomeIds))),
    db
      .select({ id: knowledge.id })
      .from(knowledge)
      .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
      .where(and(inArray(knowledge.id, listed(entryIds)), isWithheld(userId, nowMs))),
    db
      .select({ id: entrySeals.id })
      .from(entrySeals)
      .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, entrySeals.knowledge_collection))
      .where(and(inArray(entrySeals.id, listed(entryIds)), isSealed(entrySeals.id, userId, nowMs))),
  ]);
  const readable = new Set(tomes.filter(({ right }) => right !== null).map(({ id }) => id));
  const kept = new Set([...withheld, ...sealed].map(({ id }) => id));
  return ({ id, knowledge_collection }) => readable.has(knowledge_collection) && !kept.has(id);
}

/** Whether the caller may edit the bot, and whether nobody else takes part, whose persona the prompt could hold. */
async function standingOf(db: Db, botId: string, { conversationId, userId, nowMs }: ReplyQuery) {
  const isAlone = sql<number>`not exists (select 1 from ${conversationMembers}
    where ${conversationMembers.conversation} = ${conversationId} and ${conversationMembers.user} != ${userId})`;
  const found = await db
    .select({ right: botRight(userId, nowMs), isAlone })
    .from(bots)
    .where(sql`${bots.id} = ${botId}`)
    .get();
  return { isAlone: found?.isAlone === 1, editsBot: found !== undefined && holds(found.right, "write") };
}

function withoutTitles(receipt: PromptReceipt, hidden: Trace["entries"]): PromptReceipt {
  const [ids, titles] = [new Set(hidden.map(({ id }) => id)), new Set(hidden.map(({ title }) => title))];
  const sections = receipt.sections.map((section) => {
    const items = section.items?.map(({ entry, ...item }) => {
      if (entry === undefined) return item;
      return ids.has(entry) ? { ...item, label: UNREADABLE } : { ...item, entry };
    });
    return items ? { ...section, items } : section;
  });
  const left_off = receipt.left_off.map((left) => (titles.has(left.label) ? { ...left, label: UNREADABLE } : left));
  return { ...receipt, sections, left_off };
}
