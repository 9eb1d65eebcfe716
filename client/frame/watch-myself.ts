import type { PlaceFrame } from "../../shared/protocol/user-frames.ts";
import { openUser } from "../net/open-user.ts";
import { roomListOf } from "../pages/room-list.ts";
import { titleOfRoom } from "../rooms/room-words.ts";
import type { App } from "../ui/app-context.ts";
import { unseenNews } from "./activity-count.ts";
import { jobsOf } from "./job-list.ts";
import { myself } from "./myself.ts";

/** Keeps this page connected to what concerns the reader everywhere, and feeds its lists. @returns How to stop. */
export function watchMyself(
  { api, toasts, preferences }: Pick<App, "api" | "toasts" | "preferences">,
  user_id: string,
  route: (path: string) => void,
): () => void {
  const rooms = roomListOf(api);
  const jobs = jobsOf(api);
  const placed = (place: PlaceFrame) => {
    const row = rooms.rows.peek()?.find(({ id }) => id === place.room);
    const where = row ? titleOfRoom(row) : "a room";
    const action = { label: "Go there", onPress: () => route(pathOf(place)) };
    toasts.say(`Sent from ${place.from.name}: ${where}.`, { action, stays: true });
  };
  const open = openUser(api, user_id, {
    rooms: { told: (card) => rooms.told(card), gone: (id) => rooms.gone(id), forget: () => rooms.forget() },
    jobs: { told: (job) => jobs.told(job), forget: () => jobs.forget() },
    placed,
    notified: (news) => {
      if (!document.hidden || preferences.values.peek().notify === "off") return;
      // Fetched when there is something to say: most pages are looked at.
      void import("./tell-desktop.ts").then(({ tellDesktop, browserDesktop }) =>
        tellDesktop(news, open.store, browserDesktop(route)),
      );
    },
  });
  const look = () => open.store.inSight(!document.hidden);
  look();
  document.addEventListener("visibilitychange", look);
  const unsubscribe = open.store.unseen.subscribe((count) => {
    unseenNews.value = count;
  });
  myself.value = open.store;
  return () => {
    myself.value = null;
    unsubscribe();
    unseenNews.value = 0;
    document.removeEventListener("visibilitychange", look);
    open.close();
  };
}

/** The address of a place. */
function pathOf({ room, message_id, pane }: PlaceFrame): string {
  const message = message_id === undefined ? "" : `/m/${encodeURIComponent(message_id)}`;
  return `/r/${encodeURIComponent(room)}${message}${pane === undefined ? "" : `?pane=${pane}`}`;
}
