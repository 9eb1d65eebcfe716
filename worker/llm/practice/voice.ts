import type { BotCard } from "../../conversation/ports.ts";
import { firstName } from "./names.ts";
import { isEnglish } from "./words.ts";

/** The manners a bot can have; each has its own bank of phrases in `frames/`. */
export type Manner = "guarded" | "sceptic" | "eager" | "warm" | "formal" | "playful" | "plain";

/** How a bot talks, read from its card. */
export interface Voice {
  readonly manner: Manner;
  /** Sentences in a reply, at least and at most. */
  readonly sentences: readonly [number, number];
  /** The card is in English, so English phrases may stand between its own words. */
  readonly english: boolean;
  /** Writes `*actions*`. */
  readonly acts: boolean;
  /** Puts speech in quotation marks. */
  readonly quotes: boolean;
  /** Chance of disagreeing with another bot, by first name; `*` for all others. */
  readonly disagrees: ReadonlyMap<string, number>;
  /** Chance of ending on a question. */
  readonly asksBack: number;
  readonly phrases: readonly string[];
}

const SENTENCES = {
  "very-short": [1, 1],
  short: [2, 3],
  medium: [3, 4],
  long: [5, 7],
  "very-long": [8, 11],
} as const;

/** Words that betray a manner, in the author's own text. Each hit counts one; a fitting trait counts as given below. */
const WORDS: Readonly<Record<Exclude<Manner, "plain">, RegExp>> = {
  guarded:
    /\b(?:terse|laconic|quiet|silent|silence|mysterious|secretive|reserved|few words|stoic|brooding|enigmatic|aloof|cold)\b/giu,
  sceptic:
    /\b(?:s[ck]eptic(?:al)?|doubts?|cynic(?:al)?|sarcastic|suspicious|distrust\w*|dry|unimpressed|grumpy|contrarian|evidence)\b/giu,
  eager:
    /\b(?:eager|curious|enthusias\w+|trainee|apprentice|student|energetic|excitable|questions?|inquisitive|novice|hyper\w*|bubbly)\b/giu,
  warm: /\b(?:warm\w*|kind\w*|caring|gentle|compassion\w*|nurturing|motherly|loving|empath\w+|tender|supportive|protective|sweet|healing|devoted)\b/giu,
  formal:
    /\b(?:butler|professor|scholar\w*|formal|polite|precise|royal|noble|knight|officer|lawyer|scientist|analy\w+|logical|dignified|courteous)\b/giu,
  playful:
    /\b(?:playful|mischie\w+|teas\w+|flirt\w*|cheeky|jok\w+|witty|trickster|prank\w*|silly|goofy|impish|cheerful)\b/giu,
};
const TRAITS: Readonly<Record<string, Manner>> = {
  mysterious: "guarded",
  wise: "guarded",
  concise: "guarded",
  sarcastic: "sceptic",
  dark: "sceptic",
  questioning: "eager",
  friendly: "warm",
  empathetic: "warm",
  professional: "formal",
  authoritative: "formal",
  formal: "formal",
  "very-formal": "formal",
  playful: "playful",
  humorous: "playful",
};
/** A trait was chosen by hand; a word may stand there for any reason. */
const TRAIT_WEIGHT = 1.5;
const MAX_WORD_HITS = 3;

/** Reads a bot's voice from its card. */
export function voiceOf(bot: BotCard, otherBots: readonly string[], texts: readonly string[]): Voice {
  const own = texts.join("\n");
  const manner = mannerOf(bot);
  const traits = bot.personality_traits;
  return {
    manner,
    sentences: SENTENCES[bot.behavior_settings.response_length ?? "short"],
    english: isEnglish(own === "" ? bot.name : own.slice(0, 4_000)),
    acts: (own.match(/\*[^*\n]{8,}\*/gu)?.length ?? 0) >= 2,
    quotes: (own.match(/["“][^"”\n]{2,}["”]/gu)?.length ?? 0) >= 2,
    disagrees: disagreements(bot, otherBots, manner),
    asksBack: asksBack(manner, traits.communication_style),
    phrases: bot.signature_phrases.map(({ phrase }) => phrase.trim()),
  };
}

function mannerOf(bot: BotCard): Manner {
  const score = new Map<Manner, number>();
  const add = (manner: Manner, points: number) => score.set(manner, (score.get(manner) ?? 0) + points);
  const text = `${bot.system_prompt}\n${bot.description}`;
  for (const [manner, words] of Object.entries(WORDS) as [Manner, RegExp][])
    add(manner, Math.min(MAX_WORD_HITS, text.match(words)?.length ?? 0));
  const { tone, formality_level, humor_style, communication_style } = bot.personality_traits;
  for (const trait of [tone, formality_level, humor_style, communication_style]) {
    const manner = trait === undefined ? undefined : TRAITS[trait];
    if (manner !== undefined) add(manner, TRAIT_WEIGHT);
  }
  const [best] = [...score].toSorted((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] > 0 ? best[0] : "plain";
}

const DISAGREES: Readonly<Record<Manner, number>> = {
  sceptic: 0.85,
  eager: 0.55,
  guarded: 0.35,
  formal: 0.35,
  plain: 0.3,
  playful: 0.45,
  warm: 0.1,
};
/** Of those the author says it argues with. */
const SURELY = 0.95;

function disagreements(bot: BotCard, otherBots: readonly string[], manner: Manner): Map<string, number> {
  const chances = new Map([["*", DISAGREES[manner]]]);
  const sentences = bot.system_prompt.split(/[.!?\n]/u);
  for (const other of otherBots) {
    const name = firstName(other);
    const argues = sentences.some(
      (s) => s.includes(name) && /\b(?:disagree|argue|doubt|contradict|tease|rival)/iu.test(s),
    );
    if (argues) chances.set(name, SURELY);
  }
  return chances;
}

const ASKS_BACK: Readonly<Record<Manner, number>> = {
  eager: 0.6,
  warm: 0.5,
  formal: 0.35,
  plain: 0.35,
  playful: 0.4,
  sceptic: 0.3,
  guarded: 0.15,
};

function asksBack(manner: Manner, style: BotCard["personality_traits"]["communication_style"]): number {
  return style === "questioning" ? Math.max(0.7, ASKS_BACK[manner]) : ASKS_BACK[manner];
}
