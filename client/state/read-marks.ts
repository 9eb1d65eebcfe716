import { type Signal, signal } from "@preact/signals";
import type { UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { isOneMore } from "../../shared/room/news.ts";

type Mark = { readonly type: "read" | "unread"; readonly message_id: string };

/** How far the reader has read, as the room counts it and as this device tells it. */
export class ReadMarks {
  /** What the room says is unread; null before it has said so. */
  readonly unread: Signal<UnreadCount | null> = signal(null);
  /** Marked unread by hand from here, until the reader is done with that: what is on screen does not count as read. */
  readonly unreadFrom: Signal<string | null> = signal(null);
  readonly #send: (frame: object) => boolean;
  /** Of what could not be told only the newest counts. */
  #unsent: Mark | null = null;

  readonly #me: () => string | undefined;

  /** `send` answers false where nobody could be told. */
  constructor(send: (frame: object) => boolean, me: () => string | undefined) {
    this.#send = send;
    this.#me = me;
  }

  /** An event that is news here. Of a message that only comes the room says no number: each counts it. */
  applied(event: RoomEvent): void {
    const known = this.unread.peek();
    const me = this.#me();
    if (known && me !== undefined && isOneMore(event, me)) this.unread.value = { ...known, unread: known.unread + 1 };
  }

  read(message_id: string): void {
    if (this.unreadFrom.peek() === null) this.#say({ type: "read", message_id });
  }

  markUnread(message_id: string): void {
    this.unreadFrom.value = message_id;
    this.#say({ type: "unread", message_id });
  }

  /** What comes into sight counts as read again. */
  resume(): void {
    this.unreadFrom.value = null;
  }

  /** There is a connection. */
  tell(): void {
    if (this.#unsent !== null && this.#send(this.#unsent)) this.#unsent = null;
  }

  #say(mark: Mark): void {
    this.#unsent = mark;
    this.tell();
  }
}
