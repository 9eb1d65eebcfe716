/** What a stretch of a reply is. */
export interface Split {
  readonly text: string;
  readonly reasoning: string;
}

/** Models that think in their reply open it so; anywhere else the words are only text. */
const OPENINGS = ["<think>", "<thinking>"] as const;
const NOTHING: Split = { text: "", reasoning: "" };

/**
 * Tells the thinking some models put before their reply from the reply: `<think>…</think>`, at the very beginning only,
 * however the stream is cut up. What is held back is at most a beginning of a tag and white space.
 *
 * The same text gives the same parts whatever its chunks; nothing is lost but the tags and the white space around them.
 */
export class ThinkSplitter {
  #state: "before" | "thinking" | "after" | "text" = "before";
  #held = "";
  #closing = "";

  /** Takes the next chunk and gives what is certain by now. */
  push(chunk: string): Split {
    this.#held += chunk;
    const parts: Split[] = [];
    for (let part = this.#step(); part !== null; part = this.#step()) parts.push(part);
    return joined(parts);
  }

  /** Gives what was held back, at the end of the reply. */
  flush(): Split {
    const held = this.#held;
    this.#held = "";
    if (this.#state === "thinking") return { text: "", reasoning: held };
    return this.#state === "after" ? NOTHING : { text: held, reasoning: "" };
  }

  /** One move; null when more of the stream is needed. */
  #step(): Split | null {
    switch (this.#state) {
      case "before":
        return this.#begin();
      case "thinking":
        return this.#think();
      case "after":
        return this.#skipSpace();
      case "text":
        return this.#held === "" ? null : this.#take(this.#held.length, "text");
      default:
        return this.#state satisfies never;
    }
  }

  #begin(): Split | null {
    const start = this.#held.trimStart().toLowerCase();
    const opening = OPENINGS.find((tag) => start.startsWith(tag));
    if (opening !== undefined) {
      this.#held = this.#held.trimStart().slice(opening.length);
      this.#closing = opening.replace("<", "</");
      this.#state = "thinking";
      return NOTHING;
    }
    if (OPENINGS.some((tag) => tag.startsWith(start))) return null;
    this.#state = "text";
    return NOTHING;
  }

  #think(): Split | null {
    const end = this.#held.toLowerCase().indexOf(this.#closing);
    if (end >= 0) {
      const reasoning = this.#held.slice(0, end);
      this.#held = this.#held.slice(end + this.#closing.length);
      this.#state = "after";
      return { text: "", reasoning };
    }
    const certain = this.#held.length - openEnd(this.#held.toLowerCase(), this.#closing);
    return certain === 0 ? null : this.#take(certain, "reasoning");
  }

  #skipSpace(): Split | null {
    this.#held = this.#held.trimStart();
    if (this.#held === "") return null;
    this.#state = "text";
    return NOTHING;
  }

  #take(length: number, as: keyof Split): Split {
    const taken = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return { ...NOTHING, [as]: taken };
  }
}

/** How much of the end of `text` may be the beginning of `tag`. */
function openEnd(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--)
    if (text.endsWith(tag.slice(0, length))) return length;
  return 0;
}

const joined = (parts: readonly Split[]): Split => ({
  text: parts.map((part) => part.text).join(""),
  reasoning: parts.map((part) => part.reasoning).join(""),
});
