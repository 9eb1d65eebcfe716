import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** What the reader points at in one transcript. Rows read it, so that pointing draws one message again, not the list. */
export class TranscriptState {
  readonly #pointed: Signal<string | null> = signal(null);
  readonly #flashed: Signal<string | null> = signal(null);
  readonly #size: Signal<number> = signal(0);
  #wanted: string | null = null;
  /** Brings a message into sight, from wherever it is. Given by the transcript. */
  go: (message_id: string) => void = () => {};
  /** The message whose actions are shown. */
  readonly pointed: ReadonlySignal<string | null> = this.#pointed;
  /** The message somebody came for. */
  readonly flashed: ReadonlySignal<string | null> = this.#flashed;
  /** How many messages the room has, fetched or not. */
  readonly size: ReadonlySignal<number> = this.#size;

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
