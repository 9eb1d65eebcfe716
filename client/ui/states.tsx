import type { ComponentChildren, VNode } from "preact";
import type { ApiProblem } from "../state/ports.ts";
import { Icon } from "./icon.tsx";
import { Waiting } from "./waiting.tsx";

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

interface SkeletonProps {
  readonly rows: number;
  /** What comes in their place: entries of a list, or no more than lines of text. */
  readonly size?: "row" | "line";
  readonly onRetry?: () => void;
}

/** Grey rows in the place of what is being loaded, as many as will come. */
export function Skeleton({ rows, size = "row", onRetry }: SkeletonProps): VNode {
  return (
    <Waiting onRetry={onRetry}>
      <div class={size === "line" ? "skeleton-rows skeleton-lines" : "skeleton-rows"}>
        {Array.from({ length: rows }, (_, at) => (
          <div key={at} class="skeleton-row bone" />
        ))}
      </div>
    </Waiting>
  );
}
