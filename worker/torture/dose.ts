import type { Score } from "./scoreboard.ts";

/** How much of everything. */
export interface Dose {
  readonly kills: number;
  readonly seeds: number;
  readonly minutes: number;
}

/** What a suite found: its lines of the scoreboard, and what was wrong in words, with the round or seed it was in. */
export interface SuiteResult {
  readonly scores: readonly Score[];
  readonly details: readonly string[];
}

/** How a suite is run. */
export interface SuiteRunFacts {
  readonly dose: Dose;
  /** Its own: data and ledgers. */
  readonly folder: string;
  /** Told now and then how much is done, from 0 to 1. */
  progress(share: number): void;
}

export interface Suite {
  readonly name: string;
  /** What of the dose it looks at, in words. */
  doseInWords(dose: Dose): string;
  /** How long it takes on two idle cores, seconds; for the estimate of what is left. Measured. */
  seconds(dose: Dose): number;
  run(facts: SuiteRunFacts): Promise<SuiteResult>;
}
