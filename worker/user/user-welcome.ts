import type { UserDevice, UserEvent, UserLimits, UserWelcome } from "../../shared/protocol/user-frames.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { eventOf, jobOf, notificationOf, roomOf } from "./item-events.ts";
import type { Item, UserStore } from "./user-store.ts";

/** Events of one frame. Chosen: a frame stays under a hundred kilobytes. */
const EVENTS_A_FRAME = 100;

/** Everything of a person; without rooms, jobs and notifications where the events a device missed follow instead. */
export function userWelcome(
  store: UserStore,
  { limits, devices }: { limits: UserLimits; devices: UserDevice[] },
  isWhole: boolean,
): UserWelcome {
  const balance = store.get("balance", "")?.payload ?? null;
  const kept = {
    rooms: store.list("room").flatMap((item) => roomOf(item) ?? []),
    jobs: store.list("job").flatMap((item) => jobOf(item) ?? []),
    notifications: store.list("notification").flatMap((item) => notificationOf(item) ?? []),
    seen_up_to: Number(store.get("seen", "")?.payload ?? 0),
  };
  return {
    type: "welcome",
    v: PROTOCOL_VERSION,
    seq: store.head(),
    ...(isWhole && kept),
    balance: balance === null ? null : Number(balance),
    limits,
    devices,
  };
}

/** Missed events in frames of their own, in order. */
export function eventPages(items: readonly Item[]): UserEvent[][] {
  const pages: UserEvent[][] = [];
  for (let at = 0; at < items.length; at += EVENTS_A_FRAME)
    pages.push(items.slice(at, at + EVENTS_A_FRAME).map(eventOf));
  return pages;
}
