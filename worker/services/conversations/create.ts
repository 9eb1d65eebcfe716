import { and, eq, inArray, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { media } from "../../../schema/tables/media.ts";
import { type PersonaRecord, personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ConversationInput } from "../../../shared/fields/conversation-row.ts";
import { SAMPLE_SEATS } from "../../../shared/sample/table.ts";
import type { ConversationSnapshot, CreateRoom } from "../../conversation/rpc.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { botRight } from "../access/bot-access.ts";
import { roomBotFacts } from "../bots/room-bot-facts.ts";
import { seed } from "../seed/seed.ts";
import { openRoom } from "./open-room.ts";
import { releaseConversation, reserveConversation } from "./reserve.ts";

/** Whose conversation it will be, and when. */
export interface Opener {
  readonly userId: string;
  readonly name: string;
  readonly nowMs: number;
}

const missing = (path: string): AppError =>
  new AppError("not_found", path, {
    publicMessage: `${path} does not exist.`,
    fields: [{ path, message: "does not exist" }],
  });

/** The bots in the order asked for. @throws AppError `not_found` where one of them may not be chatted with. */
async function seatBots(db: Db, ids: readonly string[], { userId, nowMs }: Opener): Promise<CreateRoom["bots"]> {
  const found = await db
    .select({ bot: bots, picture: media.url })
    .from(bots)
    .leftJoin(media, eq(media.id, bots.picture))
    .where(
      and(
        inArray(bots.id, sql`(select value from json_each(${JSON.stringify(ids)}))`),
        sql`${botRight(userId, nowMs)} is not null`,
      ),
    );
  return ids.map((id, at) => {
    const seat = found.find(({ bot }) => bot.id === id);
    if (!seat) throw missing(`bot_ids.${at}`);
    return { ...roomBotFacts(seat.bot, seat.picture), api_key_id: null, provider: null, model: null };
  });
}

/** The persona asked for, else the default one; null asks for none. @throws AppError `not_found` for another's. */
async function wear(db: Db, asked: string | null | undefined, userId: string): Promise<PersonaRecord | null> {
  if (asked === null) return null;
  const which = asked === undefined ? eq(personas.is_default, true) : eq(personas.id, asked);
  const persona = await db
    .select()
    .from(personas)
    .where(and(eq(personas.user, userId), which))
    .get();
  if (!persona && asked !== undefined) throw missing("persona_id");
  return persona ?? null;
}

const isHouses = (id: string): boolean => SAMPLE_SEATS.some((seat) => seat.id === id);

async function nicknameOf(db: Db, userId: string): Promise<string | null> {
  const found = await db.select({ nickname: users.nickname }).from(users).where(eq(users.id, userId)).get();
  return found?.nickname ?? null;
}

/**
 * Begins a conversation: nothing is made unless every bot may be chatted with. The first bot is primary and its
 * greeting message 0, said to the persona or to the name the person wants to be called.
 */
export async function createConversation(
  env: Env,
  opener: Opener,
  input: ConversationInput,
): Promise<ConversationSnapshot> {
  const db = openDb(env.DB);
  // The house's bots are there for whoever asks for them, also where an isolate sowed what has been emptied since.
  if (input.bot_ids.some(isHouses)) await seed(db, opener.nowMs);
  const seats = await seatBots(db, input.bot_ids, opener);
  const persona = await wear(db, input.persona_id, opener.userId);
  const made = await openReserved(env, opener, {
    id: newId(),
    owner: { user_id: opener.userId, name: opener.name },
    title: input.title,
    personaId: persona?.id ?? null,
    personaName: persona?.name ?? (await nicknameOf(db, opener.userId)),
    bots: seats,
  });
  if (persona) await db.update(personas).set({ usage_count: sql`usage_count + 1` }).where(eq(personas.id, persona.id));
  return made;
}

/** Makes the room in a place that was kept for it, so that rooms made at the same time cannot exceed the quota. */
async function openReserved(env: Env, { userId, nowMs }: Opener, input: CreateRoom): Promise<ConversationSnapshot> {
  const db = openDb(env.DB);
  await reserveConversation(db, input.id, userId, nowMs);
  try {
    return await openRoom(env, input);
  } catch (error) {
    await releaseConversation(db, input.id);
    throw error;
  }
}
