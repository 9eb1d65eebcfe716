import type { ComponentChildren, JSX, VNode } from "preact";
import { useId } from "preact/hooks";
import { FieldNotes } from "./field-notes.tsx";

export interface FieldProps {
  readonly label: string;
  /** What to write, or what it is for; always there. */
  readonly hint?: ComponentChildren | undefined;
  /** What is wrong and how to mend it, in words; absent where all is well. */
  readonly problem?: string | undefined;
}

interface Control extends FieldProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly name?: string | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
}

/** What ties a control to its hint and problem. */
export const describedBy = (id: string, { hint, problem }: FieldProps): string | undefined => {
  const parts = [hint === undefined ? null : `${id}-hint`, problem === undefined ? null : `${id}-problem`];
  return parts.filter((part) => part !== null).join(" ") || undefined;
};

/** The frame of a field: label above, hint and problem below. */
export function Framed({
  id,
  label,
  hint,
  problem,
  children,
}: FieldProps & { id: string; children: ComponentChildren }): VNode {
  return (
    <div class={problem === undefined ? "field" : "field field-wrong"}>
      <label for={id}>{label}</label>
      {children}
      <FieldNotes id={id} hint={hint} problem={problem} />
    </div>
  );
}

interface TextProps extends Control {
  readonly type?: "text" | "email" | "url" | "password" | "number" | "search" | "time" | "date" | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly autocomplete?: string | undefined;
}

/** Preact's types know each input by its type; what is chosen at run time is some one of them. */
const typeOf = (type: string) => ({ type }) as JSX.IntrinsicElements["input"];

/** One line of text. */
export function TextField({ label, hint, problem, value, onValue, type = "text", ...rest }: TextProps): VNode {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <input
        {...rest}
        {...typeOf(type)}
        id={id}
        dir={type === "text" || type === "search" ? "auto" : undefined}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, { label, hint, problem })}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Framed>
  );
}

interface AreaProps extends Control {
  readonly rows?: number | undefined;
}

/** Several lines; grows with its text. */
export function TextArea({ label, hint, problem, value, onValue, rows = 3, ...rest }: AreaProps): VNode {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <textarea
        {...rest}
        id={id}
        class="area"
        dir="auto"
        rows={rows}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, { label, hint, problem })}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Framed>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface SelectProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onValue: (value: Value) => void;
  readonly disabled?: boolean | undefined;
}

/** One of a few; the browser's own list, which every reader and phone knows. */
export function SelectField<Value extends string>(props: SelectProps<Value>): VNode {
  const { label, hint, problem, value, choices, onValue, disabled } = props;
  const id = useId();
  const choose = (chosen: string) => {
    const found = choices.find((choice) => choice.value === chosen);
    if (found) onValue(found.value);
  };
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <select
        id={id}
        disabled={disabled}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, { label, hint, problem })}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Framed>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, at once. */
export function SwitchField({ label, hint, isOn, onChange, disabled }: SwitchProps): VNode {
  const id = useId();
  return (
    <div class="switch-field">
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        class="switch"
        checked={isOn}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
