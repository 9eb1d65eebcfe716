import { expect, test } from "vitest";
import { createSpeakerMarks, SPEAKER_MARKS } from "./speaker-marks.ts";

test("[UI9] speakers get marks in order, keep them, and share only when all are given", () => {
  const markOf = createSpeakerMarks();
  expect(["mara", "tobias", "ivy"].map(markOf)).toEqual([1, 2, 3]);
  expect(["ivy", "mara"].map(markOf)).toEqual([3, 1]);
  const more = Array.from({ length: SPEAKER_MARKS - 3 }, (_, i) => markOf(`b${i}`));
  expect(more).toEqual([4, 5, 6, 7, 8]);
  expect(markOf("ninth")).toBe(1);
});
