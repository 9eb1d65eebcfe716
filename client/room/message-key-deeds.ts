import type { MessageRow } from "../../shared/fields/message.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { type DeedPlace, retake, stepTake } from "./message-deeds.ts";
import { doerOf, type Right, refusalOf } from "./message-rights.ts";
import type { RoomScene } from "./room-context.ts";
import type { DeedKind, TranscriptState } from "./transcript-state.ts";

/** What a key of the list may ask for on a message. */
export type KeyDeed = Exclude<DeedKind, "wish" | "history" | "branch"> | "retake" | "previous" | "next";

const NEEDS: Record<KeyDeed, Right> = {
  edit: "edit",
  delete: "manage",
  react: "write",
  retake: "retake",
  previous: "write",
  next: "write",
};

/** Whether a message stands where it is read. */
function isInSight(state: TranscriptState, message_id: string): boolean {
  const message = state.elementOf(message_id);
  const at = message?.getBoundingClientRect();
  const list = message?.closest(".scroller, .inspector-body")?.getBoundingClientRect();
  return at !== undefined && list !== undefined && at.bottom > list.top && at.top < list.bottom;
}

export const deedPlace = ({ room }: RoomScene, state: TranscriptState, toasts: ToastStore): DeedPlace => ({
  room,
  state,
  toasts,
  isInSight: (message_id) => isInSight(state, message_id),
});

/** Does what a key asks for, or says why the room would refuse it. */
export function doByKey(deed: KeyDeed, message: MessageRow, scene: RoomScene, place: DeedPlace): void {
  const doer = doerOf(scene);
  const refusal = refusalOf(NEEDS[deed], message, doer);
  if (refusal !== null) place.toasts.say(refusal, { of: place.room });
  else if (deed === "retake") retake(place, message);
  else if (deed === "previous") stepTake(place, message, -1, doer);
  else if (deed === "next") stepTake(place, message, 1, doer);
  else place.state.begin(deed, message.id);
}
