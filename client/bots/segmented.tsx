import type { VNode } from "preact";
import { useId } from "preact/hooks";

interface SegmentedProps {
  readonly label: string;
  /** What is stored, and the word for it. */
  readonly words: Readonly<Record<string, string>>;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onValue: (value: string) => void;
}

/** One word of a few, side by side; the first leaves it open. Radio buttons: arrows move, Tab goes on. */
export function Segmented({ label, words, value, problem, onValue }: SegmentedProps): VNode {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend>{label}</legend>
      <div class="segments">
        {[["", "Not set"] as const, ...Object.entries(words)].map(([word, text]) => (
          <label key={word} class="word-segment">
            <input type="radio" name={name} checked={word === value} onChange={() => onValue(word)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </fieldset>
  );
}
