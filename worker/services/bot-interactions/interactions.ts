import { and, eq, type SQL } from "drizzle-orm";
import { type BotInteractionRecord, botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { BotInteractionInput, BotInteractionPatch } from "../../../shared/fields/bot-interactions.ts";
import { isoTime } from "../../clock.ts";
import { type Db, databaseMessage, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { demandBot } from "../bots/read-bots.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { sameVersion } from "../version-guard.ts";

const { id, user, bot, liked, favorited, createdAt, updatedAt } = botInteractions;
export const INTERACTION_SORTS = { createdAt, updatedAt } as const;

/** Whose interaction it is, when, and of which version (see `sameVersion`). */
export interface Interactor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** Which of one's own interactions a list shows. */
export interface InteractionFilter {
  readonly bot?: string | undefined;
  readonly liked?: boolean | undefined;
  readonly favorited?: boolean | undefined;
}
export interface InteractionQuery extends InteractionFilter {
  readonly sort: Sort<typeof INTERACTION_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const whereOf = (filter: InteractionFilter, userId: string): SQL | undefined =>
  and(
    eq(user, userId),
    filter.bot === undefined ? undefined : eq(bot, filter.bot),
    filter.liked === undefined ? undefined : eq(liked, filter.liked),
    filter.favorited === undefined ? undefined : eq(favorited, filter.favorited),
  );

/** One's own interactions, `limit + 1` at most. */
export function listInteractions(db: Db, query: InteractionQuery, userId: string): Promise<BotInteractionRecord[]> {
  const page = keyset(INTERACTION_SORTS, id, query.sort, query.after);
  return db
    .select()
    .from(botInteractions)
    .where(and(whereOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1)
    .all();
}

export const countInteractions = (db: Db, filter: InteractionFilter, userId: string): Promise<number> =>
  db.$count(botInteractions, whereOf(filter, userId));

/** @throws AppError `not_found`, also for somebody else's. */
export async function readInteraction(db: Db, row: string, userId: string): Promise<BotInteractionRecord> {
  const found = await db
    .select()
    .from(botInteractions)
    .where(and(eq(id, row), eq(user, userId)))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such interaction");
  return found;
}

/** A row of a person and a bot as it begins. */
export function newInteraction(input: BotInteractionInput, { userId, nowMs }: Interactor): BotInteractionRecord {
  const now = isoTime(nowMs);
  return { ...input, id: newId(), user: userId, created_date: now, updated_date: now, createdAt: now, updatedAt: now };
}

/** The refusal of a bot that went while its right was being asked. */
export const botGone = (error: unknown): unknown =>
  databaseMessage(error).includes("FOREIGN KEY constraint failed")
    ? new AppError("not_found", "the bot went meanwhile")
    : error;

/**
 * Says something of a bot for the first time.
 * @throws AppError `not_found` for a bot the caller may not see; `conflict` where they have said something of it before.
 */
export async function createInteraction(
  db: Db,
  input: BotInteractionInput,
  person: Interactor,
): Promise<BotInteractionRecord> {
  await demandBot(db, input.bot, person);
  const row = newInteraction(input, person);
  try {
    await db.insert(botInteractions).values(row);
    return row;
  } catch (error) {
    if (!isUniqueViolation(error, "bot_interactions.user")) throw botGone(error);
    throw new AppError("conflict", "second interaction", {
      publicMessage: "You have said something of this bot before. Change that.",
      fields: [{ path: "bot", message: "has an interaction of yours already" }],
    });
  }
}

/** @throws AppError `not_found`, also for somebody else's. */
export async function updateInteraction(
  db: Db,
  row: string,
  change: BotInteractionPatch,
  person: Interactor,
): Promise<BotInteractionRecord> {
  await readInteraction(db, row, person.userId);
  const now = isoTime(person.nowMs);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  await db.batch([
    ...sameVersion(db, botInteractions, row, person.expects),
    db
      .update(botInteractions)
      .set({ ...given, updated_date: now, updatedAt: now })
      .where(and(eq(id, row), eq(user, person.userId))),
  ]);
  return readInteraction(db, row, person.userId);
}

/** Takes back all that was said of a bot. @throws AppError `not_found`, also for somebody else's. */
export async function deleteInteraction(db: Db, row: string, person: Interactor): Promise<void> {
  await readInteraction(db, row, person.userId);
  await db.batch([
    ...sameVersion(db, botInteractions, row, person.expects),
    db.delete(botInteractions).where(and(eq(id, row), eq(user, person.userId))),
  ]);
}
