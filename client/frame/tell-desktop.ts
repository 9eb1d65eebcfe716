import type { Notification } from "../../shared/protocol/user-frames.ts";
import type { UserStore } from "../state/user-store.ts";
import { type DesktopNote, showOnDesktop } from "../ui/desktop-note.ts";
import { kindWords } from "./job-words.ts";

/** How long the desktop waits: who looks at it by then, on any device, need not be told. Milliseconds. */
const WAIT_MS = 2_500;
/** How long a tab keeps others from saying the same, milliseconds. */
const HELD_MS = 10_000;

/** What it stands on; the browser's in the product. */
export interface Desktop {
  readonly isHidden: () => boolean;
  readonly after: (ms: number, task: () => void) => void;
  /** Does `work` unless another tab of this browser does it. */
  readonly alone: (name: string, work: () => void) => void;
  readonly show: (note: DesktopNote) => void;
  readonly go: (path: string) => void;
}

/**
 * Says on the desktop what has just happened to the reader, unless they look at the page, here or on another device, or
 * see to it within moments. The room on this page speaks for itself. Rule USER65.
 */
export function tellDesktop(news: Notification, store: UserStore, desktop: Desktop): void {
  desktop.after(WAIT_MS, () => {
    const isBusyElsewhere = store.others.peek().some(({ in_sight }) => in_sight);
    if (!desktop.isHidden() || isBusyElsewhere || store.isSeen(news) || store.isAt(news.room_id)) return;
    desktop.alone(`desktop ${news.id}`, () => desktop.show(noteOf(news, desktop.go)));
  });
}

function noteOf(news: Notification, go: Desktop["go"]): DesktopNote {
  const { room_id, message_id, text = "" } = news;
  const message = message_id === undefined ? "" : `/m/${encodeURIComponent(message_id)}`;
  const path = room_id === undefined ? "/activity" : `/r/${encodeURIComponent(room_id)}${message}`;
  return { title: titleOf(news), body: text, tag: room_id ?? news.id, onPress: () => go(path) };
}

function titleOf({ kind, who = "Somebody", room_title, job_kind = "" }: Notification): string {
  const room = room_title ?? "a room of yours";
  if (kind === "mention") return `${who} · ${room}`;
  if (kind === "joined") return `${who} joined ${room}`;
  return `${kindWords({ kind: job_kind })}${kind === "job_done" ? ": done" : " failed"}`;
}

/** The browser's desktop. Where there are no locks the tags of the notes keep them to one. */
export const browserDesktop = (go: Desktop["go"]): Desktop => ({
  isHidden: () => document.hidden,
  after: (ms, task) => void setTimeout(task, ms),
  alone: (name, work) => {
    if (!("locks" in navigator)) return work();
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      work();
      return new Promise((resolve) => setTimeout(resolve, HELD_MS));
    });
  },
  show: showOnDesktop,
  go,
});
