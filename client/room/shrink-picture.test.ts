import { expect, test } from "vitest";
import { fittedSize } from "./shrink-picture.ts";

test("[ATT13] what is made smaller keeps its shape, is whole pixels, and is never enlarged", () => {
  expect(fittedSize({ width: 6_000, height: 4_000 }, 1_280)).toEqual({ width: 1_280, height: 853 });
  expect(fittedSize({ width: 300, height: 6_000 }, 1_280)).toEqual({ width: 64, height: 1_280 });
  expect(fittedSize({ width: 90_000, height: 1 }, 1_280)).toEqual({ width: 1_280, height: 1 });
  expect(fittedSize({ width: 640, height: 480 }, 1_280)).toEqual({ width: 640, height: 480 });
});
