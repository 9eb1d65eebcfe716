import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";
import { JobPace } from "./job-pace.ts";

const Row = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  done: z.number(),
  total: z.number(),
  paused: z.optional(z.boolean()),
  phase: z.optional(z.nullable(z.string())),
  result: z.optional(z.unknown()),
  error: z.optional(z.nullable(z.object({ code: z.string(), message: z.string() }))),
  undo_until: z.optional(z.nullable(z.string())),
  createdAt: z.string(),
  updatedAt: z.string(),
});
/** Long work of the reader's, as the Activity screen draws it. */
export type Job = z.infer<typeof Row>;

const Rows = z.object({ docs: z.array(Row) });

/** A deletion that waits for second thoughts: nothing runs yet. */
export const isWaiting = ({ status, undo_until }: Job): boolean => status === "queued" && Boolean(undo_until);
export const isOver = ({ status }: Job): boolean => status !== "queued" && status !== "running";
export const isLive = (job: Job): boolean => !isOver(job) && !isWaiting(job);

/** The reader's jobs, newest first. One list for the page: the screen and the number in the rail show the same. */
export class JobList {
  /** Null until the first answer. */
  readonly rows: Signal<readonly Job[] | null> = signal(null);
  readonly problem: Signal<ApiProblem | null> = signal(null);
  readonly live: ReadonlySignal<readonly Job[]> = computed(() => (this.rows.value ?? []).filter(isLive));
  readonly pace = new JobPace();
  readonly #api: Api;
  /** The server tells of each change by itself: nobody need ask. */
  isTold = false;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Asks again; what was shown stays until the answer is here. */
  async refresh(): Promise<void> {
    const answer = await this.#api.call("GET", "/jobs?limit=50", Rows);
    this.problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    this.pace.note(answer.value.docs.filter(isLive), Date.now());
    this.rows.value = answer.value.docs;
  }

  /** A job as it is now, told by the server. What was told earlier of it may come later. */
  told(job: Job): void {
    this.isTold = true;
    const rows = this.rows.peek();
    if (!rows || rows.some(({ id, updatedAt }) => id === job.id && updatedAt > job.updatedAt)) return;
    const others = rows.filter(({ id }) => id !== job.id);
    this.pace.note([job, ...others].filter(isLive), Date.now());
    this.rows.value = [job, ...others].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** Nobody tells any more. */
  forget(): void {
    this.isTold = false;
  }

  /** Lets a job wait or go on. @returns Words for why not. */
  pause(id: string, paused: boolean): Promise<string | null> {
    return this.#change(this.#api.call("PATCH", `/jobs/${id}`, Row, { body: { paused } }));
  }

  /** Ends a job; what it did stays done. @returns Words for why not. */
  cancel(id: string): Promise<string | null> {
    return this.#change(this.#api.call("DELETE", `/jobs/${id}`, Row));
  }

  async #change(call: ReturnType<Api["call"]>): Promise<string | null> {
    const answer = await call;
    await this.refresh();
    return answer.ok ? null : answer.problem.detail;
  }

  /** Somebody else is signed in now. */
  clear(): void {
    this.rows.value = null;
    this.problem.value = null;
  }
}

const lists = new WeakMap<Api, JobList>();

/** The list that belongs to `api`. Whoever begins a job asks it to `refresh`. */
export function jobsOf(api: Api): JobList {
  const list = lists.get(api) ?? new JobList(api);
  lists.set(api, list);
  return list;
}
