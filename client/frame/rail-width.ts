import { type Signal, signal } from "@preact/signals";
import type { DeviceStorage } from "../state/ports.ts";

/** Also read by `public/theme.js`, before the first paint. */
const STORED = "botcafe.rail";

/** Whether the rail shows only its signs. */
export const isRailNarrow: Signal<boolean> = signal(document.documentElement.dataset["rail"] === "narrow");

export function toggleRail(storage: DeviceStorage): void {
  isRailNarrow.value = !isRailNarrow.peek();
  if (isRailNarrow.peek()) {
    document.documentElement.dataset["rail"] = "narrow";
    storage.set(STORED, "narrow");
  } else {
    delete document.documentElement.dataset["rail"];
    storage.remove(STORED);
  }
}
