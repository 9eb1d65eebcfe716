import { isFunctionWord, plain } from "./words.ts";

const PHRASE = /\b(the|an?|his|her|their|that|this|those|these)\s+((?:[\p{L}\p{N}'’-]+\s*)+)/giu;
/** Words that follow a noun without belonging to it. */
const NO_NOUN = new Set(
  (
    "burned burnt lit rang rung went came came fell stood moved turned opened closed broke stopped started began seemed looked " +
    "keeps kept works worked means meant happens happened matters said says did does was were had has gets got gone going " +
    "ring burn turn move happen mean work matter open close stop start begin again tonight yesterday tomorrow today please " +
    "really alone away anyway somewhere anywhere else too ever never always"
  ).split(" "),
);
/** Nouns too empty to say back. */
const EMPTY =
  /^(?:thing|things|time|times|day|way|ways|lot|bit|one|ones|same|other|others|rest|kind|sort|problem|question|answer|point|idea|moment|minute|end|start|first|last|next|only|best|worst|most|least|more|name|person|people|reason|fact)$/u;
const SWAP: Readonly<Record<string, string>> = { this: "that", these: "those" };
const MAX_WORDS = 3;

/**
 * The first thing a line names with an article or the like: `who lit this lamp?` → `that lamp`.
 *
 * @returns null where nothing can be picked with some certainty. English only.
 */
export function nounPhrase(text: string): string | null {
  const spoken = text.replace(/https?:\S+|\*[^*]*\*/gu, " ");
  const found = [...spoken.matchAll(PHRASE)].map(([, determiner = "", run = ""]) => phrase(determiner, run));
  const usable = found.filter((candidate) => candidate !== null);
  return usable.toSorted((a, b) => Number(isDefinite(b)) - Number(isDefinite(a)))[0] ?? null;
}

const isDefinite = (phrase: string) => !/^an? /u.test(phrase);

function phrase(determiner: string, run: string): string | null {
  const words = run.trim().split(/\s+/u);
  const end = words.findIndex((word, index) => endsNoun(word, index));
  const kept = (end < 0 ? words : words.slice(0, end)).slice(0, MAX_WORDS);
  const head = plain(kept.at(-1) ?? "");
  if (head.length < 3 || EMPTY.test(head)) return null;
  const low = determiner.toLowerCase();
  return `${SWAP[low] ?? low} ${kept.join(" ")}`;
}

function endsNoun(word: string, index: number): boolean {
  const low = plain(word);
  if (/^(?:only|same|own|other|last|first|next|old|new)$/u.test(low)) return false;
  if (isFunctionWord(word) || NO_NOUN.has(low)) return true;
  return index > 0 && /(?:ed|ing)$/u.test(low);
}
