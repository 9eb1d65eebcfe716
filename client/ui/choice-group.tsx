import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import type { Choice, FieldProps } from "./field.tsx";
import "../styles/ui-choices.css";
import { FieldNotes } from "./field-notes.tsx";

interface Option<Value extends string> extends Choice<Value> {
  readonly hint?: string;
  readonly disabled?: boolean;
}

interface GroupProps<Value extends string> extends FieldProps {
  readonly choices: readonly Option<Value>[];
}

interface OneOfProps<Value extends string> extends GroupProps<Value> {
  readonly value: Value | null;
  readonly onValue: (value: Value) => void;
}

/** What all groups share: a legend above, the hint and the problem below, both describing the group. */
function Group({ id, label, hint, problem, class: className, children }: GroupFrame): VNode {
  const notes = [hint === undefined ? null : `${id}-hint`, problem === undefined ? null : `${id}-problem`];
  return (
    <fieldset class={className} aria-describedby={notes.filter(Boolean).join(" ") || undefined}>
      <legend>{label}</legend>
      {children}
      <FieldNotes id={id} hint={hint} problem={problem} />
    </fieldset>
  );
}

interface GroupFrame extends FieldProps {
  readonly id: string;
  readonly class: string;
  readonly children: ComponentChildren;
}

/** One of a few, each with room for a line about it. The browser's own radios: arrows choose. */
export function RadioGroup<Value extends string>(props: OneOfProps<Value>): VNode {
  const { choices, value, onValue, ...frame } = props;
  const id = useId();
  return (
    <Group {...frame} id={id} class="choice-group">
      {choices.map((option) => (
        <ChoiceRow
          key={option.value}
          type="radio"
          name={id}
          option={option}
          isOn={option.value === value}
          toggle={onValue}
        />
      ))}
    </Group>
  );
}

interface AnyOfProps<Value extends string> extends GroupProps<Value> {
  readonly values: readonly Value[];
  readonly onValues: (values: readonly Value[]) => void;
}

/** Any of a few. */
export function CheckboxGroup<Value extends string>(props: AnyOfProps<Value>): VNode {
  const { choices, values, onValues, ...frame } = props;
  const id = useId();
  const toggle = (value: Value) =>
    onValues(values.includes(value) ? values.filter((kept) => kept !== value) : [...values, value]);
  return (
    <Group {...frame} id={id} class="choice-group">
      {choices.map((option) => (
        <ChoiceRow
          key={option.value}
          type="checkbox"
          name={id}
          option={option}
          isOn={values.includes(option.value)}
          toggle={toggle}
        />
      ))}
    </Group>
  );
}

interface ChoiceRowProps<Value extends string> {
  readonly type: "radio" | "checkbox";
  readonly name: string;
  readonly option: Option<Value>;
  readonly isOn: boolean;
  readonly toggle: (value: Value) => void;
}

function ChoiceRow<Value extends string>({ type, name, option, isOn, toggle }: ChoiceRowProps<Value>): VNode {
  const { value, label, hint, disabled } = option;
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={isOn} disabled={disabled} onChange={() => toggle(value)} />
      <span>
        {label}
        {hint !== undefined && <span class="field-hint choice-hint">{hint}</span>}
      </span>
    </label>
  );
}

/** One of two to five short words, side by side: what is chosen is seen without opening anything. */
export function SegmentedBar<Value extends string>(props: OneOfProps<Value>): VNode {
  const { choices, value, onValue, ...frame } = props;
  const id = useId();
  return (
    <Group {...frame} id={id} class="segmented">
      <span class="segmented-bar">
        {choices.map((choice) => (
          <label key={choice.value} class="segmented-part">
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled}
              onChange={() => onValue(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </span>
    </Group>
  );
}
