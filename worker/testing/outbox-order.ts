/** How rows may get to D1. */
export type OutboxWay = "single" | "batch" | "ours" | "bare-single" | "bare-array";

/** What `POST /__bench` takes. */
export interface OutboxOrder {
  readonly way: OutboxWay;
  readonly rows: number;
  /** A message as the outbox sends it; each row is a copy with an id and a number of its own. */
  readonly message: Readonly<Record<string, unknown>>;
  /** Number of the first row. */
  readonly seq: number;
}
