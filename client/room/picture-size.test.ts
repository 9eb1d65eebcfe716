import { expect, test } from "vitest";
import { pictureSize } from "./picture-size.ts";

test("[ATT12] a picture's place is known before it is there: its own shape, fitted, never larger than it is", () => {
  expect(pictureSize({ width: 200, height: 100 })).toEqual({ width: 200, height: 100 });
  expect(pictureSize({ width: 3_200, height: 1_600 })).toEqual({ width: 320, height: 160 });
  expect(pictureSize({ width: 1_000, height: 5_200 })).toEqual({ width: 50, height: 260 });
  expect(pictureSize({ width: 3, height: 2 })).toEqual({ width: 44, height: 44 });
});
