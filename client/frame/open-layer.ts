import { type Signal, signal } from "@preact/signals";

/** What the frame lays over the page: at most one at a time. `beside` is the palette of rooms for the second seat. */
export type FrameLayer = "palette" | "beside" | "shortcuts";

export const openLayer: Signal<FrameLayer | null> = signal(null);
export const closeLayer = (): void => {
  openLayer.value = null;
};
