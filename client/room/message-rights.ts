import type { MessageRow, Take } from "../../shared/fields/message.ts";
import { isForGood } from "./lost-for-good.ts";
import type { RoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";
import { inRoom } from "./transcript-rows.ts";

/** What the rights over a message depend on beside the message. */
export interface Doer {
  readonly role: string | undefined;
  readonly me: string | null;
  /** Ids of the bots that sit in the room. */
  readonly bots: readonly string[];
  /** Others are in the room too. */
  readonly isShared: boolean;
  /** The newest message of the path. */
  readonly last: string | null;
}

/** What needs a right, as the room checks it. The room decides in the end. */
export type Right = "write" | "continue" | "retake" | "edit" | "manage";

export const doerOf = ({ room, me, bots, members }: RoomScene): Doer => ({
  // Whoever was let go, or whose room is deleted, still reads what is on screen.
  role: isForGood(room.closeReason.value?.code) ? "viewer" : room.you.value?.role,
  me: me.value,
  bots: bots.value.map(({ bot_id }) => bot_id),
  isShared: members.value.length > 1,
  last: inRoom(room.messages.value).at(-1)?.id ?? null,
});

/** Why the reader may not do that with the message now; null where they may. */
export function refusalOf(right: Right, message: MessageRow, doer: Doer): string | null {
  const cannotWrite = writeRefusal(doer.role);
  if (cannotWrite !== null || right === "write") return cannotWrite;
  if (right === "edit") return editRefusal(message, doer);
  if (right === "manage") return manageRefusal(message, doer);
  return turnRefusal(right, message, doer);
}

const isOwn = ({ bot, user }: MessageRow, { me }: Doer): boolean => bot === null && user === me;

/** A message, or another take of it, is being written. */
export const isBeingWritten = ({ streaming, takes }: MessageRow): boolean =>
  streaming || takes.some(({ state }) => state === "streaming");

function editRefusal(message: MessageRow, doer: Doer): string | null {
  if (isBeingWritten(message)) return "It is still being written.";
  if (message.bot !== null) return doer.role === "owner" ? null : "Only an owner can change what a bot says.";
  return isOwn(message, doer) ? null : "Only who said it can change it.";
}

const manageRefusal = (message: MessageRow, doer: Doer): string | null =>
  doer.role === "owner" || isOwn(message, doer) ? null : "Only who said it or an owner can do that.";

function turnRefusal(right: "continue" | "retake", message: MessageRow, doer: Doer): string | null {
  if (message.bot === null) return "Only a bot's message can do that.";
  if (message.streaming) return "It is still being written.";
  if (!doer.bots.includes(message.bot)) return `${message.author_name} is no longer in the room.`;
  return right === "continue" && message.failed ? "The reply failed: ask for a new take." : null;
}

/** The takes there are to choose from: those that say something, oldest first. */
export const saidTakes = ({ takes, current_take_id, entry }: MessageRow): readonly Take[] =>
  takes.filter((take) => take.state !== "streaming" && (take.text !== "" || (take.id === current_take_id && entry)));

/** The path a take stands on: that of the take it was edited from. */
const pathOf = (take: Take): string => take.edited?.of ?? take.id;

/** Why the reader may not make another take of the message the current one; null where they may. */
export function chooseRefusal(message: MessageRow, doer: Doer): string | null {
  return writeRefusal(doer.role) ?? (message.streaming ? "It is still being written." : null);
}

/** What was said after the message is shared: another path from here on is a room of the reader's own. */
export const isFollowedByOthers = (message: MessageRow, doer: Doer): boolean =>
  doer.isShared && doer.last !== message.id && message.message_thread.thread_id === undefined;

/** Whether `take` of the message would be chosen in a branch room, and not here. */
export function opensBranch(message: MessageRow, take: Take, doer: Doer): boolean {
  const current = message.takes.find(({ id }) => id === message.current_take_id);
  return current !== undefined && pathOf(current) !== pathOf(take) && isFollowedByOthers(message, doer);
}

/** Why the current take may not be deleted; null where it may. */
export function dropTakeRefusal(message: MessageRow, doer: Doer): string | null {
  const refusal = refusalOf("manage", message, doer);
  if (refusal !== null) return refusal;
  if (isBeingWritten(message)) return "It is still being written.";
  if (saidTakes(message).length < 2) return "A message keeps at least one take.";
  const current = message.takes.find(({ id }) => id === message.current_take_id);
  const isAlone = current && message.takes.every((t) => t === current || pathOf(t) !== pathOf(current));
  return isAlone && doer.last !== message.id ? "What follows hangs on this take: choose another one first." : null;
}
