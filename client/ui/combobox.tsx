import type { VNode } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { closeOutside } from "./close-outside.ts";
import { type Choice, describedBy, type FieldProps, Framed } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { keepFocus } from "./keep-focus.ts";
import { placeBeside } from "./place-beside.ts";
import "../styles/ui-choices.css";

interface ComboboxProps<Value extends string> extends FieldProps {
  readonly value: Value | null;
  readonly choices: readonly Choice<Value>[];
  readonly onValue: (value: Value) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
}

/** Above this many matches one writes on rather than scrolls. */
const MAX_SHOWN = 50;

/** Without case and accents, so that "Zoe" finds "Zoë". */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** One of many, found by writing. ↑ ↓ go through what matches, Enter takes it, Esc closes the list and keeps the choice. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>): VNode {
  const { label, hint, problem, value, choices, onValue, placeholder, disabled } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** What is being written; null while the list is closed. */
  const [query, setQuery] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const chosen = choices.find((choice) => choice.value === value);
  const wanted = plain(query ?? "");
  const matching = choices.filter((choice) => plain(choice.label).includes(wanted)).slice(0, MAX_SHOWN);
  const isOpen = query !== null;
  const close = () => setQuery(null);
  useOpenList(isOpen, input, list, close);
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
  }, [at, query]);
  const search = (text: string) => {
    setQuery(text);
    setAt(0);
  };
  const choose = (choice: Choice<Value> | undefined) => {
    if (!choice) return;
    onValue(choice.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.isComposing ? undefined : (isOpen ? whileOpen : whileClosed)[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const move = (step: number) => setAt((at + step + matching.length) % Math.max(1, matching.length));
  const whileOpen: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => choose(matching[at]),
    Escape: close,
  };
  const whileClosed: Readonly<Record<string, () => void>> = { ArrowDown: () => search(""), ArrowUp: () => search("") };
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <span class="combobox">
        <input
          ref={input}
          id={id}
          role="combobox"
          autocomplete="off"
          dir="auto"
          value={query ?? chosen?.label ?? ""}
          placeholder={placeholder}
          disabled={disabled}
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && matching[at] ? `${id}-${at}` : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby={describedBy(id, { label, hint, problem })}
          onInput={(event) => search(event.currentTarget.value)}
          onClick={() => !isOpen && search("")}
          onKeyDown={onKeyDown}
        />
        <Icon name="chevron" />
      </span>
      <div
        role="listbox"
        popover="manual"
        ref={list}
        id={`${id}-list`}
        aria-label={label}
        class="option-list"
        onMouseDown={keepFocus}
      >
        {matching.map((choice, place) => (
          <button
            type="button"
            key={choice.value}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            class="option"
            dir="auto"
            aria-selected={place === at}
            onClick={() => choose(choice)}
          >
            {choice.label}
          </button>
        ))}
        {matching.length === 0 && <p class="option-none">Nothing matches “{query}”.</p>}
      </div>
      <span class="sr-only" role="status">
        {isOpen && `${matching.length} of ${choices.length} match`}
      </span>
    </Framed>
  );
}

/** Shows the list below its field and as wide, as long as it is open. */
function useOpenList(
  isOpen: boolean,
  input: { readonly current: HTMLInputElement | null },
  list: { readonly current: HTMLDivElement | null },
  close: () => void,
): void {
  useLayoutEffect(() => {
    const { current: shown } = list;
    const { current: field } = input;
    if (!isOpen || !shown || !field) return;
    shown.style.width = `${field.offsetWidth}px`;
    shown.showPopover();
    placeBeside(shown, field);
    const stop = closeOutside([shown, field], close);
    return () => {
      stop();
      if (shown.isConnected) shown.hidePopover();
    };
  }, [isOpen]);
}
