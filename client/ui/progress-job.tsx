import type { ComponentChildren, VNode } from "preact";

interface ProgressJobProps {
  readonly title: string;
  readonly status: "queued" | "running" | "done" | "failed" | "cancelled";
  readonly done: number;
  /** 0 where nobody can know: then done is counted, and no bar pretends. */
  readonly total: number;
  readonly phase?: string | null;
  readonly paused?: boolean;
  /** Pause, cancel. */
  readonly actions?: ComponentChildren;
  /** What came of it. */
  readonly children?: ComponentChildren;
}

const STATUS_WORDS = {
  queued: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
} as const;

/** Work that takes a while: what it is, how far it is, in which phase (ux §2.9). */
export function ProgressJob(props: ProgressJobProps): VNode {
  const { title, status, done, total, phase, paused, actions, children } = props;
  const isRunning = status === "queued" || status === "running";
  const numbers = new Intl.NumberFormat();
  const count = total > 0 ? `${numbers.format(done)} of ${numbers.format(total)}` : numbers.format(done);
  return (
    <section class={`job job-${status}`} aria-label={title}>
      <header class="job-head">
        <h3 dir="auto">{title}</h3>
        <span class="job-status">{paused && isRunning ? "Paused" : STATUS_WORDS[status]}</span>
      </header>
      {isRunning && total > 0 && (
        <progress class="job-bar" value={done} max={total} aria-label={`${title}: ${count}`} />
      )}
      <p class="job-line">
        {isRunning && phase ? `${phase} · ` : ""}
        {count}
      </p>
      {actions && <div class="job-actions">{actions}</div>}
      {children}
    </section>
  );
}
