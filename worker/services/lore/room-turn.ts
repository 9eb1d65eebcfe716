import { and, eq, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import type { LoreMessage, LorePersona, LoreSpeaker } from "../../../shared/lore/evaluate.ts";
import { personalityText } from "../../../shared/lore/personality.ts";
import { DEFAULT_BUDGET, type LoadedTurn } from "../../../shared/lore/what-if.ts";
import { PromptReceipt } from "../../../shared/prompt/receipt.ts";
import { readableByBot } from "../../conversation/core/message-rows.ts";
import { spokenName } from "../../conversation/core/prompt/persona.ts";
import type { ConversationSnapshot, LoreState } from "../../conversation/rpc.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { botRight } from "../access/bot-access.ts";
import { holds } from "../access/rights.ts";
import { callRoom } from "../conversations/call-room.ts";
import { demandRole } from "../conversations/read-conversations.ts";
import { isReadableBy } from "../messages/read-messages.ts";

/** Which reply of which room is played again, and for whom. */
export interface TurnQuery {
  readonly conversationId: string;
  /** Null plays the next reply. */
  readonly messageId: string | null;
  /** Another bot than the one that spoke, where the caller names one. */
  readonly botId: string | null;
  readonly userId: string;
  readonly nowMs: number;
}

/** A turn of a room as it was, and whose lore it had. */
export interface RoomTurn {
  readonly turn: LoadedTurn;
  /** The bot whose own lore takes part; null for one whose lore the caller has no business with. */
  readonly botId: string | null;
  readonly personaId: string | null;
}

/**
 * What a reply was evaluated on, as far as the caller may know it: whispers between others are left out.
 * @throws AppError `not_found` for no part in the conversation, and for messages that are not there or not for them.
 */
export async function readRoomTurn(env: Env, query: TurnQuery): Promise<RoomTurn> {
  const { conversationId, messageId, userId } = query;
  const db = openDb(env.DB);
  await demandRole(db, conversationId, userId);
  const message = messageId === null ? null : await callRoom(env, conversationId, (room) => room.message(messageId));
  const state = await callRoom(env, conversationId, (room) => room.loreState(messageId));
  if (state === null || (messageId !== null && (message === null || !isReadableBy(message, userId))))
    throw new AppError("not_found", "no such message");
  const snapshot = await callRoom(env, conversationId, (room) => room.snapshot());
  const botId = query.botId ?? message?.bot ?? snapshot.bots[0]?.bot_id ?? "";
  const { persona, userName } = await readPersona(db, state, userId);
  return {
    botId: (await mayUseLore(db, snapshot, botId, query)) ? botId : null,
    personaId: persona?.id ?? null,
    turn: {
      messages: loreMessages(state, botId, userId),
      length: state.length,
      round: state.round,
      ledger: state.ledger,
      speaker: await readSpeaker(db, snapshot, botId, query),
      persona,
      userName,
      trigger: "normal",
      pins: [],
      budget: await readBudget(env, snapshot, conversationId, message),
      seed: { conversationId, messageId: messageId ?? "next" },
    },
  };
}

const kindOf = (row: MessageRow): LoreMessage["kind"] => {
  if (row.message_type === "system") return "system";
  return row.bot === null ? "user" : "bot";
};

const loreMessages = ({ placed }: LoreState, botId: string, userId: string): LoreMessage[] =>
  placed
    .filter(({ row }) => readableByBot(row, botId) && isReadableBy(row, userId))
    .map(({ row, index, round }) => ({ id: row.id, index, round, kind: kindOf(row), text: row.entry }));

/**
 * Whether a bot's lore may take part: one that sits in the room, as long as the room's owner may chat with it, and any
 * that the caller may edit. Even counted and not shown, lore answers who may try words on it which of them it knows.
 */
async function mayUseLore(
  db: Db,
  { bots: seats, room }: ConversationSnapshot,
  botId: string,
  { userId, nowMs }: TurnQuery,
): Promise<boolean> {
  const rights = { inRoom: botRight(room.user, nowMs), own: botRight(userId, nowMs) };
  const found = await db.select(rights).from(bots).where(eq(bots.id, botId)).get();
  const isSeated = seats.some((seat) => seat.bot_id === botId);
  return holds(found?.own ?? null, "write") || (isSeated && holds(found?.inRoom ?? null, "read"));
}

/** A bot that is gone, or not the caller's to see any more, is known by its seat alone. */
async function readSpeaker(
  db: Db,
  { bots: seats }: ConversationSnapshot,
  botId: string,
  { userId, nowMs }: TurnQuery,
): Promise<LoreSpeaker> {
  const { id, name, description, personality_traits } = bots;
  const found = await db
    .select({ id, name, description, personality_traits })
    .from(bots)
    .where(and(eq(id, botId), sql`${botRight(userId, nowMs)} is not null`))
    .get();
  if (found) return { ...found, personality: personalityText(found.personality_traits) };
  const seat = seats.find((bot) => bot.bot_id === botId);
  return { id: botId, name: seat?.name ?? "", description: seat?.description ?? "", personality: "" };
}

/** Who the reply answers: whole where it is the caller's own persona, else by the name everyone saw. */
async function readPersona(
  db: Db,
  { placed }: LoreState,
  userId: string,
): Promise<{ persona: LorePersona | null; userName: string }> {
  const asked = placed.findLast(({ row }) => kindOf(row) === "user" && isReadableBy(row, userId))?.row;
  const owner = asked?.user ?? userId;
  if (asked?.persona_id && owner !== userId) {
    const persona = { id: asked.persona_id, name: asked.author_name, description: "" };
    return { persona, userName: persona.name };
  }
  const { id, name, description } = personas;
  const persona = asked?.persona_id
    ? await db
        .select({ id, name, description })
        .from(personas)
        .where(and(eq(id, asked.persona_id), eq(personas.user, userId)))
        .get()
    : undefined;
  const { nickname, pronouns, custom_pronouns, description: about } = users;
  const preferences = await db
    .select({ nickname, pronouns, custom_pronouns, description: about })
    .from(users)
    .where(eq(users.id, owner))
    .get();
  const nobody = { nickname: null, pronouns: null, custom_pronouns: null, description: null };
  return { persona: persona ?? null, userName: spokenName(persona ?? null, preferences ?? nobody) };
}

/** The window of the model that replied, where the reply kept its receipt; the room's share of it for lore. */
async function readBudget(
  env: Env,
  { room: { settings } }: ConversationSnapshot,
  conversationId: string,
  message: MessageRow | null,
): Promise<LoadedTurn["budget"]> {
  const { lore_budget_percent: percent, lore_budget_cap: cap } = settings;
  const share = { percent, ...(cap === null ? {} : { cap }) };
  const stored = message && (await callRoom(env, conversationId, (room) => room.receipt(message.id)));
  if (!stored) return { ...DEFAULT_BUDGET, ...share };
  const { window, reserved } = PromptReceipt.parse(JSON.parse(stored));
  return { window, reserved, ...share };
}
