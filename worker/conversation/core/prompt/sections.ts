import type { InsertRole, Position } from "../../../../shared/fields/knowledge.ts";
import type { Insertion } from "../../../../shared/lore/trace.ts";
import type { PromptSectionName } from "../../../../shared/prompt/receipt.ts";
import { characterText } from "./character.ts";
import { personaText } from "./persona.ts";
import type { PromptInput } from "./prompt-input.ts";
import { roomRules } from "./room-rules.ts";
import { type SpeakerLabels, speakerName } from "./speaker-name.ts";

/** A piece of system text with its place on the receipt. */
export interface PromptPart {
  readonly section: PromptSectionName;
  readonly label: string;
  readonly text: string;
  readonly entry?: string;
  readonly position?: Position;
}

/** Lore that stands inside the transcript, `depth` messages from its end. */
export interface DepthPart extends PromptPart {
  readonly depth: number;
  readonly role: InsertRole;
}

/** A prompt without its transcript. */
export interface PromptFrame {
  /** Before the transcript, in order. */
  readonly head: readonly PromptPart[];
  readonly atDepth: readonly DepthPart[];
  /** After the transcript, in order. */
  readonly tail: readonly PromptPart[];
}

/** What the sections are written with. */
export interface FrameContext {
  readonly input: PromptInput;
  readonly labels: SpeakerLabels;
  /** Labels of the people heard in the transcript. */
  readonly people: readonly string[];
  /** Resolves macros of one text, once; `char` is whose text it is when not the speaking bot's. Lore comes resolved. */
  readonly resolve: (text: string, char?: string) => string;
}

/**
 * Everything but the transcript, as a list: lore is inserted between sections, never into them, so no text of lore
 * can change where another stands (PROMPT1, PROMPT8).
 *
 * @param examples How many of the author's examples stand in it, from the first.
 * @param note Who is one person under several names; "" for nobody.
 */
export function promptFrame(context: FrameContext, examples: number, note: string): PromptFrame {
  const { input, labels, people, resolve } = context;
  const name = speakerName(input.bot.name);
  const user = speakerName(input.userName);
  const lore = (position: Position) => loreAt(input, position);
  const head: PromptPart[] = [
    {
      section: "rules",
      label: "Room rules",
      text: roomRules({ name, otherBots: otherBots(context), people, labels }),
    },
    ...lore("system_top"),
    ...lore("before_character"),
    { section: "character", label: `${name}: personality, behaviour`, text: characterText(input.bot, resolve) },
    ...lore("after_character"),
    { section: "persona", label: `About ${user}`, text: aboutPerson(context, user) },
    { section: "persona", label: "Switched personas", text: note },
    ...lore("before_examples"),
    ...exampleParts(context, name).slice(0, examples),
    ...lore("after_examples"),
  ];
  const atDepth = input.insertions.filter((insertion) => insertion.position === "at_depth");
  return {
    head: head.filter((part) => part.text !== ""),
    atDepth: atDepth.map((insertion) => depthPart(input, insertion)),
    tail: lore("system_bottom"),
  };
}

const otherBots = ({ input, resolve }: FrameContext) =>
  input.otherBots.map(({ name, description }) => ({ name, description: resolve(description, name) }));

const aboutPerson = ({ input, resolve }: FrameContext, user: string) =>
  personaText(user, input.persona, input.preferences, resolve);

/** The author's examples of how the bot talks, each its own part, so that a receipt can say which were left off. */
export const exampleParts = ({ input, resolve }: FrameContext, name: string): PromptPart[] =>
  input.bot.speech_examples.map(({ example }, index) => ({
    section: "examples",
    label: `Example ${index + 1}`,
    text: `An example of how ${name} talks, not part of this conversation:\n${resolve(example).trim()}`,
  }));

const lorePart = (input: PromptInput, insertion: Insertion): PromptPart => ({
  section: "lore",
  label: input.titles?.[insertion.entry] || "Entry",
  text: insertion.text,
  entry: insertion.entry,
  position: insertion.position,
});

const loreAt = (input: PromptInput, position: Position): PromptPart[] =>
  input.insertions
    .filter((insertion) => insertion.position === position)
    .map((insertion) => lorePart(input, insertion));

const depthPart = (input: PromptInput, insertion: Insertion): DepthPart => ({
  ...lorePart(input, insertion),
  depth: insertion.depth ?? 0,
  role: insertion.role ?? "system",
});
