import type { CardReport, ReadCardText } from "./card.ts";
import { cleanPrompt } from "./clean-text.ts";

/** Prompt text of a card, in the order SillyTavern sends it, under plain headings. */
const SECTIONS = [
  ["description", "Description"],
  ["personality", "Personality"],
  ["scenario", "Scenario"],
] as const;

/** The bot's instructions: the card's own system prompt, then its sections. Never empty. */
export function buildSystemPrompt(read: ReadCardText, report: CardReport): string {
  // There is no prompt of ours for {{original}} to stand for.
  const own = cleanPrompt(read("system_prompt").replaceAll(/\{\{original\}\}/gi, ""));
  const sections = SECTIONS.map(([field, heading]) => [heading, cleanPrompt(read(field))] as const)
    .filter(([, text]) => text !== "")
    .map(([heading, text]) => `${heading}:\n${text}`);
  const prompt = [own, ...sections].filter((part) => part !== "").join("\n\n");
  if (prompt !== "") return prompt;
  report("description", "the card describes nobody; write who the character is in its instructions");
  return "You are {{char}}.";
}
