import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { cardFor, firstChars, mentionedPeople } from "./core/room-news.ts";
import type { Clock, PeoplePort } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";

/** What changes within this time is told together, milliseconds. Chosen: well within the second it may take (rooms.md §8). */
const TOGETHER_MS = 150;
/** Least time between two tellings, milliseconds. Chosen: a room where everyone talks tells each person little oftener than once a second. */
const EVERY_MS = 750;
/** A bot that goes on speaking is told again so often, milliseconds: whoever hears nothing takes it for lost. */
const AGAIN_MS = 30_000;
/** A message older than this is no news, however it changes, milliseconds. Chosen: longer than any reply takes. */
const NEW_MS = 15 * 60_000;
const TEXT_CHARS = 120;

/**
 * Tells the objects of a room's people what became of it: after its own commit, what belongs together at once, and
 * waiting for nobody. What is lost on the way they find in D1. Rules USER50 to USER53 in worker/user/SPEC.md.
 */
export class RoomPublisher {
  readonly #core: RoomCore;
  readonly #people: PeoplePort;
  readonly #clock: Clock;
  /** What this life of the room has told each, as JSON. */
  readonly #told = new Map<string, string>();
  #toldMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #cancelAgain: () => void = () => {};
  #isOver = false;

  constructor(core: RoomCore, people: PeoplePort, clock: Clock) {
    this.#core = core;
    this.#people = people;
    this.#clock = clock;
    core.listen((events) => this.#note(events));
  }

  /** The room is being deleted: nobody has it any more. */
  end(): void {
    this.#isOver = true;
    this.#cancel?.();
    this.#cancelAgain();
    for (const { user_id } of this.#core.view.members) this.#gone(user_id);
  }

  #note(events: readonly RoomEvent[]): void {
    for (const event of events) this.#noteEvent(event);
    if (this.#cancel !== null) return;
    const waitMs = Math.max(TOGETHER_MS, this.#toldMs + EVERY_MS - this.#clock.nowMs());
    this.#cancel = this.#clock.after(waitMs, () => this.#tell(false));
  }

  #noteEvent(event: RoomEvent): void {
    switch (event.type) {
      case "message.created":
      case "message.updated":
        this.#mention(event.message);
        break;
      case "member.left":
        this.#gone(event.member.user_id);
        break;
      case "member.joined":
        this.#joined(event.member);
        break;
      default:
    }
  }

  /** Each their own card, where it is another than they know; `again` to all. */
  #tell(again: boolean): void {
    this.#cancel = null;
    if (this.#isOver) return;
    this.#toldMs = this.#clock.nowMs();
    const { view, queue, counters } = this.#core;
    let isAnyoneSpeaking = false;
    for (const { user_id } of view.members) {
      const unread = this.#core.unreadOf(user_id).unread;
      const room = cardFor(view, user_id, { queue, counters, unread });
      if (!room) continue;
      isAnyoneSpeaking ||= room.speaking.length > 0;
      const text = JSON.stringify(room);
      if (!again && this.#told.get(user_id) === text) continue;
      this.#told.set(user_id, text);
      this.#people.tell(user_id, { kind: "room", room });
    }
    this.#cancelAgain();
    if (isAnyoneSpeaking) this.#cancelAgain = this.#clock.after(AGAIN_MS, () => this.#tell(true));
  }

  #gone(userId: string): void {
    this.#told.delete(userId);
    this.#people.tell(userId, { kind: "room_gone", room_id: this.#core.view.room.id });
  }

  #mention(row: MessageRow): void {
    const { view } = this.#core;
    if (Date.parse(row.created_timestamp) < this.#clock.nowMs() - NEW_MS) return;
    for (const userId of mentionedPeople(view, row))
      this.#people.tell(userId, {
        kind: "notification",
        notification: {
          id: `mention:${row.id}`,
          kind: "mention",
          who: row.author_name,
          text: firstChars(row.entry, TEXT_CHARS),
          ...this.#here(),
          message_id: row.id,
        },
      });
  }

  /** Whoever comes in is told to the owner; of the owner, who comes with the room, there is nobody to tell. */
  #joined({ user_id, name, joined_at }: { user_id: string; name: string; joined_at: string }): void {
    const owner = this.#core.view.room.user;
    if (user_id === owner) return;
    const id = `joined:${this.#core.view.room.id}:${user_id}:${joined_at}`;
    const notification = { id, kind: "joined" as const, who: name, ...this.#here() };
    this.#people.tell(owner, { kind: "notification", notification });
  }

  #here() {
    const { id, title } = this.#core.view.room;
    return { room_id: id, room_title: title };
  }
}
