import type { Notification } from "../../shared/protocol/user-frames.ts";
import type { Clock } from "../conversation/ports.ts";
import { dayIn, lastSevenDays } from "./core/days.ts";
import { notificationOf } from "./item-events.ts";
import type { UserBook } from "./user-book.ts";

/** What a person's object alone keeps of them: all else is in D1. */
export interface Keeps {
  /** Oldest first. */
  readonly notifications: Notification[];
  /** Use of the last seven days, milliseconds, by the day where the person is. */
  readonly use: { readonly day: string; readonly ms: number }[];
}

/** How long it is known whose keeps were taken over, milliseconds: a job that goes on may hand them over again. Chosen. */
const KNOWN_MS = 60 * 24 * 3_600_000;

/** Gives and takes what a person's object alone keeps of them. */
export class Keeper {
  readonly #book: UserBook;
  readonly #clock: Clock;
  /** Called when minutes are to be written. */
  readonly #replan: () => void;

  constructor(book: UserBook, clock: Clock, replan: () => void) {
    this.#book = book;
    this.#clock = clock;
    this.#replan = replan;
  }

  keeps(): Keeps {
    const { store } = this.#book;
    const days = lastSevenDays(dayIn(store.upkeep().time_zone, this.#clock.nowMs()));
    const notifications = store.list("notification").flatMap((item) => notificationOf(item) ?? []);
    return {
      notifications: notifications.reverse(),
      use: days.map((day) => ({ day, ms: store.useOf(day) })).filter(({ ms }) => ms > 0),
    };
  }

  /** Takes over what the object of `from`, who is this person now, kept: in one commit and once. Rule USER35. */
  inherit(from: string, { notifications, use }: Keeps): void {
    const { store } = this.#book;
    const nowMs = this.#clock.nowMs();
    this.#book.change((put) => {
      // The table of tickets remembers what may happen once.
      if (!store.redeemTicket(`keeps of ${from}`, nowMs + KNOWN_MS, nowMs)) return;
      for (const { day, ms } of use) store.addUse(day, ms);
      const upkeep = store.upkeep();
      if (use.length > 0) store.saveUpkeep({ ...upkeep, flush_at_ms: upkeep.flush_at_ms ?? nowMs });
      for (const { at, ...notification } of notifications)
        if (store.get("notification", notification.id) === null)
          put("notification", notification.id, { ...notification, seq: 0, at: "" }, at);
    });
    this.#replan();
  }
}
