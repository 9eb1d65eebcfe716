/** Times at which the room wants to be woken, Unix milliseconds; null where it does not. */
export interface WantedAlarms {
  /** The outbox has rows. */
  readonly outbox: number | null;
  /** A reply runs: keeps the object alive and notices silence (reliability, decision 6). */
  readonly watchdog: number | null;
  /** Rights of connected people are to be checked again. */
  readonly recheck: number | null;
  /** Turns wait and nobody has the floor, or bots are to go on by themselves. */
  readonly turns: number | null;
}

/** The earliest wanted time, or null when the room may sleep. */
export function nextAlarmAt(wanted: WantedAlarms): number | null {
  const times = Object.values(wanted).filter((t): t is number => t !== null);
  return times.length === 0 ? null : Math.min(...times);
}
