import { createDice } from "./dice.ts";

/** A piece of text and how long it takes before it appears, milliseconds. */
export interface Beat {
  readonly text: string;
  readonly afterMs: number;
}

/** Pace of the practice model where the deployment sets none, tokens a second: a fast reader's. Chosen. */
const DEFAULT_TOKENS_PER_SECOND = 18;
/** Paces beyond these are mistakes or tests of other things. */
const PACES = { slowest: 1, fastest: 10_000 } as const;

/** The pace a deployment set, within reason; the default where it set none or no number. */
export function paceOf(setting: string | undefined): number {
  const pace = Number(setting?.trim() || Number.NaN);
  return Number.isNaN(pace) ? DEFAULT_TOKENS_PER_SECOND : Math.min(PACES.fastest, Math.max(PACES.slowest, pace));
}

const TOKEN =
  /\s*(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+)|\s+$/gu;
/** Longest piece of a word that comes at once, UTF-16 units, as a vocabulary would split it. */
const TOKEN_CHARS = 7;
/** Thought before the first word, in tokens' time: least and how much more. At the default pace 0.4 to 0.9 s. */
const THINKING = { least: 7, more: 9 } as const;

/** Pieces a model would write: words, long ones in two or three, with the space before them. Lossless. */
export function tokensOf(text: string): string[] {
  return (text.match(TOKEN) ?? []).flatMap(split);
}

function split(word: string): string[] {
  const points = [...word];
  if (points.length <= TOKEN_CHARS + 2) return [word];
  const pieces = Math.ceil(points.length / TOKEN_CHARS);
  const size = Math.ceil(points.length / pieces);
  return Array.from({ length: pieces }, (_, index) => points.slice(index * size, (index + 1) * size).join(""));
}

/**
 * When each piece of a reply appears: thought first, then word by word, quicker inside a phrase, slower after commas and
 * full stops, now and then a hesitation. Uneven by the seed; on average `tokensPerSecond`.
 */
export function rhythmOf(text: string, tokensPerSecond: number, seed: string): Beat[] {
  const dice = createDice(`${seed}\u0000rhythm`);
  const tokens = tokensOf(text);
  const weights = tokens.map((_, index) => {
    const before = index === 0 ? "" : (tokens[index - 1] ?? "");
    const stop = /[.!?…。！？]["”’)*]*$/u.test(before) ? 3.2 : 0;
    const pause = /[,;:—–、，]$/u.test(before) ? 1.1 : 0;
    const hesitation = dice.chance(0.03) ? 3 : 0;
    return 0.45 + dice.roll() * 0.9 + stop + pause + hesitation;
  });
  const beatMs = 1000 / tokensPerSecond;
  const scale = (beatMs * tokens.length) / weights.reduce((sum, weight) => sum + weight, 0);
  const thinkingMs = (THINKING.least + dice.roll() * THINKING.more) * beatMs;
  return tokens.map((token, index) => ({
    text: token,
    afterMs: (weights[index] ?? 0) * scale + (index === 0 ? thinkingMs : 0),
  }));
}
