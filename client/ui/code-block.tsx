import type { VNode } from "preact";
import { useState } from "preact/hooks";
import "../styles/ui-data.css";

/** Text to be read letter by letter, and to be copied. Long lines scroll, by keyboard too; the page does not. */
export function CodeBlock({ name, code }: { name: string; code: string }): VNode {
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied("yes");
    } catch {
      setCopied("no");
    }
  };
  return (
    <figure class="code-block">
      <figcaption>
        {name}
        <button type="button" class="button button-small" onClick={() => void copy()}>
          Copy
        </button>
        <span class="code-said" role="status">
          {copied === "yes" && "Copied"}
          {copied === "no" && "Select the text to copy it"}
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section class="code-text" tabIndex={0} aria-label={name}>
        <pre dir="ltr">
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  );
}
