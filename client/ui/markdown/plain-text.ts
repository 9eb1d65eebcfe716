import type { Token, Tokens } from "marked";
import { decodeEntities } from "./entities.ts";
import { isSpoiler, lexMarkdown } from "./lex.ts";

/** What a message says, without its marks: for announcements and one-line previews. Linear in the parsed text. */
export function plainText(markdown: string): string {
  return wordsOf(lexMarkdown(markdown)).replace(/\s+/gu, " ").trim();
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map(wordsOfToken).join("");
}

function wordsOfToken(token: Token): string {
  if (isSpoiler(token)) return "(covered)";
  if (isList(token)) return token.items.map((item) => `${wordsOf(item.tokens)} `).join("");
  const inner = "tokens" in token && token.tokens ? wordsOf(token.tokens) : ownWords(token);
  return BLOCKS.has(token.type) ? `${inner} ` : inner;
}

const isList = (token: Token): token is Tokens.List => token.type === "list";

const BLOCKS = new Set(["paragraph", "heading", "blockquote", "code", "space", "br"]);

function ownWords(token: Token): string {
  const text = "text" in token && typeof token.text === "string" ? token.text : "";
  return token.type === "code" || token.type === "codespan" ? text : decodeEntities(text);
}
