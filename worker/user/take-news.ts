import type { JobCard, RoomCard } from "../../shared/protocol/user-frames.ts";
import { isoTime } from "../clock.ts";
import type { RoomNews } from "../conversation/core/room-news.ts";
import type { Clock } from "../conversation/ports.ts";
import { jobOf, roomOf } from "./item-events.ts";
import type { UserNews } from "./news.ts";
import type { Put, UserBook } from "./user-book.ts";

/** Long work longer than this is told when it ends, milliseconds (ux §2.9). */
const LONG_JOB_MS = 60_000;
/** A reply whose room was not heard of for so long is over: the room says every 30 s that it goes on. Milliseconds. */
const SPEAKING_MS = 120_000;

/** Folds what rooms and services tell into what is kept of a person. Late, doubled and lost news do no harm. */
export class NewsTaker {
  readonly #book: UserBook;
  readonly #clock: Clock;

  constructor(book: UserBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  take(news: Exclude<UserNews, { kind: "look" }>): void {
    switch (news.kind) {
      case "room":
        this.#room(news.room);
        break;
      case "room_gone":
        this.#book.change((put) => void put("room", news.room_id, null));
        break;
      case "job":
        this.#book.change((put) => this.job(put, news.job));
        break;
      case "notification":
        this.#book.change((put) => this.#notify(put, news.notification));
        break;
      default:
        news satisfies never;
    }
  }

  /** A job as it is now, unless something newer is known; its end is told where somebody may have stopped looking. */
  job(put: Put, job: JobCard): void {
    const stored = this.#book.store.get("job", job.id);
    const before = stored && jobOf(stored);
    if (before && before.updatedAt > job.updatedAt) return;
    const wasLive = before !== null && isLive(before);
    put("job", job.id, job);
    if (isLive(job)) return;
    const tookMs = Date.parse(job.updatedAt) - Date.parse(job.createdAt);
    const about = { job_id: job.id, job_kind: job.kind };
    if (job.status === "failed" && wasLive)
      this.#notify(put, {
        id: `job:${job.id}`,
        kind: "job_failed",
        ...about,
        ...(job.error && { text: job.error.message }),
      });
    else if (job.status === "done" && wasLive && tookMs > LONG_JOB_MS)
      this.#notify(put, { id: `job:${job.id}`, kind: "job_done", ...about });
  }

  /** Takes the floor from bots whose rooms have said nothing for too long: their last news was lost. */
  hush(): void {
    const latest = isoTime(this.#clock.nowMs() - SPEAKING_MS);
    this.#book.change((put) => {
      for (const item of this.#book.store.list("room")) {
        const card = roomOf(item);
        if (card && card.speaking.length > 0 && item.at < latest) put("room", item.id, { ...card, speaking: [] });
      }
    });
  }

  #room(news: RoomNews): void {
    const { store } = this.#book;
    const stored = store.get("room", news.id);
    const before = stored && roomOf(stored);
    if (before && before.rev > news.rev) return;
    const card: RoomCard = { ...news, status: news.status ?? before?.status ?? "active" };
    store.touch("room", card.id, isoTime(this.#clock.nowMs()));
    this.#book.change((put) => void put("room", card.id, inOrder(card)));
  }

  #notify(put: Put, { id, ...rest }: Extract<UserNews, { kind: "notification" }>["notification"]): void {
    // Told once: a repeat finds it there, looked at or not.
    if (this.#book.store.get("notification", id) === null) put("notification", id, { id, ...rest, seq: 0, at: "" });
  }
}

const isLive = ({ status }: JobCard): boolean => status === "queued" || status === "running";

/** The card with its names in one order, so that equal cards are equal texts. */
export function inOrder(card: RoomCard): RoomCard {
  const { id, title, status, role, conversation_type, bots, last_message, unread, speaking, rev } = card;
  const { total_messages, last_activity } = card.conversation_metadata;
  return {
    ...{ id, title, status, role, conversation_type },
    bots: bots.map(({ bot_id, name, picture }) => ({ bot_id, name, picture })),
    last_message: last_message && {
      author_name: last_message.author_name,
      entry: last_message.entry,
      failed: last_message.failed,
    },
    unread,
    conversation_metadata: { total_messages, last_activity },
    speaking,
    rev,
  };
}
