import type { Job } from "./job-list.ts";

/** What a kind of job is called. Kinds of a newer server are called by their own name. */
const KINDS: Readonly<Record<string, string>> = {
  delete_account: "Deleting the account",
  delete_bot: "Deleting a bot",
  delete_conversation: "Deleting a room",
  delete_tome: "Deleting a tome",
  export: "Gathering your data",
  import: "Importing a file",
  merge_guest: "Bringing along what you made as a guest",
  vectorize: "Indexing lore",
};

export const kindWords = ({ kind }: Pick<Job, "kind">): string => KINDS[kind] ?? kind.replaceAll("_", " ");

/** Phases are named after what is being done: a table, or a step. */
export const phaseWords = (phase: string | null | undefined): string | null =>
  phase ? phase.replaceAll(/[-_]/g, " ").replace(/^\w/, (first) => first.toUpperCase()) : null;

/** "about 2 min left"; nothing where nobody can know. */
export function leftWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  const isShort = seconds < 60;
  const format = { style: "unit", unit: isShort ? "second" : "minute", unitDisplay: "short" } as const;
  const count = isShort ? Math.max(1, Math.round(seconds)) : Math.round(seconds / 60);
  return `about ${new Intl.NumberFormat(undefined, format).format(count)} left`;
}

/** What is said in passing when a job ends. */
export function endWords(job: Job): string {
  const name = kindWords(job);
  if (job.status === "done") return `${name}: done.`;
  return job.status === "cancelled" ? `${name}: cancelled.` : `${name} failed. ${job.error?.message ?? ""}`.trim();
}

/** What of a job stays when it is cancelled. */
export const cancelWords = ({ kind }: Pick<Job, "kind">): string =>
  kind === "export" ? "Nothing is kept of the archive." : "What is done so far stays done.";

/** What is being deleted, or has come along, is so from the start: there is no way back. */
export const canCancel = ({ kind }: Pick<Job, "kind">): boolean => !/^(?:delete|merge)_/.test(kind);
