import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { findMentions } from "../../shared/room/mentions.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import type { DeviceStorage } from "./ports.ts";
import type { SendOptions } from "./room-store.ts";

/** A bot picked from the mention list: an object, so that it survives a rename. `name` is what stands in the text. */
export interface ChosenMention {
  readonly bot_id: string;
  readonly name: string;
}

export interface ComposerPorts {
  readonly room_id: string;
  readonly view: ReadonlySignal<RoomView | null>;
  readonly storage: DeviceStorage;
  send(text: string, options: SendOptions): string;
}

const NO_BOTS: readonly RoomBot[] = [];

/** What is being written in one room. The draft is kept on every keystroke. */
export class ComposerStore {
  readonly text: Signal<string>;
  /** Sticky until turned off: people read it, bots do not. */
  readonly aside: Signal<boolean> = signal(false);
  /** Speaks as this persona; null as themselves; undefined as the room's setting says. */
  readonly persona_id: Signal<string | null | undefined> = signal(undefined);
  readonly reply_to_id: Signal<string | null> = signal(null);
  readonly mentions: ReadonlySignal<readonly ChosenMention[]>;
  /** Ids of the bots the text calls, in the order they will speak; empty where the room decides. */
  readonly speakers: ReadonlySignal<readonly string[]>;
  readonly canSend: ReadonlySignal<boolean>;
  readonly #ports: ComposerPorts;
  readonly #key: string;
  readonly #chosen: Signal<readonly ChosenMention[]> = signal([]);

  constructor(ports: ComposerPorts) {
    this.#ports = ports;
    this.#key = `draft:${ports.room_id}`;
    this.text = signal(ports.storage.get(this.#key) ?? "");
    this.mentions = computed(() => this.#chosen.value.filter(({ name }) => this.text.value.includes(`@${name}`)));
    this.speakers = computed(() => (this.aside.value ? [] : this.#called()));
    this.canSend = computed(() => this.text.value.trim() !== "");
  }

  write(text: string): void {
    this.text.value = text;
    if (text === "") this.#ports.storage.remove(this.#key);
    else this.#ports.storage.set(this.#key, text);
    this.#chosen.value = this.mentions.peek();
  }

  /** Puts `@Name ` in the place of what was typed between `start` and `end` (UTF-16); answers where the caret goes. */
  mention(bot: ChosenMention, start: number, end: number): number {
    const text = this.text.peek();
    const inserted = `@${bot.name} `;
    this.#chosen.value = [...this.#chosen.peek().filter((m) => m.bot_id !== bot.bot_id), bot];
    this.write(text.slice(0, start) + inserted + text.slice(end));
    return start + inserted.length;
  }

  /** Posts what is written and empties the field; null where there is nothing. `respond: false` wakes no bot. */
  submit(options: Pick<SendOptions, "respond"> = {}): string | null {
    if (!this.canSend.peek()) return null;
    const mentions = this.speakers.peek();
    const persona_id = this.persona_id.peek();
    const reply_to_id = this.reply_to_id.peek();
    const ref = this.#ports.send(this.text.peek(), {
      ...options,
      // Without a picked bot the room reads the names itself: it knows the newest ones.
      ...(this.mentions.peek().length > 0 && mentions.length > 0 && { mentions: [...mentions] }),
      ...(persona_id !== undefined && { persona_id }),
      ...(reply_to_id !== null && { reply_to_id }),
      ...(this.aside.peek() && { aside: true }),
    });
    this.reply_to_id.value = null;
    this.write("");
    return ref;
  }

  /** Picked names and typed ones together, each bot once, in the order of the text. */
  #called(): readonly string[] {
    const bots = this.#ports.view.value?.bots ?? NO_BOTS;
    const picked = this.mentions.value;
    const here = picked.filter((m) => bots.some((bot) => bot.bot_id === m.bot_id));
    // A picked bot answers to the name that was picked, whatever it is called by now.
    const others = bots.filter((bot) => !here.some((m) => m.bot_id === bot.bot_id));
    return [...new Set(findMentions(this.text.value, [...here, ...others]).map((m) => m.bot_id))];
  }
}
