import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Toast, ToastStore } from "../state/toast-store.ts";
import { Icon } from "./icon.tsx";

/** How long a toast stays, milliseconds: with a way back at least ten seconds (WCAG 2.2.1), else long enough to read. */
const STAY_MS = { plain: 6_000, action: 12_000 };

/**
 * Where toasts appear: at the bottom, in reading order. Announced politely; a hovered or focused toast stays. Nothing
 * that matters is said here alone.
 */
export function Toasts({ store }: { store: ToastStore }): VNode {
  return (
    <div class="toasts" role="status">
      {store.list.value.map((toast) => (
        <ToastRow key={toast.id} toast={toast} dismiss={() => store.dismiss(toast.id)} />
      ))}
    </div>
  );
}

function ToastRow({ toast, dismiss }: { toast: Toast; dismiss: () => void }): VNode {
  const [isHeld, setHeld] = useState(false);
  const { action } = toast;
  useEffect(() => {
    if (isHeld || toast.stays) return;
    const timer = setTimeout(dismiss, action ? STAY_MS.action : STAY_MS.plain);
    return () => clearTimeout(timer);
  }, [isHeld]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  const press = () => {
    action?.onPress();
    dismiss();
  };
  return (
    <div
      class={`toast toast-${toast.tone}`}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      {toast.tone === "problem" && <Icon name="warning" />}
      <p dir="auto">{toast.words}</p>
      {action && (
        <button type="button" class="button button-small" onClick={press}>
          {action.label}
        </button>
      )}
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}
