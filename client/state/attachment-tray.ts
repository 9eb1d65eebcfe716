import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Tray } from "./composer-store.ts";
import type { ApiResult } from "./ports.ts";

/** Most pictures of one message, as the room takes them (MAX_ATTACHMENTS of the protocol). */
export const MOST_PICTURES = 10;

/** A picture on its way to a message. `file` is what the person gave. */
export interface TrayItem {
  readonly key: string;
  readonly file: File;
  readonly state: "sending" | "shrinking" | "ready" | "failed";
  /** How much of it is sent, 0 to 1. */
  readonly part: number;
  /** Id of the upload once it is there. */
  readonly id: string | null;
  readonly alt: string;
  /** Why it was not taken. */
  readonly problem: string | null;
  /** The same file would be refused again. */
  readonly isFinal: boolean;
  /** It is too large, and might be made smaller. */
  readonly canShrink: boolean;
}

/** What a file is refused for by itself, and not for the moment. */
const FINAL: readonly string[] = ["attachment_rejected", "too_large", "invalid"];

export interface TrayPorts {
  readonly newKey: () => string;
  upload(
    file: File,
    onPart: (part: number) => void,
    signal: AbortSignal,
  ): Promise<ApiResult<{ id: string; alt: string }>>;
  /** The same picture, small enough to be taken; null where that cannot be done here. */
  shrink(file: File): Promise<File | null>;
  /** Keeps with an upload what it shows. */
  describe(id: string, alt: string): Promise<ApiResult<unknown>>;
}

/**
 * Pictures being added to one message: each is sent at once, can be called off, made smaller, tried again alone and
 * described.
 */
export class AttachmentTray implements Tray {
  readonly items: Signal<readonly TrayItem[]> = signal([]);
  /** What could not be added at all; "" for nothing. */
  readonly problem: Signal<string> = signal("");
  readonly ready: ReadonlySignal<readonly string[]> = computed(() => this.items.value.flatMap(({ id }) => id ?? []));
  readonly isWaiting: ReadonlySignal<boolean> = computed(() => this.items.value.some(({ state }) => state !== "ready"));
  readonly #ports: TrayPorts;
  readonly #sending = new Map<string, AbortController>();
  /** What is kept with the uploads or on its way to them, by item. */
  readonly #said = new Map<string, string>();
  /** How many words are on their way. */
  #saving = 0;
  #held: (() => void) | null = null;

  constructor(ports: TrayPorts) {
    this.#ports = ports;
  }

  add(files: readonly File[]): void {
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    const room = MOST_PICTURES - this.items.peek().length;
    this.problem.value = problemOf(
      files.find((file) => !pictures.includes(file)),
      pictures.length - room,
    );
    const items = pictures.slice(0, room).map((file): TrayItem => {
      const key = this.#ports.newKey();
      return {
        key,
        file,
        state: "sending",
        part: 0,
        id: null,
        alt: "",
        problem: null,
        isFinal: false,
        canShrink: false,
      };
    });
    this.items.value = [...this.items.peek(), ...items];
    for (const { key } of items) void this.#send(key);
  }

  /** Takes one out, also on its way. What is uploaded already stays among the person's uploads. */
  remove(key: string): void {
    this.#sending.get(key)?.abort();
    this.problem.value = "";
    this.items.value = this.items.peek().filter((item) => item.key !== key);
  }

  retry(key: string): void {
    if (this.#find(key)?.state !== "failed") return;
    this.#change(key, { state: "sending", part: 0, problem: null });
    void this.#send(key);
  }

  /** Makes one that was too large smaller, and sends that. */
  async shrink(key: string): Promise<void> {
    const item = this.#find(key);
    if (!item?.canShrink) return;
    this.#change(key, { state: "shrinking", problem: null, canShrink: false });
    const file = await this.#ports.shrink(item.file);
    if (file === null) {
      this.#change(key, { state: "failed", problem: "It cannot be made smaller here. Remove it, or choose another." });
      return;
    }
    this.#change(key, { state: "sending", part: 0, file });
    await this.#send(key);
  }

  /** What is being written of a picture. */
  write(key: string, alt: string): void {
    this.#change(key, { alt });
  }

  /** Keeps what was written of a picture with it, for those who cannot see it and for the bots. */
  async describe(key: string): Promise<void> {
    const item = this.#find(key);
    const alt = item?.alt.trim() ?? "";
    if (item?.id && alt !== this.#said.get(key)) await this.#keepWords(key, item.id, alt);
  }

  hold(send: () => void): boolean {
    for (const { key } of this.items.peek()) void this.describe(key);
    this.#held = this.#saving > 0 ? send : null;
    return this.#saving > 0;
  }

  /** Once they are kept a message that was held for them goes; where they are not, the person says what becomes of it. */
  async #keepWords(key: string, id: string, alt: string): Promise<void> {
    this.#saving += 1;
    this.#said.set(key, alt);
    const answer = await this.#ports.describe(id, alt);
    this.#saving -= 1;
    this.#change(key, { problem: answer.ok ? null : answer.problem.detail });
    if (!answer.ok) {
      this.#said.delete(key);
      this.#held = null;
    }
    if (this.#saving > 0) return;
    const send = this.#held;
    this.#held = null;
    send?.();
  }

  async #send(key: string): Promise<void> {
    const item = this.#find(key);
    if (!item) return;
    const ends = new AbortController();
    this.#sending.set(key, ends);
    const answer = await this.#ports.upload(item.file, (part) => this.#change(key, { part }), ends.signal);
    this.#sending.delete(key);
    if (!answer.ok) {
      const { detail, code } = answer.problem;
      const canShrink = code === "too_large";
      this.#change(key, { state: "failed", problem: detail, isFinal: FINAL.includes(code), canShrink });
      return;
    }
    const { id, alt } = answer.value;
    this.#said.set(key, alt);
    // Of a picture that was uploaded before, what was said of it then is known.
    this.#change(key, { state: "ready", part: 1, id, alt: this.#find(key)?.alt || alt });
    await this.describe(key);
  }

  #find(key: string): TrayItem | undefined {
    return this.items.peek().find((item) => item.key === key);
  }

  #change(key: string, fields: Partial<TrayItem>): void {
    this.items.value = this.items.peek().map((item) => (item.key === key ? { ...item, ...fields } : item));
  }
}

function problemOf(other: File | undefined, over: number): string {
  if (other) return `${other.name} was left out. Only pictures can be added: PNG, JPG, WebP or GIF.`;
  return over > 0 ? `A message shows ${MOST_PICTURES} pictures at most.` : "";
}
