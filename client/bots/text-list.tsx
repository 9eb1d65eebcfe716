import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { TextArea } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";

interface TextListProps {
  readonly label: string;
  readonly hint: string;
  /** "Example", numbered. */
  readonly item: string;
  readonly texts: readonly string[];
  readonly max: number;
  readonly maxLength: number;
  readonly rows: number;
  readonly problem?: string | undefined;
  readonly onTexts: (texts: readonly string[]) => void;
}

/** Several texts, each a field of its own. */
export function TextList(props: TextListProps): VNode {
  const { label, hint, item, texts, max, maxLength, rows, problem, onTexts } = props;
  const add = useRef<HTMLButtonElement>(null);
  const write = (at: number, text: string) => onTexts(texts.map((other, i) => (i === at ? text : other)));
  const remove = (at: number) => {
    onTexts(texts.filter((_, i) => i !== at));
    add.current?.focus();
  };
  return (
    <fieldset class="text-list">
      <legend>{label}</legend>
      <p class="field-hint">{hint}</p>
      {texts.map((text, at) => (
        <div key={at} class="text-list-item">
          <TextArea
            label={`${item} ${at + 1}`}
            value={text}
            rows={rows}
            maxLength={maxLength}
            onValue={(written) => write(at, written)}
          />
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${item.toLocaleLowerCase()} ${at + 1}`}
            onClick={() => remove(at)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {problem !== undefined && <p class="field-problem">{problem}</p>}
      <button
        ref={add}
        type="button"
        class="button button-small"
        disabled={texts.length >= max}
        onClick={() => onTexts([...texts, ""])}
      >
        <Icon name="plus" />
        Add {item.toLocaleLowerCase()}
      </button>
    </fieldset>
  );
}
