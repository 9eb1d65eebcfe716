import { RUNNING } from "./running-name.ts";
import { TUTORIALS, type Tutorial, tutorialById } from "./tutorials.ts";

/** The name under which a person's preferences remember the tutorials they have done. */
export const DONE = "tutorials_done";

type Kept = Readonly<Record<string, unknown>>;

/** The mark that stands on the page now. */
export interface Running {
  readonly tutorial: Tutorial;
  readonly at: number;
}

/** What `kept` says is running; null where it names nothing that exists, as after an update. */
export function runningOf(kept: Kept): Running | null {
  const value = kept[RUNNING];
  if (typeof value !== "object" || value === null) return null;
  const { id, at } = value as Record<string, unknown>;
  const tutorial = typeof id === "string" ? tutorialById(id) : null;
  if (!tutorial || typeof at !== "number" || !Number.isInteger(at)) return null;
  return at >= 0 && at < tutorial.steps.length ? { tutorial, at } : null;
}

export function doneOf(kept: Kept): ReadonlySet<string> {
  const value = kept[DONE];
  const ids = Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
  return new Set(ids.filter((id) => tutorialById(id) !== null));
}

/** What a tutorial's progress is kept with. */
export interface Keeper {
  keep(name: string, value: unknown): void;
}

export const startTutorial = (keeper: Keeper, { id }: Tutorial): void => keeper.keep(RUNNING, { id, at: 0 });

/** Leaving is for good: nothing comes back by itself, but it can be started anew. */
export const leaveTutorial = (keeper: Keeper): void => keeper.keep(RUNNING, null);

/** One mark on; behind the last one the tutorial is done. */
export function nextStep(keeper: Keeper, kept: Kept, { tutorial, at }: Running): void {
  const isLast = at + 1 >= tutorial.steps.length;
  if (isLast) keeper.keep(DONE, [...new Set([...doneOf(kept), tutorial.id])]);
  keeper.keep(RUNNING, isLast ? null : { id: tutorial.id, at: at + 1 });
}

export const previousStep = (keeper: Keeper, { tutorial, at }: Running): void =>
  keeper.keep(RUNNING, { id: tutorial.id, at: Math.max(0, at - 1) });

export const forgetDone = (keeper: Keeper, kept: Kept, { id }: Tutorial): void =>
  keeper.keep(
    DONE,
    [...doneOf(kept)].filter((done) => done !== id),
  );

/** "3 of 6 done" */
export const progressWords = (kept: Kept): string => `${doneOf(kept).size} of ${TUTORIALS.length} done`;

export const areAllDone = (kept: Kept): boolean => doneOf(kept).size === TUTORIALS.length;
