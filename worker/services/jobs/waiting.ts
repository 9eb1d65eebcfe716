import type { JobRecord } from "../../../schema/tables/jobs.ts";

/** Phase of a job that has not begun on purpose: until `locked_until` whoever asked for it may think better of it. */
export const WAITING = "waiting";

/** Until when a job can be taken back as if it had never been asked for; null where it has begun, or never waited. */
export const undoUntil = ({ status, phase, locked_until }: JobRecord): string | null =>
  status === "queued" && phase === WAITING ? locked_until : null;
