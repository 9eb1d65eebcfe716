import { foldKey } from "./fold.ts";
import type { RegexToken } from "./regex-tokens.ts";

/** What is known of a pattern, or of a part of it, before it is compiled. */
export interface RegexShape {
  /** About how many instructions it compiles to: every character once per counted repetition. */
  readonly size: number;
  /** Case-folded texts of which at least one stands in everything the pattern matches; null when none is sure. */
  readonly needs: readonly string[] | null;
}

/** More alternatives than this are no filter any more. Chosen. */
const MOST_NEEDS = 32;

/** The better of two sure things: the one whose shortest text is longer. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const shortest = (texts: readonly string[]) => Math.min(...texts.map((text) => text.length));
  return shortest(b) > shortest(a) ? b : a;
}

/** One alternative while it is being read: a run of literal characters, and the best sure thing before it. */
class Sequence {
  size = 0;
  #needs: readonly string[] | null = null;
  #run = "";
  /** The piece a repetition would repeat. */
  #last: RegexShape & { readonly literal: string | null } = { size: 0, needs: null, literal: null };

  literal(value: string): void {
    this.#settle();
    this.#last = { size: 1, needs: null, literal: value };
  }

  piece(shape: RegexShape): void {
    this.#settle();
    this.#last = { ...shape, literal: null };
  }

  repeat(min: number, max: number | null): void {
    const { size, needs, literal } = this.#last;
    const isSure = min > 0;
    if (literal !== null && isSure) this.#run += literal;
    this.#breakRun();
    const kept = literal === null && isSure ? needs : null;
    this.#last = { size: size * Math.max(1, max ?? min) + 1, needs: kept, literal: null };
  }

  done(): RegexShape {
    this.#settle();
    this.#breakRun();
    return { size: this.size, needs: this.#needs };
  }

  #settle(): void {
    const { size, needs, literal } = this.#last;
    this.size += size;
    if (literal !== null) this.#run += literal;
    else if (size > 0) {
      this.#breakRun();
      this.#needs = better(this.#needs, needs);
    }
    this.#last = { size: 0, needs: null, literal: null };
  }

  #breakRun(): void {
    if (this.#run !== "") this.#needs = better(this.#needs, [foldKey(this.#run)]);
    this.#run = "";
  }
}

/** All alternatives of a group, or of the whole pattern. */
class Alternatives {
  readonly #done: RegexShape[] = [];
  sequence = new Sequence();

  next(): void {
    this.#done.push(this.sequence.done());
    this.sequence = new Sequence();
  }

  done(): RegexShape {
    this.next();
    const size = this.#done.reduce((total, one) => total + one.size + 1, 1);
    const all = this.#done.map((one) => one.needs);
    const needs = all.every((one) => one !== null) ? all.flat() : null;
    return { size, needs: needs !== null && needs.length <= MOST_NEEDS ? needs : null };
  }
}

function readToken(token: RegexToken, open: Alternatives[], current: Alternatives): void {
  switch (token.kind) {
    case "open":
      open.push(new Alternatives());
      return;
    case "close":
      if (open.length > 1) {
        open.pop();
        open.at(-1)?.sequence.piece(current.done());
      }
      return;
    case "alternate":
      current.next();
      return;
    case "repeat":
      current.sequence.repeat(token.min ?? 0, token.max ?? null);
      return;
    case "char":
      current.sequence.literal(token.value ?? "");
      return;
    case "set":
    case "assert":
    case "backreference":
      current.sequence.piece({ size: 1, needs: null });
  }
}

/** Reads size and needed texts off a pattern's tokens. Linear in them; never throws, whatever the pattern. */
export function shapeOf(tokens: readonly RegexToken[]): RegexShape {
  const open = [new Alternatives()];
  for (const token of tokens) {
    const current = open.at(-1);
    if (current !== undefined) readToken(token, open, current);
  }
  while (open.length > 1) {
    const unclosed = open.pop();
    if (unclosed !== undefined) open.at(-1)?.sequence.piece(unclosed.done());
  }
  return open[0]?.done() ?? { size: 0, needs: null };
}
