/** Where a life of the process can be made to end. `spin`: nothing of this turn is on disk. `call`: all of it is. */
export const FAILPOINTS = {
  "transaction-begun": "spin",
  "transaction-written": "spin",
  "transaction-closed": "spin",
  "event-unsent": "spin",
  "event-committed": "call",
  "ack-unsent": "spin",
  "ack-committed": "call",
  "delta-unsent": "spin",
  "delta-committed": "call",
  "outbox-read": "spin",
  "d1-unwritten": "call",
  "d1-written": "call",
  "outbox-unremoved": "spin",
  "outbox-removed": "spin",
  "alarm-unset": "spin",
  "alarm-set": "spin",
  "step-written": "spin",
} as const;
export type Failpoint = keyof typeof FAILPOINTS;

/** What D1 does with the batches it is given; reads go on. */
export type D1Mode = "accept" | "refuse" | "hang" | "commit-then-fail" | "slow" | "every-fifth";

/** What goes wrong from now on in this process. Set by the harness, forgotten when the process dies. */
export interface FaultPlan {
  /** Dies at the `nth` time it comes there, from 1. */
  failpoint: { readonly name: Failpoint; readonly nth: number } | null;
  /** Address that a `call` goes to. */
  harness: string;
  d1: D1Mode;
  /** Added to every reading of the clock, milliseconds. */
  clockOffsetMs: number;
}

export const plan: FaultPlan = { failpoint: null, harness: "", d1: "accept", clockOffsetMs: 0 };
