import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_DELAY_MS, MIN_DELAY_MS, reconnectDelayMs } from "./reconnect-delay.ts";

test("[CLI86] a wait lies between its bounds, whatever the attempt", () => {
  void fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const ms = reconnectDelayMs(attempt, random, "");
      expect(ms).toBeGreaterThanOrEqual(MIN_DELAY_MS);
      expect(ms).toBeLessThanOrEqual(Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** (attempt + 1)));
    }),
  );
});

test("[CLI86] the whole range is used, so that devices spread", () => {
  expect(reconnectDelayMs(9, 0, "")).toBe(250);
  expect(reconnectDelayMs(9, 0.999_999, "")).toBeGreaterThan(9_900);
  expect(reconnectDelayMs(0, 0.999_999, "")).toBeGreaterThan(450);
});

test.each([
  ['{"retry_after_ms":4000}', 4_000],
  ["retry_after_ms=60000", 60_000],
  ["no access", 250],
])("[CLI86] a wait the room asks for is kept: %s", (reason, ms) => {
  expect(reconnectDelayMs(0, 0, reason)).toBe(ms);
});
