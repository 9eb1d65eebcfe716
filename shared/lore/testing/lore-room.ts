import { LoreEntry } from "../../fields/knowledge.ts";
import { LoreSettings, type LoreSettings as Settings } from "../../fields/knowledge-collections.ts";
import { compileLore, type LoreCollection } from "../compile.ts";
import { type EvaluateInput, evaluate, type Firing, type LoreMessage } from "../evaluate.ts";
import { firings } from "../log-rows.ts";
import type { Trace, TraceEntry } from "../trace.ts";

/** Groups of an entry with as little in them as a test wants to say. */
export interface EntrySketch {
  readonly id?: string;
  readonly collection?: string;
  readonly title?: string;
  readonly text?: string;
  readonly keys?: readonly string[];
  readonly secondary?: readonly string[];
  readonly applies_to_bots?: readonly string[];
  readonly settings?: Partial<LoreEntry["activation_settings"]>;
  readonly positioning?: Partial<LoreEntry["positioning"]>;
  readonly timing?: Partial<LoreEntry["advanced_activation"]>;
  readonly filtering?: Partial<LoreEntry["filtering"]>;
  readonly budget?: Partial<LoreEntry["budget_control"]>;
}

const toKeys = (keys: readonly string[]) => keys.map((keyword) => ({ keyword }));

/** A whole entry; what the sketch does not say takes the schema's defaults. */
export function entry(sketch: EntrySketch = {}): LoreEntry {
  return LoreEntry.parse({
    id: sketch.id ?? "e",
    knowledge_collection: sketch.collection ?? "book",
    title: sketch.title ?? "",
    entry: sketch.text ?? "lore",
    applies_to_bots: sketch.applies_to_bots ?? [],
    activation_settings: {
      primary_keys: toKeys(sketch.keys ?? []),
      secondary_keys: toKeys(sketch.secondary ?? []),
      ...sketch.settings,
    },
    positioning: sketch.positioning ?? {},
    advanced_activation: sketch.timing ?? {},
    filtering: sketch.filtering ?? {},
    budget_control: sketch.budget ?? {},
  });
}

export const collection = (id: string, settings: Partial<Settings> = {}): LoreCollection => ({
  id,
  lore_settings: LoreSettings.parse(settings),
});

/** `["user: hello", "bot: hi"]` as placed messages with ids m0, m1 … */
export function talk(...lines: readonly string[]): LoreMessage[] {
  let round = 0;
  return lines.map((line, index) => {
    const [, kind, text] = /^(user|bot|system): ?([\s\S]*)$/.exec(line) ?? [];
    if (kind === "user") round++;
    return { id: `m${index}`, index, kind: (kind ?? "user") as LoreMessage["kind"], text: text ?? line, round };
  });
}

/** One token a character: tests read counts off the text. */
export const countCharacters = (text: string): number => text.length;

/** An input with room for everything, as a person without a persona asking a bot named Mara. */
export function input(
  entries: readonly LoreEntry[],
  messages: readonly LoreMessage[],
  rest: Partial<EvaluateInput> & { readonly collections?: readonly LoreCollection[] } = {},
): EvaluateInput {
  const { collections = [], ...given } = rest;
  return {
    compiled: compileLore(entries, collections),
    messages,
    length: messages.length,
    round: messages.filter(({ kind }) => kind === "user").length,
    speaker: { id: "mara", name: "Mara", description: "", personality: "" },
    persona: null,
    userName: "Ben",
    trigger: "normal",
    ledger: [],
    pins: [],
    budget: { window: 1_000_000, reserved: 0, percent: 100 },
    seed: { conversationId: "room", messageId: "next" },
    countTokens: countCharacters,
    ...given,
  };
}

/** The trace of one entry. */
export function only(trace: Trace, id = "e"): TraceEntry {
  const found = trace.entries.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no entry ${id} in the trace`);
  return found;
}

/** Evaluates one entry and gives its part of the trace. */
export function evaluateOne(
  sketch: EntrySketch,
  messages: readonly LoreMessage[],
  rest: Parameters<typeof input>[2] = {},
): TraceEntry {
  return only(evaluate(input([entry(sketch)], messages, rest)), sketch.id ?? "e");
}

interface SaidMessage {
  readonly id: string;
  readonly kind: LoreMessage["kind"];
  readonly text: string;
  readonly fired: readonly Pick<Firing, "entryId" | "method" | "score">[];
}

/** A conversation that evaluates before each bot message and keeps its ledger with the messages, as a room does. */
export class SimConversation {
  readonly #input: EvaluateInput;
  #said: SaidMessage[] = [];
  #count = 0;

  constructor(base: EvaluateInput) {
    this.#input = base;
  }

  get length(): number {
    return this.#said.length;
  }

  /** A conversation that never had anything but what is said here now. */
  rebuilt(base: EvaluateInput): SimConversation {
    const copy = new SimConversation(base);
    copy.#said = [...this.#said];
    copy.#count = this.#count;
    return copy;
  }

  say(kind: LoreMessage["kind"], text: string): void {
    this.#said.push({ id: this.#nextId(), kind, text, fired: [] });
  }

  /** What a bot message would be evaluated to now, in a place of its own or in that of message `at` (a retake). */
  evaluate(at: number = this.#said.length): Trace {
    return evaluate({ ...this.#input, ...this.#placed(at), seed: { conversationId: "room", messageId: `m${at}` } });
  }

  /** Lets the bot speak: evaluates, then adds the message with what fired on it. */
  reply(text = "."): Trace {
    const trace = this.evaluate();
    this.#said.push({ id: this.#nextId(), kind: "bot", text, fired: this.#fired(trace) });
    return trace;
  }

  /** Another take of a bot message takes its place. */
  retake(at: number, text = "."): Trace {
    const trace = this.evaluate(at);
    const old = this.#said[at];
    if (old !== undefined) this.#said[at] = { ...old, text, fired: this.#fired(trace) };
    return trace;
  }

  edit(at: number, text: string): void {
    const old = this.#said[at];
    if (old !== undefined) this.#said[at] = { ...old, text };
  }

  remove(at: number): void {
    this.#said.splice(at, 1);
  }

  #nextId(): string {
    this.#count++;
    return `s${this.#count}`;
  }

  #fired(trace: Trace): SaidMessage["fired"] {
    return firings(trace, { messageId: "", index: 0, round: 0 });
  }

  #placed(at: number): Pick<EvaluateInput, "messages" | "length" | "round" | "ledger"> {
    let round = 0;
    const messages: LoreMessage[] = [];
    const ledger: Firing[] = [];
    for (const [index, { id, kind, text, fired }] of this.#said.entries()) {
      if (kind === "user") round++;
      messages.push({ id, index, kind, text, round });
      for (const line of fired) ledger.push({ ...line, messageId: id, index, round });
    }
    const before = this.#said.slice(0, at).filter(({ kind }) => kind === "user").length;
    return { messages, length: at, round: before, ledger };
  }
}
