import type { MessageRow } from "../../shared/fields/message.ts";

/** What a first visit offers above the composer, one thing at a time (ux §5.1). */
export type FirstRunStage = "nothing" | "keep" | "phone";

/** Exchanges before a guest is asked whether the room shall stay. */
const EXCHANGES_FIRST = 2;

export interface FirstRunState {
  readonly isGuest: boolean;
  readonly exchanges: number;
  /** A bot speaks or waits to, or the person is writing: no moment for questions. */
  readonly isBusy: boolean;
  /** Nobody touched anything for a while. */
  readonly isIdle: boolean;
  readonly hasOtherDevice: boolean;
  /** Cards that were answered or closed; each is shown until then. */
  readonly closed: ReadonlySet<string>;
  /** The card that stands there now: it stays until it is answered, whatever else goes on. */
  readonly shown: FirstRunStage;
  /** What it leads to stands open: nothing may take it away meanwhile. */
  readonly isOpen: boolean;
}

export function firstRunStage(state: FirstRunState): FirstRunStage {
  const { isGuest, exchanges, isBusy, isIdle, hasOtherDevice, closed, shown, isOpen } = state;
  if (isOpen) return shown;
  if (exchanges < EXCHANGES_FIRST) return "nothing";
  if (isGuest && !closed.has("keep")) return isBusy && shown !== "keep" ? "nothing" : "keep";
  if (hasOtherDevice || closed.has("phone")) return "nothing";
  return shown === "phone" || (isIdle && !isBusy) ? "phone" : "nothing";
}

type Said = Pick<MessageRow, "bot" | "user" | "aside" | "streaming">;

/** How often the reader said something and a bot had answered it to the end. */
export function exchangesOf(messages: readonly Said[], me: string | null): number {
  let count = 0;
  let isAsked = false;
  for (const { bot, user, aside, streaming } of messages) {
    if (bot === null) isAsked = user === me && !aside;
    else if (isAsked && !streaming) {
      count++;
      isAsked = false;
    }
  }
  return count;
}
