import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import * as whole from "marked";
import { expect, test } from "vitest";
import { lexerIn } from "./lexer-of-marked.config.ts";
import { HOSTILE_MARKDOWN } from "./testing/hostile-markdown.ts";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("marked"), "utf8");

/** Reads as the page does (lex.ts). */
function readerOf({ Lexer, Tokenizer }: Pick<typeof whole, "Lexer" | "Tokenizer">) {
  class Ours extends Tokenizer {
    override html(): undefined {}
    override def(): undefined {}
  }
  return (text: string) => JSON.stringify(new Lexer({ gfm: true, breaks: true, tokenizer: new Ours() }).lex(text));
}

/** One of each mark, in the ways that different kinds of Markdown read it. */
const PIECES = [
  ..."\n|\n\n|    |\t| |\\|*|**|***|_|__|~|~~|`|```|```js\n|~~~|#|## |a|Ünï|.|!|@|&amp;|<|>|> |- |* |+ |1. |2) |[ ] |[x] ".split(
    "|",
  ),
  ..."[|](|]|)|[a]: /b\n|![|<b>|</b>|<div>|<!--|-->|<a href=x>|https://a.example/b?c|www.a.example|a@b.example".split(
    "|",
  ),
  ...'===\n|---\n|***\n|a*b_c_|(*a*)|"*b*"|**a*.b|1\\.'.split("|"),
  "| a | b |\n|:--|--:|\n| c | d |\n",
  "|",
];

test("[MD7] what is left of the parser reads as all of it", async () => {
  const left = lexerIn(SOURCE);
  expect(left.length).toBeLessThan(SOURCE.length * 0.7);
  const part = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(left)}`);
  const [ours, theirs] = [readerOf(part), readerOf(whole)];
  for (const text of HOSTILE_MARKDOWN) expect(ours(text)).toBe(theirs(text));
  const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      expect(ours(text)).toBe(theirs(text));
    }),
    { numRuns: 500 },
  );
});

test("[MD7] a parser that is built differently is refused", () => {
  expect(() => lexerIn(SOURCE.replace(/as Tokenizer/u, "as Reader"))).toThrow("built differently");
});
