import type { ChatPreferences, PersonaCard } from "../../ports.ts";
import { NAMELESS } from "./speaker-name.ts";

/**
 * What bots may call a person: the persona's name, else the nickname, else `Guest`. Never the account's name (PROMPT7).
 */
export function spokenName(persona: Pick<PersonaCard, "name"> | null, preferences: ChatPreferences): string {
  return persona?.name.trim() || preferences.nickname?.trim() || NAMELESS;
}

/** Pronouns as people write them: `he-they` → `he/they`, `any` → `any pronouns`, `other` → the person's own words. */
function humanPronouns(pronouns: string | null, custom: string | null): string | null {
  if (pronouns === null || pronouns === "") return custom?.trim() || null;
  if (pronouns === "other") return custom?.trim() || null;
  return pronouns === "any" ? "any pronouns" : pronouns.replaceAll("-", "/");
}

/**
 * What the bot may know of the person who asked: their persona, or without one their chat preferences. The account's
 * name and address are not among the inputs, so they cannot be among the words (PROMPT7).
 *
 * @param name What bots call the person.
 * @param resolve Resolves macros of one text, once.
 * @returns "" when there is nothing to say beyond the name.
 */
export function personaText(
  name: string,
  persona: PersonaCard | null,
  preferences: ChatPreferences,
  resolve: (text: string) => string,
): string {
  const lines = persona === null ? ofPreferences(preferences) : ofPersona(persona, resolve);
  const known = lines.filter(([, value]) => value !== null && value !== "");
  return known.length === 0 ? "" : [`About ${name}, in their own words:`, ...known.map(line)].join("\n");
}

type Fact = readonly [string, string | null];
const line = ([label, value]: Fact) => `${label}: ${value}`;

function ofPersona(persona: PersonaCard, resolve: (text: string) => string): Fact[] {
  return [
    ["Pronouns", humanPronouns(persona.pronouns, persona.custom_pronouns)],
    ["Gender", persona.gender === "unspecified" ? null : persona.gender],
    ["Age", persona.age === null ? null : String(persona.age)],
    ["Description", resolve(persona.description).trim()],
    ["Likes to talk about", persona.preferred_topics.join(", ")],
    ["Rather not talk about", persona.avoid_topics.join(", ")],
    ["Wishes for how you talk with them", resolve(persona.custom_instructions).trim()],
  ];
}

function ofPreferences(preferences: ChatPreferences): Fact[] {
  return [
    ["Pronouns", humanPronouns(preferences.pronouns, preferences.custom_pronouns)],
    ["Description", preferences.description?.trim() ?? null],
  ];
}
