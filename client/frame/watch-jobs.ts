import type { Api } from "../net/api.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { runningJobs, runningShare } from "./activity-count.ts";
import { isLive, type Job, jobsOf } from "./job-list.ts";
import { endWords } from "./job-words.ts";

/** While something runs, and while nothing does: then only what was begun on another device is new. Milliseconds. */
const WHILE_RUNNING_MS = 2_000;
const WHILE_QUIET_MS = 60_000;

/** Keeps the list of jobs fresh, counts what runs, and says when a job ends. @returns How to stop. */
export function watchJobs(api: Api, toasts: ToastStore, showActivity: () => void): () => void {
  const list = jobsOf(api);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: ReadonlySet<string> = new Set();
  const look = () => {
    clearTimeout(timer);
    if (!document.hidden && !(list.isTold && list.rows.peek())) void list.refresh();
    timer = setTimeout(look, known.size > 0 ? WHILE_RUNNING_MS : WHILE_QUIET_MS);
  };
  const unsubscribe = list.rows.subscribe((rows) => {
    const live = new Set(list.live.value.map(({ id }) => id));
    for (const job of ended(rows ?? [], known)) {
      const tone = job.status === "failed" ? "problem" : "plain";
      toasts.say(endWords(job), { tone, action: { label: "Look", onPress: showActivity } });
    }
    const hasBegun = known.size === 0 && live.size > 0;
    known = live;
    runningJobs.value = live.size;
    runningShare.value = shareOf(list.live.value);
    if (hasBegun) look();
  });
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    document.removeEventListener("visibilitychange", look);
    list.clear();
    runningJobs.value = 0;
    runningShare.value = null;
  };
}

/** How far jobs are together; null where there are none, or one has no end in sight. */
export function shareOf(jobs: readonly Job[]): number | null {
  if (jobs.length === 0 || jobs.some(({ total }) => total <= 0)) return null;
  return jobs.reduce((sum, { done, total }) => sum + Math.min(1, done / total), 0) / jobs.length;
}

/** Those that ran when we last looked and do not any more. */
export const ended = (rows: readonly Job[], known: ReadonlySet<string>): readonly Job[] =>
  rows.filter((job) => known.has(job.id) && !isLive(job));
