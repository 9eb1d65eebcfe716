import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Markdown } from "../ui/markdown/markdown.tsx";

/**
 * What the model thought, apart from what it said: open while only thinking streams, folded when the reply begins,
 * until the reader decides otherwise.
 */
export function Reasoning({ text, isThinking }: { text: string; isThinking: boolean }): VNode {
  const [chosen, choose] = useState<boolean | null>(null);
  const isOpen = chosen ?? isThinking;
  return (
    <div class="reasoning">
      <button type="button" class="reasoning-toggle" aria-expanded={isOpen} onClick={() => choose(!isOpen)}>
        {isThinking ? "Thinking…" : "What it thought"}
      </button>
      {isOpen && <Markdown text={text} isGrowing={isThinking} />}
    </div>
  );
}
