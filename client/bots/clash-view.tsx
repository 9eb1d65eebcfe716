import type { VNode } from "preact";

type Value = string | boolean | readonly string[];

interface ClashViewProps {
  /** What it is of, in words. */
  readonly of: string;
  readonly mine: Value;
  readonly theirs: Value;
}

/** Both versions of what was changed on two sides. */
export const ClashView = ({ of, mine, theirs }: ClashViewProps): VNode => (
  <section class="clash" aria-label={of}>
    <h3>{of}</h3>
    <div class="clash-sides">
      <figure>
        <figcaption>Yours</figcaption>
        <p dir="auto">{wordsOf(mine)}</p>
      </figure>
      <figure>
        <figcaption>Theirs</figcaption>
        <p dir="auto">{wordsOf(theirs)}</p>
      </figure>
    </div>
  </section>
);

function wordsOf(value: Value): string {
  if (typeof value === "boolean") return value ? "On" : "Off";
  return (typeof value === "string" ? value : value.join("\n")) || "(empty)";
}
