import type { ComponentChildren, VNode } from "preact";
import { type AnyIconName, LateIcon } from "./late-icon.tsx";

interface BannerProps {
  readonly tone: "info" | "live" | "warn" | "danger";
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
  readonly onDismiss?: () => void;
}

const SIGNS: Record<BannerProps["tone"], AnyIconName> = {
  info: "info",
  live: "check",
  warn: "warning",
  danger: "warning",
};

/** Something that holds for the whole page or pane until it is over. Danger interrupts, the rest is said politely. */
export function Banner({ tone, children, action, onDismiss }: BannerProps): VNode {
  return (
    <div class={`banner banner-${tone}`} role={tone === "danger" ? "alert" : "status"}>
      <LateIcon name={SIGNS[tone]} />
      <p>{children}</p>
      {action}
      {onDismiss && (
        <button type="button" class="icon-button" aria-label="Dismiss" onClick={onDismiss}>
          <LateIcon name="close" />
        </button>
      )}
    </div>
  );
}
