import { type Signal, signal } from "@preact/signals";

/** How many jobs run for this person, as far as the page knows. */
export const runningJobs: Signal<number> = signal(0);
/** How far they are together, from 0 to 1; null where one of them cannot tell. */
export const runningShare: Signal<number | null> = signal(null);
/** Notifications nobody has looked at on any device. */
export const unseenNews: Signal<number> = signal(0);
