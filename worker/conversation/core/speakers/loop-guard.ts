import type { MessageRow } from "../../../../shared/fields/message.ts";

/** How many earlier replies the newest one is held against. Chosen: two bots in a ring of up to two phrases each. */
const LOOKS_BACK = 4;
/** Share of common stretches from which two texts are the same words again. Chosen: a changed name or a word more. */
const ALIKE = 0.85;
/** Length of a compared stretch, and the most of a text that is looked at, UTF-16 units. */
const STRETCH = 3;
const MOST = 4_000;

/**
 * Whether bots go round in circles: what was said last is what one of them said just before, in any script. Only what
 * came after the newest message of a person counts. Pure; O(text).
 */
export function isGoingInCircles(recent: readonly MessageRow[]): boolean {
  const since = recent.findLastIndex((m) => m.bot === null);
  const said = recent.slice(since + 1).flatMap((m) => (m.entry === "" ? [] : [m.entry]));
  const [newest, ...before] = said.slice(-1 - LOOKS_BACK).reverse();
  if (newest === undefined) return false;
  const stretches = stretchesOf(newest);
  return before.some((text) => likeness(stretches, stretchesOf(text)) >= ALIKE);
}

function stretchesOf(text: string): ReadonlySet<string> {
  const words = text
    .slice(0, MOST)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  const found = new Set<string>();
  for (let at = 0; at + STRETCH <= words.length; at++) found.add(words.slice(at, at + STRETCH));
  // Words too short to be cut up are compared whole; without any words, the signs are.
  return found.size > 0 ? found : new Set([words || text]);
}

/** Common share of two sets, 0–1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((stretch) => b.has(stretch)).length;
  return common / (a.size + b.size - common);
}
