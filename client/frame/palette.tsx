import type { VNode } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { deviceMemory } from "../pages/device-memory.ts";
import { findItems, KIND_WORDS, type PaletteItem } from "./palette-items.ts";
import { usePaletteItems } from "./use-palette-items.ts";

const STORED = "botcafe.recent";
/** How many last choices come first. Chosen. */
const MAX_RECENT = 8;

/** Ctrl/⌘ K: by name to any room, bot, place, setting or command. What was chosen lately comes first. */
export function Palette({ isBeside, onClose }: { isBeside: boolean; onClose: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const items = usePaletteItems();
  const found = findItems(isBeside ? besideItems(items) : items, query, recentItems());
  const name = isBeside ? "Open beside" : "Go to";
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useLayoutEffect(() => document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: "nearest" }), [at]);
  const choose = (item: PaletteItem, run = item.run) => {
    rememberItem(item.id);
    // Closed first: what is chosen may open something itself.
    onClose();
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found[at];
    const move = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.isComposing) return;
    if (move !== undefined) setAt((move + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && chosen) choose(chosen, event.shiftKey ? chosen.runBeside : chosen.run);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // The layer below has its own Esc.
        if (event.key === "Escape") event.stopPropagation();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <input
        class="palette-field"
        type="text"
        role="combobox"
        enterkeyhint="go"
        aria-label={name}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
        placeholder={isBeside ? "A room, to stand beside this one" : "Room, bot, setting or command"}
        dir="auto"
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={list} class="palette-list" aria-label="Found">
        {found.map((item, index) => (
          <PaletteRow
            key={item.id}
            id={`${list}-${index}`}
            item={item}
            isAt={index === at}
            onChoose={(event) => choose(item, event.shiftKey ? item.runBeside : item.run)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p class="palette-none" role="status">
          {isBeside && query === "" ? "There is no other room yet." : "Nothing is called like that."}
        </p>
      )}
      {!isBeside && found[at]?.runBeside && (
        <p class="palette-hint">
          <kbd>Shift</kbd> <kbd>Enter</kbd> opens it beside this room
        </p>
      )}
    </dialog>
  );
}

interface RowProps {
  readonly id: string;
  readonly item: PaletteItem;
  readonly isAt: boolean;
  readonly onChoose: (event: MouseEvent) => void;
}

function PaletteRow({ id, item, isAt, onChoose }: RowProps): VNode {
  return (
    <button
      type="button"
      role="option"
      id={id}
      class="palette-row"
      tabIndex={-1}
      aria-selected={isAt}
      onClick={onChoose}
    >
      <bdi class="palette-label">{item.label}</bdi>
      {item.meta && <span class="palette-meta">{item.meta}</span>}
      <span class="palette-kind">{KIND_WORDS[item.kind]}</span>
    </button>
  );
}

/** Rooms that could stand beside the one on screen; choosing one does just that. */
const besideItems = (items: readonly PaletteItem[]): readonly PaletteItem[] =>
  items.flatMap(({ runBeside, ...item }) => (runBeside ? [{ ...item, run: runBeside }] : []));

const recentItems = (): readonly string[] => deviceMemory.storage.get(STORED)?.split("\n") ?? [];

function rememberItem(id: string): void {
  const recent = [id, ...recentItems().filter((other) => other !== id)].slice(0, MAX_RECENT);
  deviceMemory.storage.set(STORED, recent.join("\n"));
}
