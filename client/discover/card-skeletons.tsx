import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** As in `ui/states.tsx`: quick answers do not flicker, slow ones are said in words. */
const SKELETON_AFTER_MS = 150;
const STILL_AFTER_MS = 4_000;
/** Chosen: what the first screen of a desktop holds. */
const CARDS = 8;

/** Empty cards where the cards will be, of the same size. */
export function CardSkeletons({ grid, onRetry }: { grid: string; onRetry: () => void }): VNode {
  const [phase, setPhase] = useState<"quick" | "waiting" | "still">("quick");
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase("waiting"), SKELETON_AFTER_MS),
      setTimeout(() => setPhase("still"), STILL_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div aria-busy="true">
      {phase === "still" && (
        <p class="page-note" role="status">
          Still loading.{" "}
          <button type="button" class="link-button" onClick={onRetry}>
            Try again
          </button>
        </p>
      )}
      <div class={`${grid} skeleton-${phase}`} aria-hidden="true">
        {Array.from({ length: CARDS }, (_, at) => (
          <div key={at} class="card-skeleton" />
        ))}
      </div>
    </div>
  );
}
