import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";

/** A word that is one of several. */
export const Chip = ({ children }: { children: ComponentChildren }): VNode => <span class="chip">{children}</span>;

/** A filter that is on or off. */
export function ToggleChip({ label, isOn, onToggle }: ToggleChipProps): VNode {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={() => onToggle(!isOn)}>
      <bdi>{label}</bdi>
    </button>
  );
}

interface ToggleChipProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

/** A chip that can be taken away. */
export function RemovableChip({ label, onRemove }: { label: string; onRemove: () => void }): VNode {
  return (
    <span class="chip">
      <bdi>{label}</bdi>
      <button type="button" class="chip-remove" aria-label={`Remove ${label}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
