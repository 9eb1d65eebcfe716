import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { messageIdOf } from "../../shared/room/room-view.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { chooseRefusal, type Doer, opensBranch, saidTakes } from "./message-rights.ts";
import type { RoomModel } from "./room-model.ts";
import type { TranscriptState } from "./transcript-state.ts";

/** Where something is done with a message. */
export interface DeedPlace {
  readonly room: RoomModel;
  readonly state: TranscriptState;
  readonly toasts: ToastStore;
  /** Whether the reader has the message before them. */
  readonly isInSight: (message_id: string) => boolean;
}

interface Wish {
  readonly hint?: string;
  readonly segment_id?: string;
}

/** What follows a deed until it is over, one of each kind a message or a path; a newer one takes its place. */
const followers = new WeakMap<RoomModel, Map<string, () => void>>();

function follow(room: RoomModel, key: string, applied: (event: RoomEvent, end: () => void) => void): void {
  const all = followers.get(room) ?? new Map<string, () => void>();
  followers.set(room, all);
  all.get(key)?.();
  const end = room.listen({ applied: (event) => applied(event, end) });
  all.set(key, end);
}

/** Asks for one more take. It is written while the person reads on; when it is ready somewhere else, that is said. */
export function retake(place: DeedPlace, { id: message_id }: MessageRow, wish: Wish = {}): void {
  let take_id: string | null = null;
  follow(place.room, message_id, (event, end) => {
    if (messageIdOf(event) !== message_id) return;
    const begun = begunTake(event);
    take_id = begun ?? take_id;
    const isClosed = event.type === "message.updated" && begun === null && take_id !== null;
    if (isClosed || event.type === "message.deleted") end();
    if (isClosed && take_id !== null) tellOfTake(place, event.message, take_id);
  });
  place.room.command({ type: "retake", message_id, ...wish });
}

/** The take that is being written after `event`, or null. */
function begunTake(event: RoomEvent): string | null {
  if (event.type === "take.created") return event.take.state === "streaming" ? event.take.id : null;
  if (event.type !== "message.updated") return null;
  return event.message.takes.find(({ state }) => state === "streaming")?.id ?? null;
}

function tellOfTake({ room, state, toasts, isInSight }: DeedPlace, message: MessageRow, take_id: string): void {
  const take = message.takes.find(({ id }) => id === take_id);
  const action = { label: "Show", onPress: () => state.go(message.id) };
  if (take?.failed) toasts.say(`The new take failed. ${take.failed.message}`, { tone: "problem", action, of: room });
  if (!take || take.text === "" || (message.current_take_id === take_id && isInSight(message.id))) return;
  const takes = saidTakes(message);
  const at = takes.findIndex(({ id }) => id === take_id) + 1;
  if (!take.failed) toasts.say(`New take ready ${at}/${takes.length}`, { action, of: room });
}

/** Messages after this one; null where not all of them are known. */
function countAfter({ messages, gap }: RoomModel, message_id: string): number | null {
  const list = messages.peek();
  return gap.peek() === null ? list.length - 1 - list.findIndex(({ id }) => id === message_id) : null;
}

/** Before the room may move to another path at this message: remembers the way back, and offers it once it has moved. */
export function rememberPath({ room, state }: DeedPlace, message: MessageRow): void {
  const count = countAfter(room, message.id);
  if (count === 0) return;
  const before = message.current_take_id;
  follow(room, "path", (event, end) => {
    if (event.type !== "path.changed") return;
    end();
    const row = event.messages.find(({ id }) => id === message.id);
    const take_id = before ?? row?.takes.find(({ id }) => id !== row.current_take_id)?.id;
    state.leave(take_id === undefined ? null : { message_id: message.id, take_id, count });
  });
}

export function chooseTake(place: DeedPlace, message: MessageRow, take_id: string): void {
  place.state.leave(null);
  rememberPath(place, message);
  place.room.command({ type: "choose_take", message_id: message.id, take_id });
}

/**
 * To the take before or after the current one. Says why not, where the room would refuse; asks first where it would be a
 * room of the reader's own; never asks for a new take.
 */
export function stepTake(place: DeedPlace, message: MessageRow, by: -1 | 1, doer: Doer): void {
  const takes = saidTakes(message);
  const next = takes[takes.findIndex(({ id }) => id === message.current_take_id) + by];
  if (!next) return;
  const refusal = chooseRefusal(message, doer);
  if (refusal !== null) place.toasts.say(refusal, { of: place.room });
  else if (opensBranch(message, next, doer)) place.state.begin("branch", message.id, next.id);
  else chooseTake(place, message, next.id);
}

/** Adds the reader's reaction, or takes it back. */
export function toggleReaction(room: RoomModel, message: MessageRow, emoji: string): void {
  const me = room.you.peek()?.user_id ?? "";
  const on = !(message.message_content.reactions[emoji] ?? []).includes(me);
  room.command({ type: "react", message_id: message.id, emoji, on });
}
