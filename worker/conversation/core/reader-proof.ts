/** Sent since the last proof before a device is asked for another, UTF-16 code units. Chosen: a quarter of what makes it slow. */
const ASK_AFTER = 256 * 1024;
/** Unread beyond this a device is slow and skips deltas, UTF-16 code units (reliability §1.1, "Laggard sockets"). */
const SLOW_AT = 1024 * 1024;
/**
 * The most that is kept for a device, UTF-16 code units. Chosen: more than all of a room that a `hello` can bring, and some
 * ten thousand messages, which a device that gives signs of life alone comes back after.
 */
const MOST = 16 * 1024 * 1024;
/** How long a device may take to answer, milliseconds. Chosen: as long as one may be silent (`DEAD_MS`). */
const ANSWER_MS = 90_000;

/**
 * How much of what was sent to one device it has not shown to have read. The runtime does not say how much a socket
 * still owes, and a ping comes from a device that reads nothing just as well; so now and then the room sends a word
 * that cannot be guessed, and whoever says it back has read everything before it. Of a client that never said one back,
 * since it knows nothing of them, a sign of life has to do; but it proves nothing, and what may be owed in all has its
 * bound whatever is signed. A cache: asleep nothing is owed.
 */
export class ReaderProof {
  #sent = 0;
  /** What may count as read. */
  #read = 0;
  /** What certainly is. */
  #proved = 0;
  #hasAnswered = false;
  #asked: { readonly id: string; readonly sent: number; readonly atMs: number } | null = null;

  /** Notes a frame. @returns Whether it is time to ask. */
  sent(chars: number): boolean {
    this.#sent += chars;
    return this.#asked === null && this.#sent - this.#read >= ASK_AFTER;
  }

  asked(id: string, atMs: number): void {
    this.#asked = { id, sent: this.#sent, atMs };
  }

  answered(id: string): void {
    if (this.#asked?.id !== id) return;
    this.#proved = this.#asked.sent;
    this.#read = Math.max(this.#read, this.#proved);
    this.#asked = null;
    this.#hasAnswered = true;
  }

  /** Whether a sign of life would count. */
  get takesSigns(): boolean {
    return this.#asked !== null && !this.#hasAnswered;
  }

  /** The device said something at `atMs`, Unix milliseconds; null: nothing yet. */
  sign(atMs: number | null): void {
    if (this.#asked === null || this.#hasAnswered || atMs === null || atMs < this.#asked.atMs) return;
    this.#read = this.#sent;
    // The question stands: whoever learns of probes answers it.
    this.#asked = { ...this.#asked, atMs };
  }

  get isSlow(): boolean {
    return this.#sent - this.#read > SLOW_AT;
  }

  /** Whether nothing more should be kept for it: it has to come back and say how far it is. */
  isStuck(nowMs: number): boolean {
    if (this.#asked === null) return false;
    return nowMs - this.#asked.atMs > ANSWER_MS || this.#sent - this.#proved > MOST;
  }
}
