import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CardSkeletons } from "../ui/card-skeletons.tsx";
import { ErrorBlock } from "../ui/states.tsx";
import type { PagedList } from "./paged-list.ts";

/** Chosen: what the first screen of a desktop holds. */
export const SCREENFUL = 10;

interface GrownListProps<Row extends { readonly id: string }> {
  /** What the list is of, for assistive technology. */
  readonly name: string;
  readonly list: PagedList<Row>;
  readonly card: (row: Row) => ComponentChildren;
  /** In the place of a list without rows. */
  readonly empty: ComponentChildren;
  /** Class of the grid the cards stand in. */
  readonly grid?: string;
}

/** Cards in a grid that goes on by itself when its end comes near, and by a button for those who reach it by keyboard. */
export function GrownList<Row extends { readonly id: string }>(props: GrownListProps<Row>): VNode {
  const { name, list, card, empty, grid = "card-grid" } = props;
  const rows = list.rows.value;
  const problem = list.problem.value;
  if (rows === null && problem === null)
    return <CardSkeletons grid={grid} count={SCREENFUL} onRetry={() => void list.more()} />;
  return (
    <>
      {rows?.length === 0 && empty}
      {rows !== null && rows.length > 0 && (
        <ul class={grid} aria-label={name}>
          {rows.map((row) => (
            <li key={row.id}>{card(row)}</li>
          ))}
        </ul>
      )}
      {problem && <ErrorBlock problem={problem} onRetry={() => void list.more()} />}
      {!problem && list.hasMore.value && <MoreRows list={list} />}
    </>
  );
}

function MoreRows<Row extends { readonly id: string }>({ list }: { list: PagedList<Row> }): VNode {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && void list.more(), {
      root: end.current.closest(".main"),
      rootMargin: "600px",
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [list, list.rows.value?.length]);
  return (
    <div ref={end} class="more-rows">
      <button type="button" class="button" disabled={list.isLoading.value} onClick={() => void list.more()}>
        {list.isLoading.value ? "Loading more" : "Show more"}
      </button>
    </div>
  );
}
