import type { Dice } from "./dice.ts";
import type { Frames, Move } from "./frames/frames.ts";
import { PLAIN } from "./frames/plain.ts";
import type { Heard } from "./heard.ts";
import { capitalised } from "./sentences.ts";

/** Values for the slots of a phrase; null where there is none. */
export type Slots = Readonly<Record<"you" | "thing" | "Thing" | "other" | "quote" | "peer" | "me", string | null>>;

const SLOT = /\{(you|thing|Thing|other|quote|peer|me)\}/gu;

/** What the slots stand for in this scene. */
export function slotsOf(heard: Heard, me: string, peer: string | null): Slots {
  return {
    me,
    peer,
    you: heard.you,
    thing: heard.thing,
    Thing: heard.thing === null ? null : capitalised(heard.thing),
    other: heard.other ?? heard.meantFor,
    quote: heard.quote,
  };
}

/** A phrase with its slots filled, or null where one has no value. Values are inserted verbatim. */
export function filled(template: string, slots: Slots): string | null {
  let isComplete = true;
  const text = template.replace(SLOT, (_, slot: keyof Slots) => {
    const value = slots[slot];
    if (value === null) isComplete = false;
    return value ?? "";
  });
  return isComplete ? capitalised(text) : null;
}

/**
 * A phrase for a move that nobody has used lately. Phrases with slots, which take up what was said, are preferred.
 *
 * @param spoken Lines of bots in the scene.
 * @returns null when every phrase has been said just now or lacks a value.
 */
export function phraseFor(
  move: Move,
  frames: Frames,
  slots: Slots,
  spoken: readonly string[],
  dice: Dice,
): string | null {
  const usable = (list: readonly string[], said = spoken) =>
    list.flatMap((template) => {
      const text = filled(template, slots);
      return text === null || isWorn(template, text, said) ? [] : [{ text, isApt: template !== text }];
    });
  const own = usable(frames[move]);
  const fresh = own.length > 0 ? own : usable(PLAIN[move]);
  // Better an old phrase than none, but never the one just said.
  const options = fresh.length > 0 ? fresh : usable([...frames[move], ...PLAIN[move]], spoken.slice(-LATELY));
  const apt = options.filter((option) => option.isApt);
  const pool = apt.length > 0 && dice.chance(APT) ? apt : options;
  return dice.pick(pool)?.text ?? null;
}

/** How often a phrase that takes up what was said is chosen, where there is one. Chosen: always would sound like a drill. */
const APT = 0.65;

/** Somebody has said it, be it of something else, or a line began just so. */
function isWorn(template: string, text: string, spoken: readonly string[]): boolean {
  const opening = text.split(/\s+/u).slice(0, 3).join(" ");
  const [longest = ""] = template.split(/\{\w+\}/u).toSorted((a, b) => b.length - a.length);
  return spoken.some(
    (line) =>
      line.includes(text) ||
      (longest.length >= TELLING_CHARS && line.includes(longest)) ||
      (opening.includes(" ") && line.startsWith(opening)),
  );
}
/** Lines whose phrases are never said again, however few are left. */
const LATELY = 3;
/** A stretch of a phrase this long gives it away, UTF-16 units. */
const TELLING_CHARS = 12;
