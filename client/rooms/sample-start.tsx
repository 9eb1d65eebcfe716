import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { newSampleTable } from "./sample-room.ts";

/** A first room with the house's bots, for who has none. */
export function SampleStart(): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const answer = await newSampleTable(api);
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value}`);
    else setProblem(answer.problem.detail);
  };
  return (
    <>
      <div class="button-row">
        <button type="button" class="button button-primary" disabled={isBusy} onClick={() => void start()}>
          Start with three sample bots
        </button>
        <a class="button" href="/rooms/new">
          Pick bots
        </a>
      </div>
      {problem && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
