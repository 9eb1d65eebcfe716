import type { Token } from "marked";
import { closeOpenMarks } from "./close-open-marks.ts";
import { lexMarkdown } from "./lex.ts";

/** Parse state of a text that may still grow: finished blocks are never looked at again. */
export interface GrowingMarkdown {
  readonly text: string;
  readonly isGrowing: boolean;
  /** Blocks that no later character can change. */
  readonly finished: readonly Token[];
  /** Where the open blocks begin in `text`, UTF-16 units. */
  readonly at: number;
  /** The last block; while the text grows, its half-open marks closed. */
  readonly open: readonly Token[];
}

export const NOTHING_YET: GrowingMarkdown = { text: "", isGrowing: true, finished: [], at: 0, open: [] };

/**
 * The state after the text has become `text`. Costs a parse of the open block alone while the text grows; a text that
 * does not continue the old one starts over.
 */
export function growMarkdown(state: GrowingMarkdown, text: string, isGrowing = true): GrowingMarkdown {
  if (text === state.text && isGrowing === state.isGrowing) return state;
  const base = text.startsWith(state.text) ? state : NOTHING_YET;
  const rest = text.slice(base.at);
  const tokens = lexMarkdown(rest);
  const last = tokens.findLastIndex((token) => token.type !== "space");
  const done = last > 0 ? tokens.slice(0, last) : [];
  const length = done.reduce((sum, token) => sum + token.raw.length, 0);
  return {
    text,
    isGrowing,
    finished: done.length > 0 ? [...base.finished, ...done.filter((token) => token.type !== "space")] : base.finished,
    at: base.at + length,
    open: isGrowing ? lexMarkdown(closeOpenMarks(rest.slice(length))) : tokens.slice(Math.max(0, last)),
  };
}
