import { and, eq, ne } from "drizzle-orm";
import { botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { BotHearts } from "../../../shared/fields/bot-interactions.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { demandBot } from "../bots/read-bots.ts";
import { botGone, type Interactor, newInteraction } from "./interactions.ts";

/** What is switched: liking a bot, or keeping it as a favourite. */
export type Heart = "liked" | "favorited";

const { user, bot, liked, favorited, id } = botInteractions;

/**
 * Switches a heart on or off; done twice, or by twenty calls at once, it is as done once. The counts of the answer are
 * those of the same transaction.
 * @throws AppError `not_found` for a bot the caller may not see.
 */
export async function setHeart(
  db: Db,
  botId: string,
  heart: Heart,
  isOn: boolean,
  person: Interactor,
): Promise<BotHearts> {
  await demandBot(db, botId, person);
  const write = isOn ? switchOn(db, botId, heart, person) : switchOff(db, botId, heart, person);
  const now = db
    .select({
      liked,
      favorited,
      likes_count: bots.likes_count,
      favorites_count: bots.favorites_count,
    })
    .from(bots)
    .leftJoin(botInteractions, and(eq(bot, bots.id), eq(user, person.userId)))
    .where(eq(bots.id, botId));
  try {
    const [, [found]] = await db.batch([write, now]);
    if (found === undefined) throw new AppError("not_found", "the bot went meanwhile");
    return { ...found, liked: found.liked ?? false, favorited: found.favorited ?? false };
  } catch (error) {
    throw botGone(error);
  }
}

function switchOn(db: Db, botId: string, heart: Heart, person: Interactor) {
  const row = newInteraction({ bot: botId, liked: false, favorited: false, [heart]: true }, person);
  const column = botInteractions[heart];
  return db
    .insert(botInteractions)
    .values(row)
    .onConflictDoUpdate({
      target: [user, bot],
      set: { [heart]: true, updated_date: row.updated_date, updatedAt: row.updatedAt },
      setWhere: ne(column, true),
    })
    .returning({ id });
}

function switchOff(db: Db, botId: string, heart: Heart, { userId, nowMs }: Interactor) {
  const now = isoTime(nowMs);
  return db
    .update(botInteractions)
    .set({ [heart]: false, updated_date: now, updatedAt: now })
    .where(and(eq(user, userId), eq(bot, botId), eq(botInteractions[heart], true)))
    .returning({ id });
}
