import type { ComponentChildren, VNode } from "preact";
import { type AnyIconName, LateIcon } from "./late-icon.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly tone?: "plain" | "primary" | "quiet" | "danger";
  readonly icon?: AnyIconName;
  readonly isSmall?: boolean;
  readonly type?: "button" | "submit";
  readonly disabled?: boolean;
  /** What it is doing, such as "Saving…"; then it cannot be pressed again, and keeps the focus. */
  readonly busy?: string | undefined;
  readonly onPress?: () => void;
}

/** One thing to do. One primary button on a screen; danger for what cannot be taken back. */
export function Button({ children, tone = "plain", icon, isSmall, type = "button", ...rest }: ButtonProps): VNode {
  const { disabled, busy, onPress } = rest;
  const classes = ["button", tone !== "plain" && `button-${tone}`, isSmall && "button-small"];
  return (
    <button
      type={type}
      class={classes.filter(Boolean).join(" ")}
      disabled={disabled}
      aria-disabled={busy === undefined ? undefined : true}
      aria-busy={busy === undefined ? undefined : true}
      onClick={(event) => {
        if (busy === undefined) onPress?.();
        // A busy submit button would send the form once more.
        else event.preventDefault();
      }}
    >
      {icon && <LateIcon name={icon} />}
      {busy ?? children}
    </button>
  );
}

interface IconButtonProps {
  readonly icon: AnyIconName;
  /** What it does: its name, and shown where a pointer rests. */
  readonly name: string;
  /** Given: on or off. */
  readonly isPressed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** A button whose sign everybody knows; its name is said all the same. */
export function IconButton({ icon, name, isPressed, disabled, onPress }: IconButtonProps): VNode {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      aria-pressed={isPressed}
      disabled={disabled}
      onClick={onPress}
    >
      <LateIcon name={icon} />
    </button>
  );
}

interface SplitButtonProps extends ButtonProps {
  /** Other ways to do it. */
  readonly items: readonly MenuItem[];
  /** Accessible name of the button that opens them. */
  readonly moreName: string;
}

/** What one mostly wants, and beside it the other ways. */
export function SplitButton({ items, moreName, ...button }: SplitButtonProps): VNode {
  const tone = button.tone && button.tone !== "plain" ? ` button-${button.tone}` : "";
  return (
    <span class="split-button">
      <Button {...button} />
      <Menu name={moreName} face={<LateIcon name="chevron" />} items={items} class={`button split-more${tone}`} />
    </span>
  );
}
