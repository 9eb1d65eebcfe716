import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** What a person is about to do with one message, where that takes more than a press. */
export const DEEDS = ["edit", "delete", "wish", "react", "history", "branch"] as const;
export type DeedKind = (typeof DEEDS)[number];
export interface OpenDeed {
  readonly kind: DeedKind;
  readonly message_id: string;
  /** The take it is about, where it is about one. */
  readonly take_id?: string;
}

/** The path this person has just left, and the way back to it. */
export interface LeftPath {
  readonly message_id: string;
  readonly take_id: string;
  /** Messages it has more after that one; null where not all of them were fetched. */
  readonly count: number | null;
}

/** What the reader points at in one transcript. Rows read it, so that pointing draws one message again, not the list. */
export class TranscriptState {
  readonly #pointed: Signal<string | null> = signal(null);
  readonly #flashed: Signal<string | null> = signal(null);
  readonly #size: Signal<number> = signal(0);
  readonly #deed: Signal<OpenDeed | null> = signal(null);
  readonly #left: Signal<LeftPath | null> = signal(null);
  #wanted: string | null = null;
  /** Brings a message into sight, from wherever it is. Given by the transcript. */
  go: (message_id: string) => void = () => {};
  /** Begins an answer to a message where it is not the composer's; null where it is. */
  answer: ((message_id: string) => void) | null = null;
  readonly #prefix: string;
  /** The message whose actions are shown. */
  readonly pointed: ReadonlySignal<string | null> = this.#pointed;
  /** The message somebody came for. */
  readonly flashed: ReadonlySignal<string | null> = this.#flashed;
  /** How many messages the room has, fetched or not. */
  readonly size: ReadonlySignal<number> = this.#size;

  /** What is being done with a message: one thing at a time. */
  readonly deed: ReadonlySignal<OpenDeed | null> = this.#deed;
  readonly left: ReadonlySignal<LeftPath | null> = this.#left;

  /** @param prefix Sets elements of messages apart from those of another place that shows the same ones. */
  constructor(prefix = "m") {
    this.#prefix = prefix;
  }

  /** The element of a message here, if it is drawn. */
  elementOf(message_id: string): HTMLElement | null {
    return document.getElementById(`${this.#prefix}-${message_id}`);
  }

  begin(kind: DeedKind, message_id: string, take_id?: string): void {
    this.#deed.value = { kind, message_id, ...(take_id !== undefined && { take_id }) };
  }

  end(): void {
    this.#deed.value = null;
  }

  leave(path: LeftPath | null): void {
    this.#left.value = path;
  }

  point(message_id: string | null): void {
    this.#pointed.value = message_id;
  }

  flash(message_id: string | null): void {
    this.#flashed.value = message_id;
  }

  resize(size: number): void {
    this.#size.value = size;
  }

  /** The focus shall move into the actions of this message once they are there. */
  want(message_id: string): void {
    this.#pointed.value = message_id;
    this.#wanted = message_id;
  }

  /** True once for the message whose actions are to be focused. */
  takeWanted(message_id: string): boolean {
    const isWanted = this.#wanted === message_id;
    if (isWanted) this.#wanted = null;
    return isWanted;
  }
}

export const TranscriptContext = createContext(new TranscriptState());
export const useTranscriptState = (): TranscriptState => useContext(TranscriptContext);
