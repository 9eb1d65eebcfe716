import type { ModelChunk } from "../conversation/ports.ts";
import { TextCleaner } from "./text-cleaner.ts";
import { type Split, ThinkSplitter } from "./think-splitter.ts";

/** Characters a token may have at most before a reply counts as runaway (reliability §3.6). */
const CHARS_A_TOKEN = 8;

/**
 * What of a provider's stream becomes the reply: cleaned, thinking told from text, cut at the length no honest reply
 * reaches.
 */
export class ReplyOutput {
  readonly #text = new TextCleaner();
  readonly #reasoning = new TextCleaner();
  readonly #thinking = new ThinkSplitter();
  #left: number;
  #said = false;

  /** @param maxOutputTokens Tokens the reply may have. */
  constructor(maxOutputTokens: number) {
    this.#left = maxOutputTokens * CHARS_A_TOKEN;
  }

  /** More came than a reply can be; what is beyond was dropped. */
  get isOverfull(): boolean {
    return this.#left < 0;
  }

  /** Something was given out. */
  get hasSpoken(): boolean {
    return this.#said;
  }

  text(chunk: string): ModelChunk[] {
    return this.#chunks(this.#thinking.push(this.#text.push(chunk)));
  }

  reasoning(chunk: string): ModelChunk[] {
    return this.#chunks({ text: "", reasoning: this.#reasoning.push(chunk) });
  }

  /** What was held back, at the end. */
  flush(): ModelChunk[] {
    const last = this.#thinking.push(this.#text.flush());
    const held = this.#thinking.flush();
    return this.#chunks({
      reasoning: this.#reasoning.flush() + last.reasoning + held.reasoning,
      text: last.text + held.text,
    });
  }

  #chunks({ reasoning, text }: Split): ModelChunk[] {
    const chunks: ModelChunk[] = [
      { type: "reasoning", text: this.#within(reasoning) },
      { type: "text", text: this.#within(text) },
    ];
    const said = chunks.filter((chunk) => chunk.type === "finish" || chunk.text !== "");
    this.#said ||= said.length > 0;
    return said;
  }

  /** As much of a text as there is room for; never half a character. */
  #within(text: string): string {
    const room = Math.max(0, this.#left);
    this.#left -= text.length;
    return text.length <= room ? text : text.slice(0, room).replace(/[\ud800-\udbff]$/, "");
  }
}
