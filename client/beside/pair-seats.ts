import { besideScene, type RoomScene, shownBeside } from "../room/room-context.ts";
import type { Seat } from "./pair-address.ts";

/** Who has the focus; null where one room is on screen. */
export function frontSeat(): Seat | null {
  if (shownBeside.peek() === null) return null;
  return besideScene.peek() === null ? "first" : "beside";
}

/** A second room that somebody has just asked for, and that takes the focus when it comes. */
let awaited: string | null = null;
export const awaitBeside = (room_id: string): void => {
  awaited = room_id;
};
/** Whether `room_id` was asked for; from then on it is there. */
export function isAwaited(room_id: string): boolean {
  const isIt = awaited === room_id;
  if (isIt) awaited = null;
  return isIt;
}

let shownScene: RoomScene | null = null;
/** Gives a seat the focus of the page's keys and panes. */
export const bringForward = (seat: Seat): void => {
  besideScene.value = seat === "beside" ? shownScene : null;
};

/** What is pressed in a header is for its own room, whichever has the focus, and brings that room to the front. */
const HEADER = ".room-header";

/**
 * Brings that room to the front in which somebody presses or which the focus enters; the inspector and the rest of the
 * page leave it as it is. A press in a header counts once it has done its work: a pane that is open for the other room
 * is asked for here, not closed. @returns How to end it.
 */
export function followFocus(place: HTMLElement, scene: RoomScene): () => void {
  let isPressing = false;
  shownScene = scene;
  const bring = ({ target }: Event) => {
    if (!(target instanceof Element)) return;
    if (place.contains(target)) besideScene.value = scene;
    else if (target.closest(".room")) besideScene.value = null;
  };
  const press = (event: Event) => {
    isPressing = event.target instanceof Element && event.target.closest(HEADER) !== null;
    if (!isPressing) bring(event);
  };
  const enter = (event: Event) => {
    if (!isPressing) bring(event);
  };
  const release = (event: Event) => {
    isPressing = false;
    bring(event);
  };
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("focusin", enter);
  document.addEventListener("click", release);
  return () => {
    document.removeEventListener("pointerdown", press, true);
    document.removeEventListener("focusin", enter);
    document.removeEventListener("click", release);
    if (besideScene.peek() === scene) besideScene.value = null;
    if (shownScene === scene) shownScene = null;
  };
}
