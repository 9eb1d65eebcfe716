import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ApiProblem } from "../state/ports.ts";
import { Icon } from "./icon.tsx";

/** Nothing is shown before this, milliseconds: what is quick shall not flicker (ux §2.5). */
const SKELETON_AFTER_MS = 150;
/** After this waiting is said in words. */
const STILL_AFTER_MS = 4_000;

/** What will be here: one sentence, one thing to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}): VNode {
  return (
    <div class="empty-state">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** What failed, in words, and the way to try it again. What was shown before stays where it is. */
export function ErrorBlock({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }): VNode {
  const isOffline = problem.code === "offline";
  return (
    <div class="error-block" role="alert">
      <Icon name="warning" />
      <p>{isOffline ? "You are offline. This could not be loaded." : problem.detail || "This could not be loaded."}</p>
      <button type="button" class="button button-small" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/**
 * Grey rows in the place of what is being loaded, as many as will come. The status stands there before it has words:
 * only so do screen readers hear them.
 */
export function Skeleton({ rows, onRetry }: { rows: number; onRetry?: () => void }): VNode {
  const [phase, setPhase] = useState<"quick" | "waiting" | "still">("quick");
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase("waiting"), SKELETON_AFTER_MS),
      setTimeout(() => setPhase("still"), STILL_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div class={`skeleton skeleton-${phase}`} aria-busy="true">
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} class="skeleton-row" />
      ))}
      <p class="page-note" role="status">
        {phase === "still" && "Still loading. "}
        {phase === "still" && onRetry && (
          <button type="button" class="link-button" onClick={onRetry}>
            Try again
          </button>
        )}
      </p>
    </div>
  );
}
