import type { RoomBot, RoomInfo, RoomMember } from "../fields/conversation.ts";
import type { MessageRow } from "../fields/message.ts";
import type { RoomEvent } from "./events.ts";

/** What everyone in the room sees: the newest messages of the path and who takes part, as of event `seq`. */
export interface RoomView {
  readonly seq: number;
  readonly room: RoomInfo;
  readonly bots: readonly RoomBot[];
  readonly members: readonly RoomMember[];
  /** Oldest first; the tail of the transcript. Older pages are fetched apart. */
  readonly messages: readonly MessageRow[];
  readonly has_more: boolean;
}

/**
 * The one reducer: the view after `event`. Used by the room and by every device, so that "the client mirrors the
 * server" can be tested. An event the view already holds (`seq` not above its own) changes nothing; an event of an
 * unknown kind only moves `seq`. Pure; O(messages in view).
 */
export function applyEvent(view: RoomView, event: RoomEvent): RoomView {
  if (event.seq <= view.seq) return view;
  const next = { ...view, seq: event.seq };
  return messageIdOf(event) === null ? onRoom(next, event) : onMessage(next, event);
}

function onMessage(view: RoomView, event: RoomEvent): RoomView {
  const id = messageIdOf(event);
  if (id === null) return view;
  if (event.type === "message.created") return { ...view, messages: [...view.messages, event.message] };
  const messages = view.messages.flatMap((m) => {
    if (m.id !== id) return [m];
    const row = applyToMessage(m, event);
    return row === null ? [] : [row];
  });
  return { ...view, messages };
}

/** The message an event changes, or null where it changes none. */
export function messageIdOf(event: RoomEvent): string | null {
  switch (event.type) {
    case "message.created":
    case "message.updated":
      return event.message.id;
    case "message.deleted":
    case "take.created":
    case "take.chosen":
    case "take.deleted":
    case "activation.turn":
      return event.message_id;
    default:
      return null;
  }
}

/** One message after `event`; null when the event removes it. `row` is null where the message is not there yet. */
export function applyToMessage(row: MessageRow | null, event: RoomEvent): MessageRow | null {
  switch (event.type) {
    case "message.created":
    case "message.updated":
      return event.message;
    case "message.deleted":
      return null;
    case "take.created":
      return row && { ...row, takes: [...row.takes, event.take] };
    case "take.chosen":
      return row && chooseTake(row, event.take_id);
    case "take.deleted":
      return row && { ...row, takes: row.takes.filter((t) => t.id !== event.take_id) };
    case "activation.turn":
      return row && explain(row, event);
    default:
      return row;
  }
}

/** Counts belong to the take they were evaluated for; the row shows those of its current one. */
function explain(row: MessageRow, event: Extract<RoomEvent, { type: "activation.turn" }>): MessageRow {
  const activation = event.counts;
  if (event.take_id === row.current_take_id) return { ...row, activation };
  return { ...row, takes: row.takes.map((take) => (take.id === event.take_id ? { ...take, activation } : take)) };
}

function chooseTake(row: MessageRow, takeId: string): MessageRow {
  const take = row.takes.find((t) => t.id === takeId);
  return take ? { ...row, current_take_id: takeId, entry: take.text } : row;
}

function onRoom(view: RoomView, event: RoomEvent): RoomView {
  switch (event.type) {
    case "path.changed":
      return { ...view, messages: event.messages, has_more: event.has_more };
    case "room.updated":
      return { ...view, room: updateRoom(view.room, event) };
    case "bot.joined":
    case "bot.updated":
      return { ...view, bots: put(view.bots, event.bot, (b) => b.bot_id) };
    case "bot.left":
      return { ...view, bots: view.bots.filter((b) => b.bot_id !== event.bot.bot_id) };
    case "member.joined":
    case "member.updated":
      return { ...view, members: put(view.members, event.member, (m) => m.user_id) };
    case "member.left":
      return { ...view, members: view.members.filter((m) => m.user_id !== event.member.user_id) };
    case "read.moved":
      return {
        ...view,
        members: view.members.map((m) => (m.user_id === event.user_id ? { ...m, read_up_to: event.message_id } : m)),
      };
    default:
      return view;
  }
}

function updateRoom(room: RoomInfo, event: Extract<RoomEvent, { type: "room.updated" }>): RoomInfo {
  const { seq: _seq, at: _at, type: _type, ...fields } = event;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...room, ...given };
}

/** `list` with `item` in the place of the one of the same key, else at the end. */
function put<T>(list: readonly T[], item: T, key: (item: T) => string): readonly T[] {
  const at = list.findIndex((other) => key(other) === key(item));
  return at < 0 ? [...list, item] : list.with(at, item);
}
