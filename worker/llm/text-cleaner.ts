/** Control characters that mean nothing in a chat and something to a terminal: all but line feed and tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const HIGH_SURROGATE = /[\ud800-\udbff]$/;

/**
 * Makes a provider's text fit to be stored and shown (reliability S-41): no control characters, line ends as line
 * feeds, no half characters. A character cut in two by chunks is put together again.
 */
export class TextCleaner {
  #half = "";

  push(chunk: string): string {
    const text = this.#half + chunk;
    this.#half = HIGH_SURROGATE.exec(text)?.[0] ?? "";
    return clean(text.slice(0, text.length - this.#half.length));
  }

  /** What was held back, at the end of the text. */
  flush(): string {
    const rest = clean(this.#half);
    this.#half = "";
    return rest;
  }
}

const clean = (text: string): string => text.replace(CONTROLS, "").replace(LONE_SURROGATE, "\ufffd");
