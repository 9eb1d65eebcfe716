import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useApp } from "../ui/app-context.ts";
import { RUNNING } from "./running-name.ts";

const CoachMarks = lazy(() => import("./coach-marks.tsx").then(({ CoachMarks: marks }) => marks));

/** Loads the coach marks for whoever is in the middle of a tutorial; for everybody else it is nothing. */
export function TutorialHost(): VNode | null {
  const { preferences } = useApp();
  const isRunning = useComputed(() => preferences.kept.value[RUNNING] !== undefined).value;
  if (!isRunning) return null;
  return (
    <Suspense fallback={null}>
      <CoachMarks />
    </Suspense>
  );
}
