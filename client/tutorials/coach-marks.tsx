import type { VNode } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useEscape } from "../frame/use-escape.ts";
import { useApp } from "../ui/app-context.ts";
import { placeBeside } from "../ui/place-beside.ts";
import { leaveTutorial, nextStep, previousStep, type Running, runningOf } from "./tutorial-progress.ts";
import type { Step, StepEnd, Tutorial } from "./tutorials.ts";
import "../styles/tutorials.css";

/** How often the page is looked at for a step's control and its end, milliseconds: a person does not notice the wait. */
const LOOK_MS = 250;

/** The coach mark of the tutorial that is running, if one is. */
export function CoachMarks(): VNode | null {
  const { preferences } = useApp();
  const { path } = useLocation();
  const running = runningOf(preferences.kept.value);
  return running && isThere(running.tutorial, path) ? (
    <CoachMark key={`${running.tutorial.id} ${running.at}`} running={running} />
  ) : null;
}

/** A mark waits on other pages: it points at nothing there. */
const isThere = ({ place }: Tutorial, path: string): boolean =>
  place === "room" ? path === "/" || path.startsWith("/r/") : path === place;

/** Beside a real control, never over the page as a whole: everything can be used meanwhile. Esc leaves for good. */
function CoachMark({ running }: { running: Running }): VNode {
  const { preferences, toasts } = useApp();
  const { tutorial, at } = running;
  const step = tutorial.steps[at] as Step;
  const mark = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const isLast = at + 1 === tutorial.steps.length;
  const leave = () => leaveTutorial(preferences);
  const next = () => {
    nextStep(preferences, preferences.kept.peek(), running);
    if (isLast) toasts.say(`Done: ${tutorial.outcome}`);
  };
  useStepEnd(step.end, next);
  usePlace(mark, step);
  useEscape("selection", leave);
  useEffect(() => mark.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={mark} popover="manual" role="dialog" aria-labelledby={titleId} class="coach-mark" tabIndex={-1}>
      <h2 id={titleId}>{step.title}</h2>
      <p>{step.words}</p>
      <footer class="coach-foot">
        <span class="coach-count">
          {at + 1} of {tutorial.steps.length}
        </span>
        <button type="button" class="link-button" onClick={leave}>
          Leave
        </button>
        {at > 0 && (
          <button type="button" class="button button-small" onClick={() => previousStep(preferences, running)}>
            Back
          </button>
        )}
        <button type="button" class="button button-small button-primary" onClick={next}>
          {isLast ? "Done" : "Next"}
        </button>
      </footer>
    </div>
  );
}

/** Goes on when what the step asks for has happened on the page. */
function useStepEnd(end: StepEnd | undefined, done: () => void): void {
  useEffect(() => {
    if (!end) return;
    const count = () => document.querySelectorAll(end.appears).length;
    const before = end.oneMore ? count() : 0;
    const timer = setInterval(() => {
      if (count() <= before) return;
      clearInterval(timer);
      done();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}

/** Keeps the mark beside its control, also when that moves or comes later. Without one it stands at the foot. */
function usePlace(mark: { current: HTMLDivElement | null }, { targets }: Step): void {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    mark.current?.showPopover();
    const look = () => setAnchor(inSight(targets));
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  useLayoutEffect(() => {
    anchor?.classList.add("coach-target");
    const place = () => mark.current && putBeside(mark.current, anchor);
    place();
    const timer = setInterval(place, LOOK_MS);
    return () => {
      clearInterval(timer);
      anchor?.classList.remove("coach-target");
    };
  }, [anchor]);
}

function inSight(targets: readonly string[]): HTMLElement | null {
  for (const target of targets) {
    for (const element of [...document.querySelectorAll<HTMLElement>(target)].reverse())
      if (element.checkVisibility()) return element;
  }
  return null;
}

/** Wider than this, a control is a whole area: the mark stands on its edge, not below it, CSS pixels. */
const AREA_PX = 400;

function putBeside(mark: HTMLElement, anchor: HTMLElement | null): void {
  const at = anchor?.getBoundingClientRect();
  if (anchor && at && at.height < AREA_PX) {
    placeBeside(mark, anchor);
    return;
  }
  mark.style.top = `${Math.max(8, innerHeight - mark.offsetHeight - 16)}px`;
  mark.style.left = `${Math.max(8, (innerWidth - mark.offsetWidth) / 2)}px`;
}
