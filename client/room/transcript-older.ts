import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

type VirtualLines = typeof import("./transcript-virtual.tsx").VirtualLines;

const part: Signal<VirtualLines | null> = signal(null);
let loading: Promise<void> | null = null;

/** The list that draws only what is near the sight. Until it is there, all lines stand in normal flow. */
export const virtualLines: ReadonlySignal<VirtualLines | null> = part;

/** Fetches it; asked before older messages are, so that they are never drawn all at once. Never rejects. */
export function loadVirtualLines(): Promise<void> {
  loading ??= import("./transcript-virtual.tsx").then(
    ({ VirtualLines }) => {
      part.value = VirtualLines;
    },
    () => {
      loading = null;
    },
  );
  return loading;
}
