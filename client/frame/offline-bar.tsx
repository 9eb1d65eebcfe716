import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";

const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** Says that there is no network and how old what is shown is. Rooms have a bar of their own, which knows more. */
export function OfflineBar(): VNode | null {
  const [since, setSince] = useState<Date | null>(navigator.onLine ? null : new Date());
  useEffect(() => {
    const leave = () => setSince(new Date());
    const back = () => setSince(null);
    addEventListener("offline", leave);
    addEventListener("online", back);
    return () => {
      removeEventListener("offline", leave);
      removeEventListener("online", back);
    };
  }, []);
  return (
    <div role="status">
      {since && (
        <p class="offline-bar">
          <Icon name="warning" />
          Offline. You see what was loaded by {timeFormat.format(since)}; nothing can be saved until the network is
          back.
        </p>
      )}
    </div>
  );
}
