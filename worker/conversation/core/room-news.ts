import type { MessageRow } from "../../../shared/fields/message.ts";
import type { RoomCard } from "../../../shared/protocol/user-frames.ts";
import { mentionedBots } from "../../../shared/room/mentions.ts";
import type { RoomView } from "../../../shared/room/room-view.ts";
import { isFor } from "./for-person.ts";
import type { TurnQueue } from "./state.ts";
import { runningTurns } from "./turns/turn-queue.ts";

/** A room as it can tell itself to one of its people: the status of all but the owner's is theirs, and not here. */
export type RoomNews = Omit<RoomCard, "status"> & { readonly status?: RoomCard["status"] };

/** What a card is made of besides the view. */
export interface CardFacts {
  readonly queue: TurnQueue;
  readonly counters: { readonly total_messages: number; readonly last_activity: string; readonly rev: number };
  readonly unread: number;
}

/** Characters of the last line in a list, as in `GET /api/conversations`. */
const PREVIEW_CHARS = 200;

/** The room as the lists of `userId` draw it; null for who has no part in it. Pure. */
export function cardFor(view: RoomView, userId: string, { queue, counters, unread }: CardFacts): RoomNews | null {
  const member = view.members.find(({ user_id }) => user_id === userId);
  if (!member) return null;
  const { id, title, status, conversation_type } = view.room;
  const last = view.messages.findLast((row) => isFor(userId, row) && !row.streaming);
  const speaking = runningTurns(queue)
    .filter((turn) => !turn.whisper || turn.asked_by === userId)
    .map(({ bot_id }) => ({ bot_id, name: view.bots.find((bot) => bot.bot_id === bot_id)?.name ?? "" }));
  return {
    id,
    title,
    ...(member.role === "owner" && { status }),
    role: member.role,
    conversation_type,
    bots: view.bots.map(({ bot_id, name, picture }) => ({ bot_id, name, picture })),
    last_message: last
      ? { author_name: last.author_name, entry: firstChars(last.entry), failed: last.failed !== null }
      : null,
    unread,
    conversation_metadata: { total_messages: counters.total_messages, last_activity: counters.last_activity },
    speaking,
    rev: counters.rev,
  };
}

/** People whom a message names with `@`, but for who says it. A bot of the same name is meant before a person. */
export function mentionedPeople(view: RoomView, row: MessageRow): string[] {
  if (row.whisper_to !== null || row.streaming || row.hidden) return [];
  const people = view.members.map(({ user_id, name }) => ({ bot_id: user_id, name }));
  const named = new Set(mentionedBots(row.entry, [...view.bots, ...people]));
  const isSelf = (userId: string) => row.bot === null && row.user === userId;
  return people.map(({ bot_id }) => bot_id).filter((userId) => named.has(userId) && !isSelf(userId));
}

/** The beginning of a text, no character of it cut in two. */
export const firstChars = (text: string, count = PREVIEW_CHARS): string =>
  [...text.slice(0, 2 * count)].slice(0, count).join("");
