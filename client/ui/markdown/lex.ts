import { Lexer, type Token, Tokenizer, type Tokens } from "marked";

/** Texts longer than this are shown as plain text: the lexer's worst cases are quadratic. Chosen; a novel chapter fits. */
export const MAX_MARKDOWN_CHARS = 60_000;
/** Most inline marks of one block, and deepest quote, for the same reason. Chosen: 1,000 marks cost about 50 ms. */
const MAX_INLINE_MARKS = 1_000;
const TOO_DEEP = /^(?: ?>){40}/mu;
/** As long as this at most, since it is looked for from each of its marks; without space within them, as in `a || b`. */
const SPOILER = /^\|\|(?=[^\s|])(.{0,1999}?\S)\|\|/su;

/**
 * Blocks of HTML and link definitions are not part of our Markdown: their characters stay visible as text. So do tags
 * within a line, which the renderer draws as they were typed.
 */
class ChatTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }
  override def(): undefined {
    return undefined;
  }
  /** What is struck, and what is covered: `||so||`, which is told from the other by its `raw`. In links nothing is. */
  override del(source: string, masked: string, before?: string): Tokens.Del | undefined {
    const [raw, text] = (!this.lexer.state.inLink && SPOILER.exec(source)) || [];
    if (!raw || !text) return super.del(source, masked, before);
    return { type: "del", raw, text, tokens: this.lexer.inlineTokens(text) };
  }
  /** Stops where something covered may begin. */
  override inlineText(source: string): Tokens.Text | undefined {
    const next = source.indexOf("||", 1);
    return super.inlineText(next < 0 ? source : source.slice(0, next));
  }
}

/** Whether a token is what somebody covered, to be read by whoever wants to. */
export const isSpoiler = ({ raw }: Token): boolean => raw.startsWith("||");

class ChatLexer extends Lexer {
  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (countMarks(source) <= MAX_INLINE_MARKS) return super.inlineTokens(source, tokens);
    tokens.push({ type: "text", raw: source, text: source, escaped: false });
    return tokens;
  }
}

/**
 * The block tokens of a message; their `raw` joined is `text`. A single line break is a line break, as people type it.
 * Never throws: a text the lexer cannot manage (too long, too deep) comes back as one paragraph of plain text.
 */
export function lexMarkdown(text: string): Token[] {
  if (text.length > MAX_MARKDOWN_CHARS || TOO_DEEP.test(text)) return [plain(text)];
  try {
    return new ChatLexer({ gfm: true, breaks: true, tokenizer: new ChatTokenizer() }).lex(text);
  } catch {
    return [plain(text)];
  }
}

const countMarks = (text: string): number => text.match(/[*_~`[\]<!]|\|\|/gu)?.length ?? 0;

const plain = (text: string): Token => ({
  type: "paragraph",
  raw: text,
  text,
  tokens: [{ type: "text", raw: text, text, escaped: false }],
});
