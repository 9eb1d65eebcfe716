import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { keepThisPage } from "../offline/keep-page.ts";
import { keepRoomList } from "../offline/keep-room-list.ts";
import { keptCopies } from "../offline/kept-copies.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { roomListOf } from "../pages/room-list.ts";
import { besideScene, shownBeside } from "../room/room-context.ts";
import { roomAt, unreadElsewhere } from "../rooms/unread-elsewhere.ts";
import { type App, useApp } from "../ui/app-context.ts";
import { myself } from "./myself.ts";
import { markUnread } from "./unread-title.ts";
import { useFrameKeys } from "./use-frame-keys.ts";
import { watchJobs } from "./watch-jobs.ts";
import { watchLimits } from "./watch-limits.ts";
import { watchMyself } from "./watch-myself.ts";
import { watchVersion } from "./watch-version.ts";

/** The first seconds belong to the page that was asked for. Milliseconds. */
const WATCH_AFTER_MS = 3_000;
/** How often the list of rooms is asked for while nothing else happens, milliseconds. Chosen: a badge may be a minute late. */
const LIST_EVERY_MS = 60_000;

/** What the frame does and does not draw: shortcuts, the tab's title, and looking after what happens elsewhere. */
export function FrameLife(): null {
  const { path } = useLocation();
  const unread = unreadOf(useApp(), path);
  useFrameKeys();
  useEffect(() => markUnread(unread), [unread]);
  const room = besideScene.value?.room.room_id.value ?? roomAt(path, null);
  const me = myself.value;
  useEffect(() => me?.at(room), [me, room]);
  useWatches();
  useVersion();
  return null;
}

/** Unread messages of all rooms; those of a room on screen are being read. */
function unreadOf({ api }: App, path: string): number {
  const here = [roomAt(path, deviceMemory.lastRoom()), shownBeside.value];
  return unreadElsewhere(roomListOf(api).rows.value ?? [], document.hidden ? [] : here);
}

/** Tells of a new version of this page. */
function useVersion(): void {
  const { toasts } = useApp();
  useEffect(() => {
    const entry = document.querySelector('script[type="module"][src]')?.getAttribute("src") ?? null;
    return watchVersion({ entry, toasts, fetch: (path) => fetch(path), reload: () => location.reload() });
  }, []);
}

/** Rooms, jobs and limits of who is signed in are watched from every page. */
function useWatches(): void {
  const app = useApp();
  const { route } = useLocation();
  const { api, session, toasts } = app;
  const user_id = session.me.value?.id ?? null;
  useEffect(() => {
    if (user_id === null) return;
    const refresh = () => void roomListOf(api).refresh();
    const copies = keptCopies();
    const backOnline = () => {
      if (session.isBelieved) void session.load();
      // Connected, rooms tell of themselves.
      if (myself.peek()?.status.peek() !== "live") refresh();
    };
    addEventListener("online", backOnline);
    const every = setInterval(backOnline, LIST_EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    const stops = [
      () => clearInterval(every),
      () => document.removeEventListener("visibilitychange", refresh),
      () => removeEventListener("online", backOnline),
    ];
    if (copies) stops.push(keepRoomList(roomListOf(api), copies, user_id, Date.now));
    const later = setTimeout(() => {
      stops.push(
        watchJobs(api, toasts, () => route("/activity")),
        watchLimits(app),
        watchMyself(app, user_id, route),
      );
      keepThisPage();
    }, WATCH_AFTER_MS);
    return () => {
      clearTimeout(later);
      for (const stop of stops) stop();
    };
  }, [user_id]);
}
