import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Tray } from "./composer-store.ts";
import type { ApiResult } from "./ports.ts";

/** Most pictures of one message, as the room takes them (MAX_ATTACHMENTS of the protocol). */
export const MOST_PICTURES = 10;

/** A picture on its way to a message. `file` is what the person gave. */
export interface TrayItem {
  readonly key: string;
  readonly file: File;
  readonly state: "sending" | "ready" | "failed";
  /** How much of it is sent, 0 to 1. */
  readonly part: number;
  /** Id of the upload once it is there. */
  readonly id: string | null;
  readonly alt: string;
  /** Why it was not taken. */
  readonly problem: string | null;
  /** The same file would be refused again. */
  readonly isFinal: boolean;
}

/** What a file is refused for by itself, and not for the moment. */
const FINAL: readonly string[] = ["attachment_rejected", "too_large", "invalid"];

export interface TrayPorts {
  readonly newKey: () => string;
  upload(file: File, onPart: (part: number) => void, signal: AbortSignal): Promise<ApiResult<{ id: string }>>;
  /** Keeps with an upload what it shows. */
  describe(id: string, alt: string): Promise<ApiResult<unknown>>;
}

/** Pictures being added to one message: each is sent at once, can be called off, tried again alone and described. */
export class AttachmentTray implements Tray {
  readonly items: Signal<readonly TrayItem[]> = signal([]);
  /** What could not be added at all; "" for nothing. */
  readonly problem: Signal<string> = signal("");
  readonly ready: ReadonlySignal<readonly string[]> = computed(() => this.items.value.flatMap(({ id }) => id ?? []));
  readonly isWaiting: ReadonlySignal<boolean> = computed(() => this.items.value.some(({ state }) => state !== "ready"));
  readonly #ports: TrayPorts;
  readonly #sending = new Map<string, AbortController>();

  constructor(ports: TrayPorts) {
    this.#ports = ports;
  }

  add(files: readonly File[]): void {
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    const room = MOST_PICTURES - this.items.peek().length;
    this.problem.value = problemOf(files.length - pictures.length, pictures.length - room);
    const items = pictures.slice(0, room).map((file): TrayItem => {
      const key = this.#ports.newKey();
      return { key, file, state: "sending", part: 0, id: null, alt: "", problem: null, isFinal: false };
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

  /** Says what a picture shows, for those who cannot see it and for the bots. */
  async describe(key: string, alt: string): Promise<void> {
    const item = this.#find(key);
    this.#change(key, { alt });
    if (!item?.id || item.alt === alt) return;
    this.#change(key, { state: "sending" });
    const answer = await this.#ports.describe(item.id, alt);
    this.#change(key, { state: "ready", problem: answer.ok ? null : answer.problem.detail });
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
      this.#change(key, { state: "failed", problem: detail, isFinal: FINAL.includes(code) });
      return;
    }
    // What was said of it while it was on its way goes with it.
    const alt = this.#find(key)?.alt ?? "";
    if (alt !== "") await this.#ports.describe(answer.value.id, alt);
    this.#change(key, { state: "ready", part: 1, id: answer.value.id });
  }

  #find(key: string): TrayItem | undefined {
    return this.items.peek().find((item) => item.key === key);
  }

  #change(key: string, fields: Partial<TrayItem>): void {
    this.items.value = this.items.peek().map((item) => (item.key === key ? { ...item, ...fields } : item));
  }
}

function problemOf(others: number, over: number): string {
  if (others > 0) return "Only pictures can be added: PNG, JPG, WebP or GIF.";
  return over > 0 ? `A message shows ${MOST_PICTURES} pictures at most.` : "";
}
