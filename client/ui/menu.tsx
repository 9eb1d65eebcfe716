import type { ComponentChildren, VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { useBeside } from "./use-beside.ts";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Why it cannot be chosen now; said in the place of the hint. */
  readonly refusal?: string | null;
  /** Given: one of several, or on and off. Absent: a plain action. */
  readonly isChecked?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** Accessible name of the button, where its face does not say it. */
  readonly name?: string;
  /** What the button shows. */
  readonly face: ComponentChildren;
  readonly items: readonly MenuItem[];
  readonly class?: string;
}

/**
 * A button with a list of choices. Arrows, Home, End and Esc work; focus returns to the button. The list is a native
 * popover: nothing clips it, and it stands where there is room.
 */
export function Menu({ name, face, items, class: className = "button" }: MenuProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useBeside(
    isOpen,
    list,
    button,
    (shown) => focusItem(shown, 0),
    () => setOpen(false),
  );
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (moveFocus(list.current, event.key)) event.preventDefault();
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        id={`${id}-button`}
        class={className}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      {isOpen && (
        <div
          role="menu"
          popover="manual"
          ref={list}
          id={id}
          aria-labelledby={`${id}-button`}
          class="menu-list"
          onKeyDown={onKeyDown}
        >
          {items.map((item) => (
            <MenuRow key={item.id} item={item} close={close} />
          ))}
        </div>
      )}
    </>
  );
}

function MenuRow({ item, close }: { item: MenuItem; close: () => void }): VNode {
  const { refusal = null } = item;
  const hint = refusal ?? item.hint;
  const select = () => {
    if (refusal !== null) return;
    close();
    item.onSelect();
  };
  const face = (
    <>
      <span class="menu-label">{item.label}</span>
      {hint && <span class="menu-hint">{hint}</span>}
    </>
  );
  if (item.isChecked === undefined) {
    return (
      <button
        type="button"
        role="menuitem"
        aria-disabled={refusal !== null || undefined}
        tabIndex={-1}
        class="menu-item"
        onClick={select}
      >
        {face}
      </button>
    );
  }
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={item.isChecked}
      tabIndex={-1}
      class="menu-item"
      onClick={select}
    >
      {face}
    </button>
  );
}

const itemsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? []),
];

function focusItem(list: HTMLElement | null, at: number): void {
  const items = itemsOf(list);
  items[(at + items.length) % items.length]?.focus({ preventScroll: true });
}

/** True where `key` moved the focus. */
function moveFocus(list: HTMLElement | null, key: string): boolean {
  const at = itemsOf(list).findIndex((item) => item.matches(":focus"));
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (target === undefined) return false;
  focusItem(list, target);
  return true;
}
