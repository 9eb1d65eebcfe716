import type { MacroNames } from "../text/macros.ts";
import { type CompiledEntry, KIND_BITS } from "./compile.ts";
import type { EvaluateInput, LoreMessage } from "./evaluate.ts";
import { fold, type MappedText, normalise } from "./fold.ts";
import type { ExtraText } from "./trace.ts";

/** Furthest any window reaches, messages: the largest `max_scan_depth`. */
const MAX_WINDOW = 100;

/** One text to look for keys in. Made comparable at most once, when first needed. */
export class ScanText {
  /** The message's id or the extra text's name. */
  readonly id: string;
  readonly #raw: string;
  #normal: MappedText | null = null;
  #folded: MappedText | null = null;

  constructor(id: string, raw: string) {
    this.id = id;
    this.#raw = raw;
  }

  /** For case-sensitive keys and patterns. */
  get normal(): MappedText {
    this.#normal ??= normalise(this.#raw);
    return this.#normal;
  }

  /** For all other keys. */
  get folded(): MappedText {
    this.#folded ??= fold(this.normal);
    return this.#folded;
  }
}

/** The texts one evaluation may look at, each prepared once however many entries ask for it. */
export class LoreView {
  readonly names: MacroNames;
  readonly #messages: readonly LoreMessage[];
  readonly #texts = new Map<LoreMessage, ScanText>();
  readonly #windows = new Map<number, readonly ScanText[]>();
  readonly #extras: Readonly<Record<ExtraText, ScanText | null>>;

  constructor(input: Pick<EvaluateInput, "messages" | "length" | "speaker" | "persona" | "userName">) {
    const { messages, length, speaker, persona } = input;
    this.names = { char: speaker.name, user: input.userName };
    this.#messages = messages.filter(({ index }) => index < length).sort((a, b) => a.index - b.index);
    this.#extras = {
      bot_description: extra("bot_description", speaker.description),
      bot_personality: extra("bot_personality", speaker.personality),
      persona_description: extra("persona_description", persona?.description ?? ""),
    };
  }

  /** The newest messages of these kinds, newest first, at most {@link MAX_WINDOW}. */
  window(kinds: number): readonly ScanText[] {
    const known = this.#windows.get(kinds);
    if (known !== undefined) return known;
    const window = this.windowBefore(kinds, Number.POSITIVE_INFINITY);
    this.#windows.set(kinds, window);
    return window;
  }

  /** The same as it was before the message of that index. */
  windowBefore(kinds: number, index: number): readonly ScanText[] {
    const window: ScanText[] = [];
    for (let i = this.#messages.length - 1; i >= 0 && window.length < MAX_WINDOW; i--) {
      const message = this.#messages[i];
      if (message !== undefined && message.index < index && (KIND_BITS[message.kind] & kinds) !== 0)
        window.push(this.#textOf(message));
    }
    return window;
  }

  /** The texts beside the transcript that this entry asks for; empty ones are left out. */
  extras({ filtering }: CompiledEntry["source"]): readonly ScanText[] {
    const { bot_description, bot_personality, persona_description } = this.#extras;
    return [
      filtering.match_bot_description ? bot_description : null,
      filtering.match_bot_personality ? bot_personality : null,
      filtering.match_persona_description ? persona_description : null,
    ].filter((text) => text !== null);
  }

  #textOf(message: LoreMessage): ScanText {
    const known = this.#texts.get(message);
    if (known !== undefined) return known;
    const text = new ScanText(message.id, message.text);
    this.#texts.set(message, text);
    return text;
  }
}

const extra = (id: ExtraText, raw: string): ScanText | null => (raw === "" ? null : new ScanText(id, raw));
