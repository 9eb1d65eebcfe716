import { effect, type ReadonlySignal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Preferences } from "../state/preferences.ts";
import { isWorthTelling, ownName, tellOutside } from "./announce-desktop.ts";
import type { RoomScene } from "./room-context.ts";

/** How long a message waits until the desktop hears of it: a device in focus has read it by then. Milliseconds. */
const WAIT_MS = 2_500;
/** How long a device in focus keeps the others quiet, milliseconds (ux §3.7). */
const QUIET_MS = 60_000;

export interface Bell {
  /** A finished message: told outside where the page is hidden and nobody has read it elsewhere. */
  ring(message: MessageRow): void;
  end(): void;
}

/** Notifications with manners. A mark that moves while this page is hidden is another device, in use. */
export function createBell(scene: RoomScene, preferences: ReadonlySignal<Preferences>): Bell {
  const { room, me, members } = scene;
  let quietUntil = 0;
  let hiddenSince = Number.POSITIVE_INFINITY;
  let isOver = false;
  const look = () => {
    hiddenSince = document.hidden ? Date.now() : Number.POSITIVE_INFINITY;
  };
  const readHere = () => members.value.find(({ user_id }) => user_id === me.value)?.read_up_to ?? null;
  look();
  addEventListener("visibilitychange", look, true);
  let before = readHere();
  const stop = effect(() => {
    const now = readHere();
    // What this page itself has marked comes back a moment after it was hidden.
    const isOther = now !== before && Date.now() - hiddenSince > WAIT_MS;
    before = now;
    if (isOther) quietUntil = Date.now() + QUIET_MS;
  });
  const tell = (message: MessageRow) => {
    if (isOver || !document.hidden || Date.now() < quietUntil) return;
    tellOutside(room.view.peek()?.room.title ?? "BotCafe", message);
  };
  return {
    ring: (message) => {
      const { notify } = preferences.peek();
      const messages = room.messages.peek();
      const earlier = messages.slice(
        0,
        messages.findIndex(({ id }) => id === message.id),
      );
      const listener = { user_id: me.peek(), name: ownName(scene), notify };
      if (!document.hidden || !isWorthTelling(message, earlier, listener)) return;
      setTimeout(() => tell(message), WAIT_MS);
    },
    end: () => {
      isOver = true;
      stop();
      removeEventListener("visibilitychange", look, true);
    },
  };
}
