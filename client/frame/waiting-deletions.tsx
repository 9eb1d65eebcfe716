import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { roomListOf } from "../pages/room-list.ts";
import { useApp } from "../ui/app-context.ts";
import { isWaiting, type Job, type JobList } from "./job-list.ts";

const Named = z.object({ name: z.nullable(z.string()) });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** What was deleted less than ten minutes ago, here or on another device, and the way back. */
export function WaitingDeletions({ list }: { list: JobList }): VNode | null {
  const waiting = (list.rows.value ?? []).filter(isWaiting);
  if (waiting.length === 0) return null;
  return (
    <section class="activity-group" aria-labelledby="waiting-title">
      <h2 id="waiting-title">Deleted just now</h2>
      <p class="page-note">Nobody sees it any more. Until its time is over you can bring it back as it was.</p>
      <ul class="waiting-deletions">
        {waiting.map((job) => (
          <Deletion key={job.id} job={job} list={list} />
        ))}
      </ul>
    </section>
  );
}

function Deletion({ job, list }: { job: Job; list: JobList }): VNode {
  const { api, toasts } = useApp();
  const [isBusy, setBusy] = useState(false);
  const read = Named.safeParse(job.result);
  const name = (read.success ? read.data.name : null) ?? "A room without a title";
  const bringBack = async () => {
    setBusy(true);
    const problem = await list.cancel(job.id);
    setBusy(false);
    if (problem === null) void roomListOf(api).comeBack();
    toasts.say(problem === null ? `${name} is back.` : `${name}: ${problem}`, {
      tone: problem === null ? "plain" : "problem",
    });
  };
  return (
    <li class="job waiting-deletion">
      <span>
        <bdi class="waiting-name">{name}</bdi>
        <span class="job-when">
          {job.kind === "delete_bot" ? "Bot" : "Room"}, gone for good after {time.format(new Date(job.undo_until ?? 0))}
        </span>
      </span>
      <button type="button" class="button button-small" aria-busy={isBusy} onClick={() => void bringBack()}>
        Bring back<span class="sr-only"> {name}</span>
      </button>
    </li>
  );
}
