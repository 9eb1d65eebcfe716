import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import { useApp } from "../ui/app-context.ts";

const Created = z.object({ id: z.string() });

/** A first room with the house's bots, for who has none. */
export function SampleStart(): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const body = { bot_ids: SAMPLE_SEATS.map(({ id }) => id), title: SAMPLE_ROOM.title };
    const answer = await api.call("POST", "/conversations", Created, { body });
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value.id}`);
    else
      setProblem(answer.problem.status === 404 ? "The sample bots are away. Pick other ones." : answer.problem.detail);
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
