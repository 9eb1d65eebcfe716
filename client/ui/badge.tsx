import type { ComponentChildren, VNode } from "preact";

interface BadgeProps {
  readonly tone?: "plain" | "live" | "warn" | "danger" | "lore";
  readonly children: ComponentChildren;
}

/** A state in one or two words. The word says it; the colour only helps. */
export const Badge = ({ tone = "plain", children }: BadgeProps): VNode => (
  <span class={`badge badge-${tone}`}>{children}</span>
);

/** Above this nobody counts. */
const MAX_COUNT = 99;

/** How many are new. `words` is what it means, such as "3 unread". */
export function CountBadge({ count, words }: { count: number; words: string }): VNode | null {
  if (count === 0) return null;
  return (
    <span class="unread-count" role="img" aria-label={words}>
      {count > MAX_COUNT ? `${MAX_COUNT}+` : count}
    </span>
  );
}
