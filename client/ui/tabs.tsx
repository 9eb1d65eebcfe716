import type { ComponentChildren, VNode } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { isRightToLeft } from "./direction.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Something in it was changed and not saved. */
  readonly isUnsaved?: boolean;
}

interface TabsProps {
  /** What the tabs are of, for assistive technology. */
  readonly name: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly children: ComponentChildren;
}

/** Tabs over one panel. ← → Home End move and select at once; Tab goes on into the panel. */
export function Tabs({ name, tabs, selected, onSelect, children }: TabsProps): VNode {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // A list of many tabs scrolls sideways: the one that is open must be seen.
    const tab = list.current?.querySelector("[aria-selected=true]");
    tab?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(
      event,
      tabs.findIndex(({ id }) => id === selected),
      tabs.length,
    );
    const tab = target === null ? undefined : tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[target ?? 0]?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
        {tabs.map(({ id, label, isUnsaved }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            class="tab"
            aria-selected={id === selected}
            aria-controls={`${base}-panel`}
            tabIndex={id === selected ? 0 : -1}
            onClick={() => onSelect(id)}
          >
            {label}
            {isUnsaved && (
              <span class="tab-dot">
                <span class="sr-only"> (not saved)</span>
              </span>
            )}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`} class="tab-panel">
        {children}
      </div>
    </div>
  );
}

/** Where a key leads from tab `at` of `count`; null for keys that are not the tabs'. Sideways follows the text. */
function targetOf(
  { key, ctrlKey, altKey, metaKey, target: on }: KeyboardEvent,
  at: number,
  count: number,
): number | null {
  if (ctrlKey || altKey || metaKey) return null;
  const step = on instanceof Element && isRightToLeft(on) ? -1 : 1;
  const target = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: count - 1 }[key];
  return target === undefined ? null : (target + count) % count;
}
