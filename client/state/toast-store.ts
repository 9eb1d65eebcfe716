import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** A short word about something that was done or failed elsewhere, with at most one way back. */
export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly tone: "plain" | "problem";
  readonly action?: { readonly label: string; readonly onPress: () => void };
  /** Until somebody takes it away. */
  readonly stays?: boolean;
  /** What it is about, such as a room: it is said while that is on screen, and goes with it. */
  readonly of?: object;
}

/** Most toasts at once. Chosen: what a phone shows without covering the composer. */
const MAX_TOASTS = 3;

/**
 * What the page says in passing. How long a toast stays is the host's business: a hovered one stays. Where there are too
 * many, the oldest without a way back makes room; one with a way back keeps its time, and the new ones wait.
 */
export class ToastStore {
  readonly #list = signal<readonly Toast[]>([]);
  readonly list: ReadonlySignal<readonly Toast[]> = computed(() => this.#list.value.slice(0, MAX_TOASTS));
  #nextId = 1;
  readonly #shown = new Set<object>();

  /** Says `words`. @returns The toast's id, for `dismiss`. */
  say(words: string, more: Partial<Pick<Toast, "tone" | "action" | "stays" | "of">> = {}): number {
    const id = this.#nextId++;
    const { tone = "plain", stays = false, of } = more;
    if (of && !this.#shown.has(of)) return id;
    const toast: Toast = { ...more, id, words, tone, stays };
    this.#list.value = makeRoom([...this.#list.peek(), toast]);
    return id;
  }

  /** `place` is on screen, until the answer is called: then what is said of it goes with it. */
  enter(place: object): () => void {
    this.#shown.add(place);
    return () => {
      this.#shown.delete(place);
      this.#list.value = this.#list.peek().filter(({ of }) => of !== place);
    };
  }

  dismiss(id: number): void {
    this.#list.value = this.#list.peek().filter((toast) => toast.id !== id);
  }
}

/** Drops the oldest toast without a way back, never the newest. */
function makeRoom(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= MAX_TOASTS) return toasts;
  const dropped = toasts.slice(0, -1).find(({ action }) => !action);
  return toasts.filter((toast) => toast !== dropped);
}
