import type { VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface ChipInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly chips: readonly string[];
  readonly onChips: (chips: readonly string[]) => void;
  readonly max: number;
  /** Longest chip, characters. */
  readonly maxLength: number;
}

/** Words as chips. Enter or a comma adds what is written, Backspace in the empty field takes the last one back. */
export function ChipInput({ label, hint, chips, onChips, max, maxLength }: ChipInputProps): VNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const add = (written: string) => {
    const added = written.split(",").flatMap((part) => part.trim() || []);
    const known = new Set(chips);
    onChips([...chips, ...added.filter((chip) => !known.has(chip))].slice(0, max));
    setText("");
  };
  const remove = (chip: string) => {
    onChips(chips.filter((kept) => kept !== chip));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "") onChips(chips.slice(0, -1));
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="chip-input">
        {chips.map((chip) => (
          <span key={chip} class="chip">
            <bdi>{chip}</bdi>
            <button type="button" class="chip-remove" aria-label={`Remove ${chip}`} onClick={() => remove(chip)}>
              <Icon name="close" />
            </button>
          </span>
        ))}
        <input
          ref={input}
          id={id}
          dir="auto"
          value={text}
          maxLength={maxLength}
          disabled={chips.length >= max}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
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
    </div>
  );
}
