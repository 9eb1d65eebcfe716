import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { deviceMemory } from "../pages/device-memory.ts";
import { roomListOf } from "../pages/room-list.ts";
import { newSampleTable } from "../rooms/sample-room.ts";
import { useApp } from "../ui/app-context.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { doneOf, forgetDone, progressWords, runningOf, startTutorial } from "./tutorial-progress.ts";
import { roomAddress } from "./tutorial-room.ts";
import { TUTORIALS, type Tutorial } from "./tutorials.ts";
import "../styles/tutorials.css";

/** `/tutorials`: the café's own, which point at real controls, and those that its keepers wrote. */
export function TutorialsPage(): VNode {
  const { preferences } = useApp();
  useEffect(() => {
    document.title = "Tutorials · BotCafe";
  }, []);
  const kept = preferences.kept.value;
  return (
    <div class="page page-wide">
      <header class="page-head">
        <div>
          <h1>Tutorials</h1>
          <p class="page-note">A minute each, in your own room. Esc leaves one for good; nothing waits for you.</p>
        </div>
        <p class="tutorial-progress" role="status">
          {progressWords(kept)}
        </p>
      </header>
      <ul class="tutorial-list">
        {TUTORIALS.map((tutorial) => (
          <li key={tutorial.id}>
            <TutorialCard tutorial={tutorial} />
          </li>
        ))}
      </ul>
      <WrittenTutorials />
    </div>
  );
}

function TutorialCard({ tutorial }: { tutorial: Tutorial }): VNode {
  const { preferences } = useApp();
  const go = useWay();
  const kept = preferences.kept.value;
  const isDone = doneOf(kept).has(tutorial.id);
  const running = runningOf(kept);
  const isRunning = running?.tutorial.id === tutorial.id;
  const start = () => {
    if (isDone) forgetDone(preferences, preferences.kept.peek(), tutorial);
    if (!isRunning) startTutorial(preferences, tutorial);
    void go(tutorial);
  };
  return (
    <article class="tutorial-card">
      <h2>{tutorial.title}</h2>
      <p>{tutorial.outcome}</p>
      <footer class="tutorial-foot">
        <span class={isDone ? "tutorial-state tutorial-done" : "tutorial-state"}>
          {isDone && <LateIcon name="check" />}
          {stateWords(tutorial, isDone, isRunning ? running.at : null)}
        </span>
        <button
          type="button"
          class={isDone ? "button button-small" : "button button-small button-primary"}
          aria-label={`${startWords(isDone, isRunning)}: ${tutorial.title}`}
          onClick={start}
        >
          {startWords(isDone, isRunning)}
        </button>
      </footer>
    </article>
  );
}

/** Goes to where a tutorial happens. */
function useWay() {
  const { api, session, toasts } = useApp();
  const { route } = useLocation();
  const list = roomListOf(api);
  const somebody = () => ({
    isSignedIn: session.me.peek() !== null,
    lastRoom: deviceMemory.lastRoom(),
    rooms: async () => {
      if (list.rows.peek() === null) await list.refresh();
      return list.rows.peek() ?? list.problem.peek();
    },
    newRoom: () => newSampleTable(api),
  });
  return async ({ place }: Tutorial): Promise<void> => {
    const to = place === "room" ? await roomAddress(somebody()) : place;
    if (typeof to === "string") route(to);
    else toasts.say(to.detail, { tone: "problem" });
  };
}

function startWords(isDone: boolean, isRunning: boolean): string {
  if (isRunning) return "Go on";
  return isDone ? "Start again" : "Start";
}

function stateWords({ steps }: Tutorial, isDone: boolean, at: number | null): string {
  if (at !== null) return `Step ${at + 1} of ${steps.length}`;
  if (isDone) return "Done";
  return steps.length === 1 ? "1 step" : `${steps.length} steps`;
}

const Written = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  estimated_time: z.number(),
  steps: z.array(z.object({ title: z.string(), content: z.string() })),
});
const WrittenList = z.object({ docs: z.array(Written) });

/** Those that whoever runs this café wrote; where there are none, nothing is missing. */
function WrittenTutorials(): VNode | null {
  const { api } = useApp();
  const answer = useAnswer("tutorials", (signal) => api.call("GET", "/tutorials?limit=100", WrittenList, { signal }));
  if (answer.problem) return <ErrorBlock problem={answer.problem} onRetry={answer.reload} />;
  if (!answer.value) return <Skeleton rows={1} onRetry={answer.reload} />;
  // Of two with one name, the one that points at real controls is enough.
  const docs = answer.value.docs.filter(({ title }) => !TUTORIALS.some((own) => own.title === title));
  if (docs.length === 0) return null;
  return (
    <section aria-labelledby="written-tutorials">
      <h2 id="written-tutorials">To read</h2>
      <ul class="tutorial-list">
        {docs.map((tutorial) => (
          <li key={tutorial.id}>
            <WrittenCard tutorial={tutorial} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WrittenCard({ tutorial }: { tutorial: z.infer<typeof Written> }): VNode {
  const { title, description, estimated_time, steps } = tutorial;
  return (
    <article class="tutorial-card">
      <h3 dir="auto">{title}</h3>
      <p dir="auto">{description}</p>
      <details>
        <summary>
          {steps.length === 1 ? "1 step" : `${steps.length} steps`} · {estimated_time} min
        </summary>
        <ol class="tutorial-steps">
          {steps.map((step) => (
            <li key={step.title}>
              <h4 dir="auto">{step.title}</h4>
              <Markdown text={step.content} />
            </li>
          ))}
        </ol>
      </details>
    </article>
  );
}
