import type { VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { RemovableChip } from "./chip.tsx";

interface ChipInputProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the chips, in words. */
  readonly problem?: string | undefined;
  readonly chips: readonly string[];
  readonly onChips: (chips: readonly string[]) => void;
  readonly max: number;
  /** Longest chip, characters. */
  readonly maxLength: number;
}

/**
 * Words as chips. Enter or a comma adds what is written, Backspace in the empty field takes the last one back. What came
 * and went is said politely: the chips stand before the field, where a reader has already been.
 */
export function ChipInput({ label, hint, problem, chips, onChips, max, maxLength }: ChipInputProps): VNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const isFull = chips.length >= max;
  const add = (written: string) => {
    const added = written.split(",").flatMap((part) => part.trim() || []);
    const next = [...new Set([...chips, ...added])].slice(0, max);
    setText("");
    if (next.length === chips.length) return;
    onChips(next);
    setSaid(`Added ${next.slice(chips.length).join(", ")}`);
  };
  const remove = (chip: string) => {
    onChips(chips.filter((kept) => kept !== chip));
    setSaid(`Removed ${chip}`);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "") {
      const last = chips.at(-1);
      if (last !== undefined) remove(last);
    }
  };
  const notes = [hint === undefined ? null : "hint", isFull ? "full" : null, problem === undefined ? null : "problem"];
  const describedBy = notes.flatMap((note) => (note === null ? [] : `${id}-${note}`)).join(" ");
  return (
    <div class={problem === undefined ? "field" : "field field-wrong"}>
      <label for={id}>{label}</label>
      <div class="chip-input">
        {chips.map((chip) => (
          <RemovableChip key={chip} label={chip} onRemove={() => remove(chip)} />
        ))}
        <input
          ref={input}
          id={id}
          dir="auto"
          value={text}
          maxLength={maxLength}
          readOnly={isFull}
          aria-invalid={problem !== undefined}
          aria-describedby={describedBy || undefined}
          onInput={(event) => {
            const written = event.currentTarget.value;
            if (written.includes(",")) add(written);
            else setText(written);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => text.trim() !== "" && add(text)}
        />
      </div>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isFull && (
        <p class="field-hint" id={`${id}-full`}>
          {max} of {max}: remove one to add another.
        </p>
      )}
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <span class="sr-only" role="status">
        {said}
      </span>
    </div>
  );
}
