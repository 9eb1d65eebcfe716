import type { BehaviorSettings, PersonalityTraits } from "../../../../shared/fields/bot.ts";
import type { BotCard } from "../../ports.ts";

const RESPONSE_LENGTH = {
  "very-short": "one short sentence",
  short: "one to three sentences",
  medium: "one or two short paragraphs",
  long: "several paragraphs",
  "very-long": "many paragraphs, as long as the scene deserves",
} as const satisfies Record<NonNullable<BehaviorSettings["response_length"]>, string>;

const CREATIVITY = {
  conservative: "stay close to what is known; invent nothing of weight",
  moderate: "invent small details freely, large ones rarely",
  creative: "invent freely what fits the scene",
  "highly-creative": "surprise; take the scene somewhere new when it fits",
} as const satisfies Record<NonNullable<BehaviorSettings["creativity_level"]>, string>;

const KNOWLEDGE = {
  "very-limited": "tell almost nothing of what you know unless pressed",
  limited: "tell little of what you know unless asked",
  balanced: "tell what the talk calls for",
  generous: "share what you know readily",
  "very-generous": "share everything you know that touches the talk",
} as const satisfies Record<NonNullable<BehaviorSettings["knowledge_sharing"]>, string>;

/**
 * Who the bot is, as its author wrote it and chose it. The author's texts stand as written; choices become plain
 * sentences, because a model follows "one to three sentences" better than `response_length: short`.
 *
 * @param resolve Resolves macros of one text, once.
 */
export function characterText(bot: BotCard, resolve: (text: string) => string): string {
  const prompt = resolve(bot.system_prompt).trim();
  const description = resolve(bot.description).trim();
  return [
    prompt,
    prompt.includes(description) ? "" : description,
    facts(bot),
    manner(bot.personality_traits, bot.behavior_settings),
    phrases(bot, resolve),
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

const facts = (bot: BotCard) =>
  sentences([
    ["Gender", bot.gender],
    ["Age", bot.age],
  ]);

function manner(traits: PersonalityTraits, behavior: BehaviorSettings): string {
  return sentences([
    ["Tone", traits.tone],
    ["Formality", traits.formality_level?.replaceAll("-", " ")],
    ["Humour", traits.humor_style],
    ["Way of talking", traits.communication_style],
    ["Length of a reply", behavior.response_length && RESPONSE_LENGTH[behavior.response_length]],
    ["Imagination", behavior.creativity_level && CREATIVITY[behavior.creativity_level]],
    ["Knowledge", behavior.knowledge_sharing && KNOWLEDGE[behavior.knowledge_sharing]],
  ]);
}

/** `Name: value.` for each value there is, in the order given. */
function sentences(pairs: readonly (readonly [string, string | number | null | undefined])[]): string {
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${name}: ${value}.`)
    .join(" ");
}

function phrases(bot: BotCard, resolve: (text: string) => string): string {
  const list = bot.signature_phrases.map(({ phrase }) => `“${resolve(phrase).trim()}”`);
  return list.length === 0 ? "" : `Phrases of yours, to be used sparingly: ${list.join(" ")}`;
}
