import type { UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { isOneMore } from "../../shared/room/news.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import { isFor } from "./core/for-person.ts";
import type { Counters, RoomStore } from "./room-store.ts";
import type { ConversationSnapshot } from "./rpc.ts";

/** What is a person's own begins and ends with their seat. */
export function seat({ people }: RoomStore, event: RoomEvent): void {
  if (event.type === "member.joined") people.comeIn(event.member.user_id, event.seq);
  if (event.type === "member.left") people.forget(event.member.user_id);
}

export function snapshotOf(view: RoomView, counters: Counters): ConversationSnapshot {
  const { total_messages, total_tokens, last_activity, rev } = counters;
  const room = { ...view.room, total_messages, total_tokens, last_activity };
  return { room, bots: view.bots, members: view.members, rev };
}

/** Whether what somebody has not read has to be counted anew after it; one message more is added instead. */
export const asksForCount = ({ type }: RoomEvent): boolean =>
  ["message.updated", "message.deleted", "path.changed", "member.joined"].includes(type);

/** What somebody has not read after these events, as their own devices count it without being told. */
export function countOn(known: UnreadCount, events: readonly RoomEvent[], userId: string): UnreadCount {
  const more = events.filter((e) => e.type === "message.created" && isFor(userId, e.message) && isOneMore(e, userId));
  return more.length === 0 ? known : { ...known, unread: known.unread + more.length };
}

/** Whether who takes part, and how the room is set, is what it was: as with everything that is said. */
export const isSameTable = (a: RoomView, b: RoomView): boolean =>
  a.room === b.room && a.bots === b.bots && a.members === b.members;

/** News that only says what D1 already has must not make new work for D1. */
export const concernsD1 = (event: RoomEvent): boolean =>
  event.type !== "activation.turn" && !(event.type === "room.updated" && event.persisted_seq !== undefined);

/** When something was last said, after these events. */
export function lastActivity(events: readonly RoomEvent[], counters: Counters, now: string): string {
  // Marks on a message, such as a pin, are no activity: they leave its own time alone.
  const isSaid = (e: RoomEvent) =>
    e.type === "message.created" ||
    (e.type === "message.updated" && e.message.modified_timestamp > counters.last_activity);
  return events.some(isSaid) ? now : counters.last_activity;
}
