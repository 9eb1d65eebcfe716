import type { Verdict } from "./ledger-check.ts";

/** What checkers have found in one run: how much of each kind, and what exactly, a line each. */
export interface Found {
  readonly faults: Record<keyof Verdict, number>;
  readonly details: string[];
}

export const noFaults = (): Found["faults"] => ({
  lost: 0,
  doubled: 0,
  renumbered: 0,
  forked: 0,
  gaps: 0,
  unwritten: 0,
  mismatched: 0,
  stuck: 0,
  drift: 0,
});

/** Adds what was found in one room. */
export function addVerdict(found: Found, room: string, verdict: Verdict): void {
  for (const kind of Object.keys(found.faults) as (keyof Verdict)[]) {
    found.faults[kind] += verdict[kind].length;
    found.details.push(...verdict[kind].map((what) => `${room} ${kind}: ${what}`));
  }
}
