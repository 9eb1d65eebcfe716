import { type RoomCard, UserLimits } from "../../shared/protocol/user-frames.ts";
import { isoTime } from "../clock.ts";
import type { Clock, RoomLog } from "../conversation/ports.ts";
import { roomOf } from "./item-events.ts";
import type { MinutesOfUse } from "./minutes-of-use.ts";
import type { Directory, OwnLimits } from "./ports.ts";
import { inOrder, type NewsTaker } from "./take-news.ts";
import type { UserBook } from "./user-book.ts";

/** A room that D1 does not know yet may be this young, milliseconds; D1 was out for ten minutes in tests (reliability P12). */
const YOUNG_MS = 15 * 60_000;
/** Least time between two looks, milliseconds: devices come back together. Chosen. */
const LOOK_EVERY_MS = 2_000;

/** All limits off: nobody has chosen any, or D1 was never asked. */
export const NO_LIMITS: OwnLimits = {
  daily_limit: null,
  weekly_limit: null,
  break_reminder_interval: null,
  night_mode_enabled: false,
  night_mode_start: "22:00",
  night_mode_end: "08:00",
};

interface LookUpDeps {
  readonly book: UserBook;
  readonly news: NewsTaker;
  readonly minutes: MinutesOfUse;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: RoomLog;
}

/**
 * Looks in D1 for what no news came of: lost on the way, or from before this object was. What rooms have told is newer
 * than D1 as long as its `rev` is not lower.
 */
export class LookUp {
  readonly #deps: LookUpDeps;
  #own: OwnLimits = NO_LIMITS;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(deps: LookUpDeps) {
    this.#deps = deps;
    const [kept] = deps.book.store.list("limits");
    if (kept?.payload) this.#own = UserLimits.parse(JSON.parse(kept.payload));
  }

  /** Looks now, unless it was done a moment ago; `isNew` says that there is something to find. Never throws. */
  async look(isNew: boolean): Promise<void> {
    this.#isAskedAgain ||= isNew;
    if (!this.#isAskedAgain && this.#deps.clock.nowMs() < this.#lookedMs + LOOK_EVERY_MS) return;
    this.#looking ??= this.#readAll().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
  }

  /** Reads, and again what was asked for meanwhile: that may be newer than what was read. */
  async #readAll(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      this.#lookedMs = this.#deps.clock.nowMs();
      try {
        await this.#read();
      } catch (cause) {
        this.#deps.log.error("D1 could not be looked into", cause);
      }
    } while (this.#isAskedAgain);
  }

  /** Limits and minutes as they are now. */
  limits(): UserLimits {
    const { today, week } = this.#deps.minutes.used();
    return { ...this.#own, used_today: today, used_week: week };
  }

  /** Tells limits and minutes where they are others than those told last. */
  tellLimits(): void {
    this.#deps.book.change((put) => void put("limits", "", this.limits()));
  }

  async #read(): Promise<void> {
    const { directory, book, news } = this.#deps;
    const [rooms, jobs, account] = await Promise.all([directory.rooms(), directory.jobs(), directory.account()]);
    this.#own = account?.limits ?? this.#own;
    book.change((put) => {
      for (const card of rooms.cards) {
        const merged = this.#merge(card);
        if (merged) put("room", card.id, merged);
      }
      for (const id of this.#missing(rooms)) put("room", id, null);
      for (const job of jobs.toReversed()) news.job(put, job);
      if (account) put("balance", "", account.balance);
      put("limits", "", this.limits());
    });
  }

  /** What D1 says of a room, as far as the room itself has not said something newer. */
  #merge(card: RoomCard): RoomCard | null {
    const stored = this.#deps.book.store.get("room", card.id);
    // Let go of a moment ago: D1 may not have heard.
    if (stored?.payload === null && stored.at > this.#youngAt()) return null;
    const known = stored && roomOf(stored);
    if (!known || known.rev < card.rev) return inOrder(card);
    // Of the status of who is no owner only D1 knows.
    return known.role !== "owner" && known.status !== card.status ? inOrder({ ...known, status: card.status }) : null;
  }

  /** Rooms that D1 no longer lists for this person. Those it may not know yet, or has no place for, are left. */
  #missing({ cards, isAll }: Awaited<ReturnType<Directory["rooms"]>>): string[] {
    const listed = new Set(cards.map(({ id }) => id));
    const oldest = isAll ? "" : (cards.at(-1)?.conversation_metadata.last_activity ?? "");
    const young = this.#youngAt();
    return this.#deps.book.store
      .list("room")
      .filter(({ id, at }) => !listed.has(id) && at < young)
      .flatMap((item) => roomOf(item) ?? [])
      .filter(({ conversation_metadata }) => conversation_metadata.last_activity > oldest)
      .map(({ id }) => id);
  }

  #youngAt(): string {
    return isoTime(this.#deps.clock.nowMs() - YOUNG_MS);
  }
}
