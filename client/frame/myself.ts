import { type Signal, signal } from "@preact/signals";
import type { UserStore } from "../state/user-store.ts";

/** What concerns the reader on all their devices; null before it is connected, and for who is nobody. */
export const myself: Signal<UserStore | null> = signal(null);
