import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("[SAMPLE2] the first screen's content is small and stands alone", () => {
  const source = readFileSync(new URL("./table.ts", import.meta.url), "utf8");
  expect(Buffer.byteLength(source)).toBeLessThanOrEqual(4_096);
  expect(source).not.toMatch(/\bimport\b|\bfrom "/u);
});
