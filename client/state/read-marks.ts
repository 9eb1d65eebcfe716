import { type Signal, signal } from "@preact/signals";
import type { UnreadCount } from "../../shared/protocol/server-messages.ts";

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

  /** `send` answers false where nobody could be told. */
  constructor(send: (frame: object) => boolean) {
    this.#send = send;
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
