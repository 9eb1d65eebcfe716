/** Least time between two words of the status region, milliseconds (ux §6.1). */
const EVERY_MS = 1_500;
/** How long somebody writes until it is said that they still do; then twice as long each time, so that it never nags. */
const STILL_MS = 7_000;

/** One region for short words about what happens: the newest counts, and nothing is said twice or in a hurry. */
export class StatusWords {
  readonly #say: (words: string) => void;
  #said = "";
  #saidAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #still: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (words: string) => void) {
    this.#say = say;
  }

  /** Says `words` now or when it may; what has not been said by then is dropped. */
  set(words: string): void {
    clearTimeout(this.#timer);
    if (words === this.#said) return;
    const wait = Math.max(0, this.#saidAt + EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#said = words;
      this.#saidAt = performance.now();
      this.#say(words);
    }, wait);
  }

  /** From now on says `words()` now and then, until `rest`. */
  keepSaying(words: () => string, after: number = STILL_MS): void {
    clearTimeout(this.#still);
    this.#still = setTimeout(() => {
      this.set(words());
      this.keepSaying(words, after * 2);
    }, after);
  }

  rest(): void {
    clearTimeout(this.#still);
  }

  /** Nothing is said any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.rest();
  }
}
