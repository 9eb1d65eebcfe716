import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { describedBy, type FieldProps, Framed } from "./field.tsx";
import "../styles/ui-choices.css";

interface SliderProps extends FieldProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words, such as "talks a lot": what a number alone does not say. */
  readonly words?: (value: number) => string;
  readonly onValue: (value: number) => void;
  readonly disabled?: boolean;
}

/** A number by hand or by keyboard: whoever cannot drag, or knows the number, writes it. */
export function SliderField(props: SliderProps): VNode {
  const { label, hint, problem, value, min, max, step = 1, words, onValue, disabled } = props;
  const id = useId();
  const take = (written: number) => {
    if (Number.isFinite(written)) onValue(Math.min(max, Math.max(min, written)));
  };
  const shared = { min, max, step, disabled, value: String(value) };
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <div class="slider-field">
        <input
          {...shared}
          type="range"
          id={id}
          class="slider"
          aria-valuetext={words?.(value)}
          aria-describedby={describedBy(id, { label, hint, problem })}
          onInput={(event) => take(event.currentTarget.valueAsNumber)}
        />
        <input
          {...shared}
          type="number"
          inputMode="decimal"
          class="slider-number"
          aria-label={`${label}, as a number`}
          aria-invalid={problem !== undefined}
          // At each key "1" on the way to "15" would be below the least.
          onChange={(event) => take(event.currentTarget.valueAsNumber)}
        />
      </div>
      {words && (
        <output class="slider-words" for={id}>
          {words(value)}
        </output>
      )}
    </Framed>
  );
}
