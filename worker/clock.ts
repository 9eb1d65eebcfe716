/** The wall clock of this process, Unix milliseconds. The only place outside tests that asks it. */
export const nowMs = (): number => Date.now();

/** `ms` as answers and rows carry time, e.g. `2026-11-23T04:55:06.000Z`. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
