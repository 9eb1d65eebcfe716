import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentChildren, FunctionComponent, VNode } from "preact";
import { useEffect } from "preact/hooks";

/** A part of a screen whose code comes apart from the first script. */
export interface LazyPart<P> {
  (props: P): VNode | null;
  /** Fetches the code, so that it is there when the part is shown. Never rejects. */
  fetch(): Promise<void>;
  /** Whether it is known what it draws: itself, or that it is missing. */
  readonly isSettled: ReadonlySignal<boolean>;
}

interface Manners {
  /** Stands in its place until it comes; for parts that are asked for where they will be looked at. */
  readonly meanwhile?: ComponentChildren;
  /** Nobody has asked for it: where it does not come, nothing is said. */
  readonly isQuiet?: boolean;
}

/**
 * Draws nothing until the code is there, then the part; the next ones at once. Preact's own `lazy` for this comes with
 * its whole React layer, which also changes what events mean. Where the code does not come, that is said with a retry.
 */
export function lazyPart<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
  { meanwhile = null, isQuiet = false }: Manners = {},
): LazyPart<P> {
  const loaded = signal<FunctionComponent<P> | null>(null);
  const isMissing = signal(false);
  let loading: Promise<void> | null = null;
  const fetch = () => {
    loading ??= load().then(
      (part) => {
        loaded.value = part;
      },
      () => {
        loading = null;
        isMissing.value = true;
      },
    );
    return loading;
  };
  const again = () => {
    isMissing.value = false;
    void fetch();
  };
  const Lazy = (props: P): VNode | null => {
    useEffect(again, []);
    const Part = loaded.value;
    if (Part) return <Part {...props} />;
    if (!isMissing.value || isQuiet) return <>{meanwhile}</>;
    return (
      <p class="part-missing" role="alert">
        This part did not load.
        <button type="button" class="button button-small" onClick={again}>
          Try again
        </button>
      </p>
    );
  };
  return Object.assign(Lazy, { fetch, isSettled: computed(() => loaded.value !== null || isMissing.value) });
}

/** Fetches parts one after another while the page has nothing better to do. @returns How to stop. */
export function fetchWhenIdle(parts: readonly Pick<LazyPart<object>, "fetch">[]): () => void {
  let isOver = false;
  const waiting = [...parts];
  const next = () => {
    if (!isOver) void waiting.shift()?.fetch().then(whenIdle);
  };
  // Not every browser tells when it is idle.
  const whenIdle = () => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(next);
    else setTimeout(next, 200);
  };
  whenIdle();
  return () => {
    isOver = true;
  };
}
