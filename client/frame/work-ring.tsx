import type { VNode } from "preact";
import { runningJobs, runningShare } from "./activity-count.ts";

/** A ring that fills as the reader's long work goes on, all of it together; a number stands in it. */
export function WorkRing(): VNode {
  const share = runningShare.value;
  const percent = share === null ? 100 : Math.round(share * 100);
  return (
    <svg class={share === null ? "work-ring work-ring-endless" : "work-ring"} viewBox="0 0 24 24" aria-hidden="true">
      <circle class="work-ring-track" cx="12" cy="12" r="10.5" />
      <circle class="work-ring-done" cx="12" cy="12" r="10.5" pathLength={100} stroke-dasharray={`${percent} 100`} />
      <text x="12" y="12">
        {runningJobs.value}
      </text>
    </svg>
  );
}
