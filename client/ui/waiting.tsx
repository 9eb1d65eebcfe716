import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Nothing is shown before this, milliseconds: what is quick shall not flicker (ux §2.5). */
const SHOWN_AFTER_MS = 150;
/** After this waiting is said in words. */
const STILL_AFTER_MS = 4_000;

interface WaitingProps {
  /** Grey shapes in the place and size of what is being loaded. */
  readonly children: ComponentChildren;
  readonly onRetry?: (() => void) | undefined;
}

/**
 * Around what stands for an answer that is on its way. It takes its room at once, is seen after a moment, and is said
 * after a while. The status stands there before it has words: only so do screen readers hear them.
 */
export function Waiting({ children, onRetry }: WaitingProps): VNode {
  const [phase, setPhase] = useState<"quick" | "waiting" | "still">("quick");
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase("waiting"), SHOWN_AFTER_MS),
      setTimeout(() => setPhase("still"), STILL_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div class={`skeleton skeleton-${phase}`} aria-busy="true">
      <div aria-hidden="true">{children}</div>
      <p class="skeleton-words" role="status">
        {phase === "still" && (
          <span>
            Still loading.{" "}
            {onRetry && (
              <button type="button" class="link-button" onClick={onRetry}>
                Try again
              </button>
            )}
          </span>
        )}
      </p>
    </div>
  );
}
