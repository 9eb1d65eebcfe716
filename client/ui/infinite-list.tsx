import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ApiProblem } from "../state/ports.ts";
import { ErrorBlock } from "./states.tsx";
import "../styles/ui-data.css";

interface InfiniteListProps<Item> {
  /** What the list is of, for assistive technology. */
  readonly name: string;
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly draw: (item: Item) => ComponentChildren;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: ApiProblem | null;
  readonly onMore: () => void;
}

/** How far before its end the next page is asked for, CSS pixels: about a screen. */
const AHEAD_PX = 600;

/**
 * A list that grows as it is read. The button at its end does the same for who does not scroll; once a page failed only
 * a retry asks again. How many there are now is said.
 */
export function InfiniteList<Item>(props: InfiniteListProps<Item>): VNode {
  const { name, items, idOf, draw, hasMore, isLoading, problem, onMore } = props;
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  const isReady = hasMore && !isLoading && problem === null;
  useEffect(() => {
    if (!isReady || !end.current) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) more.current();
      },
      { rootMargin: `${AHEAD_PX}px` },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
    // Anew for each page: an end that stayed in sight says nothing again.
  }, [isReady, items.length]);
  return (
    <div class="infinite-list">
      <ul aria-label={name} aria-busy={isLoading}>
        {items.map((item) => (
          <li key={idOf(item)}>{draw(item)}</li>
        ))}
      </ul>
      <div class="infinite-end" ref={end}>
        {problem && <ErrorBlock problem={problem} onRetry={onMore} />}
        {hasMore && !problem && (
          <button type="button" class="button" aria-disabled={isLoading} onClick={() => !isLoading && onMore()}>
            {isLoading ? "Loading…" : "Show more"}
          </button>
        )}
      </div>
      <span class="sr-only" role="status">
        {isLoading ? "" : `${items.length} shown${hasMore ? "" : ", that is all"}`}
      </span>
    </div>
  );
}
