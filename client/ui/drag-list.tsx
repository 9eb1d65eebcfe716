import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { LateIcon } from "./late-icon.tsx";
import { Menu } from "./menu.tsx";
import "../styles/ui-data.css";

interface DragItem {
  readonly id: string;
  /** What it is called where it is moved. */
  readonly name: string;
}

interface DragListProps<Item extends DragItem> {
  /** What the list is of, for assistive technology. */
  readonly name: string;
  readonly items: readonly Item[];
  readonly draw: (item: Item) => ComponentChildren;
  /** The items in their new order. */
  readonly onOrder: (items: readonly Item[]) => void;
}

/**
 * A list one puts in order: by dragging the handle, or by the menu that the handle opens. Where an item went is said.
 * While it is dragged the others make room; Esc puts it back.
 */
export function DragList<Item extends DragItem>({ name, items, draw, onOrder }: DragListProps<Item>): VNode {
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const drag = useRef<{ id: string; moved: boolean } | null>(null);
  const [order, setOrder] = useState<readonly Item[] | null>(null);
  const shown = order ?? items;
  const movedId = useRef<string | null>(null);
  useLayoutEffect(() => {
    const place = items.findIndex(({ id }) => id === movedId.current);
    movedId.current = null;
    // A row that moves in the document loses the focus it had.
    list.current?.children[place]?.querySelector("button")?.focus({ preventScroll: true });
  }, [items]);
  const finish = (next: readonly Item[], id: string) => {
    setOrder(null);
    const place = next.findIndex((item) => item.id === id);
    if (items[place]?.id === id) return;
    movedId.current = id;
    onOrder(next);
    setSaid(`${next[place]?.name ?? ""}: ${place + 1} of ${next.length}`);
  };
  const onPointerMove = ({ clientY }: PointerEvent) => {
    if (!drag.current) return;
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const place = rows.filter(({ top, height }) => clientY > top + height / 2).length;
    const from = shown.findIndex(({ id }) => id === drag.current?.id);
    const to = place > from ? place - 1 : place;
    if (to === from) return;
    drag.current.moved = true;
    setOrder(moved(shown, from, to));
  };
  const drop = () => {
    const { current } = drag;
    drag.current = null;
    if (current?.moved) finish(shown, current.id);
  };
  const putBack = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !drag.current) return;
    event.stopPropagation();
    drag.current = null;
    setOrder(null);
  };
  return (
    <>
      <ol
        class="drag-list"
        aria-label={name}
        ref={list}
        onPointerMove={onPointerMove}
        onPointerUp={drop}
        onPointerCancel={drop}
        onKeyDown={putBack}
      >
        {shown.map((item, at) => (
          <li key={item.id} class={order && drag.current?.id === item.id ? "drag-row drag-row-held" : "drag-row"}>
            <span
              class="drag-handle"
              onPointerDown={({ currentTarget, pointerId, button }) => {
                if (button !== 0) return;
                // On the list: the row itself moves in the document while it is dragged, and would lose the pointer.
                list.current?.setPointerCapture(pointerId);
                // Esc is heard where the focus is.
                currentTarget.parentElement?.querySelector("button")?.focus({ preventScroll: true });
                drag.current = { id: item.id, moved: false };
              }}
            >
              <LateIcon name="grip" />
            </span>
            <div class="drag-body">{draw(item)}</div>
            <Menu
              name={`Move ${item.name}`}
              class="icon-button"
              face={<LateIcon name="updown" />}
              items={movesOf(at, shown.length).map(({ id, label, to }) => ({
                id,
                label,
                onSelect: () => finish(moved(shown, at, to), item.id),
              }))}
            />
          </li>
        ))}
      </ol>
      <span class="sr-only" role="status">
        {said}
      </span>
    </>
  );
}

/** Where the item at place `at` of `count` can go. */
function movesOf(at: number, count: number) {
  const last = count - 1;
  return [
    { id: "up", label: "Move up", to: at - 1, isOf: at > 0 },
    { id: "down", label: "Move down", to: at + 1, isOf: at < last },
    { id: "first", label: "Move to the top", to: 0, isOf: at > 1 },
    { id: "last", label: "Move to the bottom", to: last, isOf: at < last - 1 },
  ].filter(({ isOf }) => isOf);
}

function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const rest = items.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
