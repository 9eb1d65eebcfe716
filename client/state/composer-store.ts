import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { findMentions, findUnclear, type UnclearMention } from "../../shared/room/mentions.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import type { DeviceStorage } from "./ports.ts";
import type { SendOptions } from "./room-store.ts";

/** A bot picked from the mention list: an object, so that it survives a rename. `name` is what stands in the text. */
export interface ChosenMention {
  readonly bot_id: string;
  readonly name: string;
  /** Not at the table yet: it is brought there before the message goes out. */
  readonly joins?: boolean;
}

export interface KnownPersona {
  readonly id: string;
  readonly name: string;
}

/** What another device of the person has written, where something else was written here. */
export interface RivalDraft {
  readonly text: string;
  /** Its name, e.g. "Phone". */
  readonly device: string;
  take(): void;
  keep(): void;
}

/** Pictures on their way to a message. */
export interface Tray {
  /** Ids of the uploads that are there, in order. */
  readonly ready: ReadonlySignal<readonly string[]>;
  /** Some are not there yet: the message waits for them. */
  readonly isWaiting: ReadonlySignal<boolean>;
  /** Whether what they show is still on its way: then `send` is called once it is there. */
  hold(send: () => void): boolean;
}

export interface ComposerPorts {
  readonly room_id: string;
  readonly view: ReadonlySignal<RoomView | null>;
  readonly storage: DeviceStorage;
  send(text: string, options: SendOptions): string;
  /** Brings bots to the table. */
  join?(bot_ids: readonly string[]): void;
}

/** Personas this device spoke as, the newest first. */
const RECENT_PERSONAS = "personas";
/** How many of them are kept: the quick switch of ux §3.3 offers the last two, and one of them is the one in use. */
const MOST_RECENT = 3;
/** How a room remembers that one speaks as oneself there: no id of a persona. */
const MYSELF = "-";
const NO_BOTS: readonly RoomBot[] = [];

/** What is being written in one room. The draft is kept on every keystroke. */
export class ComposerStore {
  readonly text: Signal<string>;
  /** Sticky until turned off: people read it, bots do not. */
  readonly aside: Signal<boolean> = signal(false);
  /** Speaks as this persona; null as themselves; undefined as the room's setting says. */
  readonly persona_id: Signal<string | null | undefined>;
  readonly reply_to_id: Signal<string | null> = signal(null);
  /** The bot that alone hears the next message, and no longer than that one; null is the room. */
  readonly whisper_to: Signal<string | null> = signal(null);
  /** The pictures that go with the next message; null while there are none. */
  readonly tray: Signal<Tray | null> = signal(null);
  readonly mentions: ReadonlySignal<readonly ChosenMention[]>;
  /** Ids of the bots the text calls, in the order they will speak; empty where the room decides. */
  readonly speakers: ReadonlySignal<readonly string[]>;
  /** A name in the text that fits several bots: until one is chosen it calls none. */
  readonly unclear: ReadonlySignal<UnclearMention | null>;
  readonly canSend: ReadonlySignal<boolean>;
  /** Ids of the personas spoken as last on this device, the newest first. */
  readonly recentPersonas: Signal<readonly string[]>;
  /** The person's own personas, once the page knows them. */
  readonly personas: Signal<readonly KnownPersona[]> = signal([]);
  readonly #rival: Signal<RivalDraft | null> = signal(null);
  /** A choice that is open: this draft, or that of another device. */
  readonly rival: ReadonlySignal<RivalDraft | null> = this.#rival;
  readonly #ports: ComposerPorts;
  readonly #key: string;
  readonly #personaKey: string;
  readonly #chosen: Signal<readonly ChosenMention[]> = signal([]);

  constructor(ports: ComposerPorts) {
    this.#ports = ports;
    this.#key = `draft:${ports.room_id}`;
    this.#personaKey = `persona:${ports.room_id}`;
    this.text = signal(ports.storage.get(this.#key) ?? "");
    const last = ports.storage.get(this.#personaKey);
    this.persona_id = signal(last === MYSELF ? null : (last ?? undefined));
    this.recentPersonas = signal((ports.storage.get(RECENT_PERSONAS) ?? "").split(" ").filter(Boolean));
    this.mentions = computed(() => this.#chosen.value.filter(({ name }) => this.text.value.includes(`@${name}`)));
    this.speakers = computed(() => this.#speakers());
    const isAloud = computed(() => !this.aside.value && this.whisper_to.value === null);
    this.unclear = computed(() => (isAloud.value ? findUnclear(this.text.value, this.#callable()) : null));
    this.canSend = computed(() => {
      const tray = this.tray.value;
      if (tray?.isWaiting.value) return false;
      return this.text.value.trim() !== "" || (tray?.ready.value.length ?? 0) > 0;
    });
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

  oppose(rival: RivalDraft | null): void {
    this.#rival.value = rival;
  }

  /** Turns the aside on or off. */
  setAside(on: boolean): void {
    this.aside.value = on;
    if (on) this.whisper_to.value = null;
  }

  /** The next message is for one bot alone; null is for the room. An aside is the opposite of it. */
  whisperTo(bot_id: string | null): void {
    this.whisper_to.value = bot_id;
    if (bot_id !== null) this.aside.value = false;
  }

  /** All there are. One that is gone meanwhile is spoken as no longer. */
  knowPersonas(personas: readonly KnownPersona[]): void {
    this.personas.value = personas;
    const chosen = this.persona_id.peek();
    if (typeof chosen !== "string" || personas.some(({ id }) => id === chosen)) return;
    this.persona_id.value = undefined;
    this.#ports.storage.remove(this.#personaKey);
  }

  /** From now on as this persona; null as oneself. Each room remembers its own. */
  speakAs(persona_id: string | null): void {
    this.persona_id.value = persona_id;
    this.#ports.storage.set(this.#personaKey, persona_id ?? MYSELF);
    if (persona_id === null) return;
    const others = this.recentPersonas.peek().filter((id) => id !== persona_id);
    this.recentPersonas.value = [persona_id, ...others].slice(0, MOST_RECENT);
    this.#ports.storage.set(RECENT_PERSONAS, this.recentPersonas.peek().join(" "));
  }

  /** The next message answers this one; null answers none. */
  replyTo(message_id: string | null): void {
    this.reply_to_id.value = message_id;
  }

  /** Posts what is written and empties the field; null where there is nothing. `respond: false` wakes no bot. */
  submit(options: Pick<SendOptions, "respond"> = {}): string | null {
    const tray = this.tray.peek();
    if (!this.canSend.peek() || tray?.hold(() => this.submit(options))) return null;
    const mentions = this.speakers.peek();
    const persona_id = this.persona_id.peek();
    const reply_to_id = this.reply_to_id.peek();
    const whisper_to = this.whisper_to.peek();
    const attachments = tray?.ready.peek() ?? [];
    const joining = this.mentions.peek().filter((m) => m.joins && mentions.includes(m.bot_id) && !this.#isHere(m));
    // The room does things in the order they are said: who joins is there when the message comes.
    if (joining.length > 0 && options.respond !== false) this.#ports.join?.(joining.map((m) => m.bot_id));
    const ref = this.#ports.send(this.text.peek(), {
      ...options,
      // Without a picked bot the room reads the names itself: it knows the newest ones.
      ...(whisper_to === null && this.mentions.peek().length > 0 && mentions.length > 0 && { mentions: [...mentions] }),
      ...(persona_id !== undefined && { persona_id }),
      ...(reply_to_id !== null && { reply_to_id }),
      ...(this.aside.peek() && { aside: true }),
      ...(whisper_to !== null && { whisper_to }),
      ...(attachments.length > 0 && { attachments: [...attachments] }),
    });
    this.reply_to_id.value = null;
    this.whisper_to.value = null;
    this.tray.value = null;
    this.write("");
    return ref;
  }

  #speakers(): readonly string[] {
    if (this.aside.value) return [];
    const alone = this.whisper_to.value;
    return alone === null ? this.#called() : [alone];
  }

  /** Picked names and typed ones together, each bot once, in the order of the text. */
  #called(): readonly string[] {
    return [...new Set(findMentions(this.text.value, this.#callable()).map((m) => m.bot_id))];
  }

  /** Who answers to which name: a name that was picked means whom it was picked for. */
  #callable(): readonly Pick<RoomBot, "bot_id" | "name">[] {
    const bots = this.#ports.view.value?.bots ?? NO_BOTS;
    const picked = this.mentions.value;
    const here = picked.filter((m) => m.joins || this.#isHere(m));
    // A picked bot answers to the name that was picked, whatever it is called by now.
    const others = bots.filter((bot) => !here.some((m) => m.bot_id === bot.bot_id || m.name === bot.name));
    return [...here, ...others];
  }

  #isHere({ bot_id }: ChosenMention): boolean {
    return (this.#ports.view.value?.bots ?? NO_BOTS).some((bot) => bot.bot_id === bot_id);
  }
}
