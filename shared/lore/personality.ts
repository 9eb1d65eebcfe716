import type { PersonalityTraits } from "../fields/bot.ts";

/** A bot's personality traits as text that keys can match, one trait a line, in the schema's order. */
export function personalityText(traits: PersonalityTraits): string {
  const { tone, formality_level, humor_style, communication_style } = traits;
  return [tone, formality_level, humor_style, communication_style].filter((trait) => trait !== undefined).join("\n");
}
