import fc from "fast-check";
import { expect, test } from "vitest";
import { DELTA_MAX_CHARS, DELTA_WINDOW_MS } from "../../../../shared/protocol/limits.ts";
import { addText, EMPTY_BATCH, pieces, takeBatch, waitBeforeFlush } from "./batcher.ts";

test("[STR2] the first text does not wait, later text waits for the rest of its window", () => {
  const first = addText(EMPTY_BATCH, "a");
  expect(waitBeforeFlush(first, 1_000)).toBe(0);
  const { rest } = takeBatch(first, 1_000);
  expect(waitBeforeFlush(addText(rest, "b"), 1_010)).toBe(DELTA_WINDOW_MS - 10);
  expect(waitBeforeFlush(addText(rest, "b"), 1_500)).toBe(0);
  expect(waitBeforeFlush(addText(rest, "b".repeat(DELTA_MAX_CHARS)), 1_001)).toBe(0);
});

test("[STR2] pieces and batches lose nothing and split no pair, whatever the model cuts", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.array(fc.nat(3)), (texts, cuts) => {
      const whole = texts.join("") + "🍞".repeat(300);
      let batch = EMPTY_BATCH;
      let out = "";
      for (let at = 0, i = 0; at < whole.length; i++) {
        const size = 1 + (cuts[i % Math.max(1, cuts.length)] ?? 0);
        batch = addText(batch, whole.slice(at, at + size));
        at += size;
        const taken = takeBatch(batch, i);
        for (const piece of pieces(taken.out.text)) {
          expect(piece.length).toBeLessThanOrEqual(DELTA_MAX_CHARS);
          if (whole.isWellFormed()) expect(piece.isWellFormed()).toBe(true);
          out += piece;
        }
        batch = taken.rest;
      }
      expect(out + batch.text).toBe(whole);
    }),
  );
});
