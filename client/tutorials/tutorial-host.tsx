import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { RUNNING } from "./running-name.ts";

const CoachMarks = lazyPart(() => import("./coach-marks.tsx").then(({ CoachMarks: marks }) => marks));

/** Loads the coach marks for whoever is in the middle of a tutorial; for everybody else it is nothing. */
export function TutorialHost(): VNode | null {
  const { preferences } = useApp();
  const isRunning = useComputed(() => preferences.kept.value[RUNNING] !== undefined).value;
  return isRunning ? <CoachMarks /> : null;
}
