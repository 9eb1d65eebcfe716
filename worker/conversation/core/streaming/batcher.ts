import { DELTA_MAX_CHARS, DELTA_WINDOW_MS } from "../../../../shared/protocol/limits.ts";

/** Text that has come from the model and is not yet committed or shown. */
export interface Batch {
  readonly text: string;
  readonly reasoning: string;
  /** When the newest flush happened, Unix milliseconds; null before the first. */
  readonly flushedAtMs: number | null;
}

export const EMPTY_BATCH: Batch = { text: "", reasoning: "", flushedAtMs: null };

export const addText = (batch: Batch, text: string): Batch => ({ ...batch, text: batch.text + text });
export const addReasoning = (batch: Batch, text: string): Batch => ({ ...batch, reasoning: batch.reasoning + text });

/**
 * How long the batch may still wait, milliseconds; 0 means flush now. The first text goes at once (leading edge), so
 * slow models lose nothing; fast ones are gathered into windows of DELTA_WINDOW_MS, each one commit.
 */
export function waitBeforeFlush(batch: Batch, nowMs: number): number {
  if (batch.flushedAtMs === null || batch.text.length + batch.reasoning.length >= DELTA_MAX_CHARS) return 0;
  return Math.max(0, batch.flushedAtMs + DELTA_WINDOW_MS - nowMs);
}

/** What may go out now and what stays: a lone high surrogate at the end waits for its other half. */
export function takeBatch(batch: Batch, nowMs: number): { out: { text: string; reasoning: string }; rest: Batch } {
  const text = splitPair(batch.text);
  const reasoning = splitPair(batch.reasoning);
  return {
    // SQLite keeps UTF-8: half a pair that a model made up would come back as something else.
    out: { text: text.whole.toWellFormed(), reasoning: reasoning.whole.toWellFormed() },
    rest: { text: text.half, reasoning: reasoning.half, flushedAtMs: nowMs },
  };
}

/** `text` in pieces of at most `max` units that split no surrogate pair; joined they are `text` again. */
export function pieces(text: string, max: number = DELTA_MAX_CHARS): string[] {
  const out: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + max, text.length);
    if (end < text.length && isHigh(text.charCodeAt(end - 1))) end--;
    out.push(text.slice(at, end));
    at = end;
  }
  return out;
}

function splitPair(text: string): { whole: string; half: string } {
  if (text === "" || !isHigh(text.charCodeAt(text.length - 1))) return { whole: text, half: "" };
  return { whole: text.slice(0, -1), half: text.slice(-1) };
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
