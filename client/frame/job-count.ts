import { type Signal, signal } from "@preact/signals";

/** How many jobs run for this person, as far as the page knows. */
export const runningJobs: Signal<number> = signal(0);
