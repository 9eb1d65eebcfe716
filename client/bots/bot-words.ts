import type { BehaviorSettings, PersonalityTraits } from "../../shared/fields/bot.ts";
import type { Right, Visibility } from "./bot-answers.ts";
import type { BotField, BotTab } from "./bot-draft.ts";

export const TAB_WORDS: Readonly<Record<BotTab, string>> = {
  persona: "Persona",
  behaviour: "Behaviour",
  lore: "Lore",
  looks: "Looks",
  sharing: "Sharing",
  try: "Try it",
  stats: "Stats",
};

export const FIELD_WORDS: Readonly<Record<BotField, string>> = {
  name: "Name",
  slug: "Address",
  description: "Description",
  system_prompt: "What it is told",
  greeting: "Greeting",
  speech_examples: "How it speaks",
  gender: "Gender",
  age: "Age",
  tags: "Tags",
  tone: "Tone",
  formality_level: "Manners",
  humor_style: "Humour",
  communication_style: "Way of talking",
  response_length: "Length of replies",
  creativity_level: "Imagination",
  knowledge_sharing: "What it gives away",
  signature_phrases: "Phrases of its own",
  knowledge_collections: "Tomes",
  picture: "Picture",
  sharing_visibility: "Who may use it",
};

export const GENDER_WORDS = {
  male: "Male",
  female: "Female",
  "non-binary": "Non-binary",
  other: "Other",
} as const;

type Words<T extends string | undefined> = Readonly<Record<NonNullable<T>, string>>;

const TONE: Words<PersonalityTraits["tone"]> = {
  friendly: "Friendly",
  professional: "Professional",
  playful: "Playful",
  mysterious: "Mysterious",
  wise: "Wise",
  humorous: "Humorous",
  empathetic: "Empathetic",
  authoritative: "Authoritative",
};
const FORMALITY: Words<PersonalityTraits["formality_level"]> = {
  "very-casual": "Very casual",
  casual: "Casual",
  neutral: "Neutral",
  formal: "Formal",
  "very-formal": "Very formal",
};
const HUMOR: Words<PersonalityTraits["humor_style"]> = {
  none: "None",
  light: "Light",
  moderate: "Some",
  dark: "Dark",
  sarcastic: "Sarcastic",
};
const TALK: Words<PersonalityTraits["communication_style"]> = {
  direct: "Direct",
  elaborate: "Elaborate",
  concise: "Concise",
  storytelling: "Storytelling",
  questioning: "Asking back",
};
const LENGTH: Words<BehaviorSettings["response_length"]> = {
  "very-short": "Very short",
  short: "Short",
  medium: "Medium",
  long: "Long",
  "very-long": "Very long",
};
const CREATIVITY: Words<BehaviorSettings["creativity_level"]> = {
  conservative: "Keeps to facts",
  moderate: "Some",
  creative: "Creative",
  "highly-creative": "Runs wild",
};
const KNOWLEDGE: Words<BehaviorSettings["knowledge_sharing"]> = {
  "very-limited": "Almost nothing",
  limited: "Little",
  balanced: "Balanced",
  generous: "Much",
  "very-generous": "All it knows",
};

/** Fields that are one word of a few, and what is said beside them. */
export const WORD_FIELDS: readonly {
  readonly title: string;
  readonly fields: readonly { readonly field: BotField; readonly words: Readonly<Record<string, string>> }[];
}[] = [
  {
    title: "Character",
    fields: [
      { field: "tone", words: TONE },
      { field: "formality_level", words: FORMALITY },
      { field: "humor_style", words: HUMOR },
      { field: "communication_style", words: TALK },
    ],
  },
  {
    title: "Replies",
    fields: [
      { field: "response_length", words: LENGTH },
      { field: "creativity_level", words: CREATIVITY },
      { field: "knowledge_sharing", words: KNOWLEDGE },
    ],
  },
];

export const VISIBILITY_WORDS: Readonly<Record<Visibility, readonly [label: string, about: string]>> = {
  private: ["Private", "Only you. Whatever was shared ends."],
  shared: ["Shared", "You and the people below."],
  public: [
    "Public",
    "Everyone may find it, talk with it and see its page. What it is told and knows stays with its editors.",
  ],
};

/** Grants in the words of the people who give them (ux §2.4). */
export const RIGHT_WORDS: Readonly<Record<Exclude<Right, "owner">, string>> = {
  read: "Read-only",
  write: "Editor",
  admin: "Owner",
};
export const RIGHT_HINTS: Readonly<Record<Exclude<Right, "owner">, string>> = {
  read: "May talk with it.",
  write: "May also change it.",
  admin: "May also share and delete it.",
};

export const heartsWords = (count: number): string => (count === 1 ? "1 like" : `${count} likes`);
