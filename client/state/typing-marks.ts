import { type Signal, signal } from "@preact/signals";
import { TYPING_MS } from "../../shared/protocol/limits.ts";
import type { ClientClock } from "./ports.ts";

/** Who is typing, in the order they began. A mark fades after TYPING_MS without a new one. */
export class TypingMarks {
  readonly users: Signal<readonly string[]> = signal([]);
  readonly #clock: ClientClock;
  readonly #send: (frame: object) => boolean;
  readonly #timers = new Map<string, () => void>();

  /** When the others were last told that we type; null when they believe we do not. */
  #saidAtMs: number | null = null;

  /** `send` answers false where nobody could be told. */
  constructor(clock: ClientClock, send: (frame: object) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  set(user_id: string, on: boolean): void {
    this.#timers.get(user_id)?.();
    this.#timers.delete(user_id);
    if (on)
      this.#timers.set(
        user_id,
        this.#clock.after(TYPING_MS, () => this.set(user_id, false)),
      );
    const others = this.users.peek();
    if (on && !others.includes(user_id)) this.users.value = [...others, user_id];
    if (!on && others.includes(user_id)) this.users.value = others.filter((id) => id !== user_id);
  }

  /** Our own mark: repeated at half its life while we type, so that it neither fades nor floods. */
  say(on: boolean): void {
    const now = this.#clock.nowMs();
    const isFresh = this.#saidAtMs !== null && now - this.#saidAtMs < TYPING_MS / 2;
    if (on ? isFresh : this.#saidAtMs === null) return;
    const told = this.#send({ type: "typing", on });
    this.#saidAtMs = on && told ? now : null;
  }

  /** A message of ours is on its way: it ends our mark by itself. */
  sent(): void {
    this.#saidAtMs = null;
  }

  /** The connection is gone, and with it what we knew of others and they of us. */
  clear(): void {
    this.#saidAtMs = null;
    for (const id of this.users.peek()) this.set(id, false);
  }
}
