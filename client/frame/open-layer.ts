import { type Signal, signal } from "@preact/signals";

/** What the frame lays over the page: at most one at a time. */
export type FrameLayer = "palette" | "shortcuts";

export const openLayer: Signal<FrameLayer | null> = signal(null);
export const closeLayer = (): void => {
  openLayer.value = null;
};
