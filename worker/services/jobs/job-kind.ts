import type { JobRecord } from "../../../schema/tables/jobs.ts";
import type { Env } from "../../env.ts";

/** Jobs that run step by step; imports are done when they are told of. */
export const JOB_KINDS = [
  "delete_bot",
  "delete_tome",
  "delete_conversation",
  "delete_account",
  "export",
  "merge_guest",
] as const;
export type JobKindName = (typeof JOB_KINDS)[number];

/** Whose job it is, when, and which version (see `RequestContext.expects`). */
export interface JobEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** What a step did. A step counts its own `done`, or says here how far the job is now. */
export interface Step {
  readonly isOver: boolean;
  /** What it worked on, shown to the person. */
  readonly phase?: string;
  readonly done?: number;
  readonly total?: number;
  /** Where the next step begins. */
  readonly cursor?: unknown;
  /** What came of the whole job. */
  readonly result?: unknown;
}

/**
 * A kind of work. Its steps are small, and doing one again that was done, or done by half, does no harm: whoever worked
 * on it may have died at any point.
 */
export interface JobKind {
  readonly step: (env: Env, job: JobRecord, nowMs: number) => Promise<Step>;
  /** Why it cannot be cancelled, or null where it can. */
  readonly noWayBack: string | null;
  /**
   * Takes back one that still waits, with what its asking did, in one transaction. @returns Null where it has begun.
   */
  readonly takeBack?: (env: Env, id: string, editor: JobEditor) => Promise<JobRecord | null>;
  /** Clears away what a cancelled or failed job leaves behind. */
  readonly abandon?: (env: Env, job: JobRecord) => Promise<void>;
  /** Failed steps in a row after which it is given up; null where it is tried until it works. */
  readonly maxAttempts: number | null;
}
