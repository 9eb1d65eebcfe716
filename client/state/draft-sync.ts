import { effect, type ReadonlySignal } from "@preact/signals";
import * as z from "zod/mini";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import type { KeptDraft } from "../../shared/protocol/server-messages.ts";
import type { ComposerStore } from "./composer-store.ts";
import type { ClientClock, DeviceStorage } from "./ports.ts";
import type { RoomStore } from "./room-store.ts";

/** Rest after the last keystroke until the room is told, milliseconds (ux §3.3). */
const SAVE_AFTER_MS = 1_000;

/** The newest draft of the room that this device has shown. */
const Base = z.object({ text: z.string(), rev: z.number() });
type Base = z.infer<typeof Base>;
const NEVER: Base = { text: "", rev: 0 };

export interface DraftPorts {
  readonly room_id: string;
  readonly room: Pick<RoomStore, "draft" | "status" | "you" | "presence" | "keepDraft">;
  readonly composer: Pick<ComposerStore, "text" | "write" | "rival" | "oppose">;
  readonly storage: DeviceStorage;
  readonly clock: ClientClock;
}

/**
 * Keeps one draft on all devices of a person. Each change goes on from the newest draft the device has shown; one that
 * another device has changed meanwhile is taken over where nothing was written here, and a question where something was.
 */
export class DraftSync {
  readonly #ports: DraftPorts;
  readonly #key: string;
  readonly #ends: (() => void)[];
  #base: Base;
  /** On its way, until the room says what it holds. */
  #saying: string | null = null;
  #cancel: (() => void) | null = null;

  constructor(ports: DraftPorts) {
    const { room, composer } = ports;
    this.#ports = ports;
    this.#key = `draft-base:${ports.room_id}`;
    this.#base = readBase(ports.storage.get(this.#key));
    this.#ends = [
      effect(() => this.#connected(room.status.value === "live", room.draft)),
      effect(() => this.#written(composer.text.value)),
    ];
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#cancel?.();
  }

  /** Everything the room says while it is connected, a welcome's draft among it. */
  #connected(isLive: boolean, draft: ReadonlySignal<KeptDraft | null>): void {
    if (isLive) this.#heard(draft.value ?? { ...NEVER, device_id: "" });
  }

  #heard(kept: KeptDraft): void {
    const { composer } = this.#ports;
    const here = composer.text.peek();
    const isAnswer = this.#saying === kept.text;
    this.#saying = null;
    const isOld = kept.rev <= this.#base.rev;
    const isUntouched = here === this.#base.text || here === "";
    if (isAnswer || isOld || kept.text === here) this.#goOnFrom(kept);
    else if (isUntouched) this.#show(kept);
    else if (kept.text === "") this.#goOnFrom(kept);
    else this.#ask(kept);
  }

  #show(kept: Base): void {
    this.#base = kept;
    this.#ports.composer.write(kept.text);
    this.#goOnFrom(kept);
  }

  /** What stands here is the next change of that draft. */
  #goOnFrom({ text, rev }: Base): void {
    const { composer, storage } = this.#ports;
    this.#base = { text, rev };
    storage.set(this.#key, JSON.stringify(this.#base));
    composer.oppose(null);
    this.#written(composer.text.peek());
  }

  #ask(kept: KeptDraft): void {
    const { composer } = this.#ports;
    this.#cancel?.();
    composer.oppose({
      text: kept.text,
      device: this.#nameOf(kept.device_id),
      take: () => this.#show(kept),
      keep: () => this.#goOnFrom(kept),
    });
  }

  #nameOf(id: string): string {
    const devices = this.#ports.room.presence.peek().flatMap((person) => person.devices);
    return devices.find(({ device_id }) => device_id === id)?.name || "Another device";
  }

  #written(text: string): void {
    this.#cancel?.();
    this.#cancel = null;
    if (text === this.#base.text || this.#ports.composer.rival.peek() !== null) return;
    this.#cancel = this.#ports.clock.after(SAVE_AFTER_MS, () => this.#save());
  }

  #save(): void {
    const { room, composer } = this.#ports;
    const text = composer.text.peek();
    // One at a time: the next goes on from what the room answers.
    if (this.#saying !== null || text === this.#base.text || text.length > MAX_MESSAGE_CHARS) return;
    if (room.status.peek() !== "live" || room.you.peek()?.role === "viewer") return;
    if (room.keepDraft(text, this.#base.rev)) this.#saying = text;
  }
}

function readBase(stored: string | null): Base {
  try {
    return Base.parse(JSON.parse(stored ?? "null"));
  } catch {
    return NEVER;
  }
}
