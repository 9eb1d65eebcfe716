import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { entriesWords } from "../pages/import-answers.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ProgressJob } from "../ui/progress-job.tsx";
import { isLive, type Job, type JobList } from "./job-list.ts";
import { canCancel, cancelWords, kindWords, leftWords, phaseWords } from "./job-words.ts";

/** An export says where its file is and how long; an import what it made, and what it could not keep. */
const ExportResult = z.object({ url: z.string(), expires_at: z.string(), size: z.number() });

const ImportOutcome = z.object({
  bots: z.array(z.string()),
  knowledge: z.number(),
  warnings: z.array(z.object({ row: z.number(), field: z.string(), message: z.string() })),
});

const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const megabytes = new Intl.NumberFormat(undefined, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });

/** One job: how far it is, how to hold or end it, and what came of it. */
export function JobRow({ job, list }: { job: Job; list: JobList }): VNode {
  const { kind, status, done, total, phase, paused } = job;
  return (
    <ProgressJob
      title={kindWords(job)}
      status={status}
      done={done}
      total={total}
      phase={[phaseWords(phase), !paused && leftWords(list.pace.secondsLeft(job))].filter(Boolean).join(" · ")}
      paused={paused ?? false}
      actions={isLive(job) && <JobControls job={job} list={list} />}
    >
      {job.error && status === "failed" && <p class="field-problem">{job.error.message}</p>}
      {kind === "export" && status === "done" && <ExportFile job={job} />}
      {kind === "import" && status === "done" && <ImportResult job={job} />}
      <p class="job-when">{when.format(new Date(isLive(job) ? job.createdAt : job.updatedAt))}</p>
    </ProgressJob>
  );
}

function JobControls({ job, list }: { job: Job; list: JobList }): VNode {
  const { toasts } = useApp();
  const [isAsking, setAsking] = useState(false);
  const say = (problem: string | null) => {
    if (problem !== null) toasts.say(problem, { tone: "problem" });
  };
  const cancel = async () => {
    setAsking(false);
    say(await list.cancel(job.id));
  };
  const isPaused = job.paused === true;
  return (
    <>
      <button type="button" class="button button-small" onClick={async () => say(await list.pause(job.id, !isPaused))}>
        {isPaused ? "Go on" : "Pause"}
      </button>
      {canCancel(job) && (
        <button type="button" class="button button-small" onClick={() => setAsking(true)}>
          Cancel
        </button>
      )}
      {isAsking && (
        <Dialog
          title={`Cancel: ${kindWords(job)}?`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button type="button" class="button" onClick={() => setAsking(false)}>
                Let it run
              </button>
              <button type="button" class="button button-stop" onClick={() => void cancel()}>
                Cancel it
              </button>
            </>
          }
        >
          <p>{cancelWords(job)}</p>
        </Dialog>
      )}
    </>
  );
}

function ExportFile({ job }: { job: Job }): VNode | null {
  const { success, data } = ExportResult.safeParse(job.result);
  // The address is one of ours, whatever the row says.
  if (!success || !data.url.startsWith("/api/")) return null;
  if (Date.parse(data.expires_at) < Date.now()) return <p class="page-note">The file is gone; export again.</p>;
  return (
    <p class="job-result">
      <a class="button button-small" href={data.url} download>
        Download ({megabytes.format(Math.max(0.1, data.size / 1_000_000))})
      </a>
      <span class="page-note">Here until {day.format(new Date(data.expires_at))}.</span>
    </p>
  );
}

function ImportResult({ job }: { job: Job }): VNode | null {
  const { success, data } = ImportOutcome.safeParse(job.result);
  if (!success) return null;
  const { bots, knowledge, warnings } = data;
  return (
    <>
      <p class="job-result">
        {bots.map((id, at) => (
          <a key={id} class="button button-small" href={`/bots/${encodeURIComponent(id)}`}>
            {bots.length === 1 ? "Open the bot" : `Open bot ${at + 1}`}
          </a>
        ))}
        <span class="page-note">{entriesWords(knowledge)} of lore.</span>
      </p>
      {warnings.length > 0 && (
        <details class="job-warnings">
          <summary>
            {warnings.length === 1 ? "1 thing was" : `${warnings.length} things were`} not kept as in the file
          </summary>
          <ul>
            {warnings.map(({ row, field, message }) => (
              <li key={`${row} ${field} ${message}`} dir="auto">
                {row > 0 && `Row ${row}, `}
                <code>{field}</code>: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
