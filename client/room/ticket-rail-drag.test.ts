import { expect, test } from "vitest";
import { movedOrder } from "./ticket-rail-drag.ts";

test("[SAY3] a dragged ticket lands where it was let go, never beyond the ends", () => {
  const ids = ["a", "b", "c"];
  expect(movedOrder(ids, "a", 1)).toEqual(["b", "a", "c"]);
  expect(movedOrder(ids, "c", -2)).toEqual(["c", "a", "b"]);
  expect(movedOrder(ids, "b", 9)).toEqual(["a", "c", "b"]);
  expect(movedOrder(ids, "a", -3)).toBe(ids);
  expect(movedOrder(ids, "gone", 1)).toBe(ids);
});
