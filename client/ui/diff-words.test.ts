import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffPart, diffWords } from "./diff-words.ts";

const textOf = (parts: readonly DiffPart[], left: DiffPart["kind"]) =>
  parts
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join("");

const words = fc
  .array(fc.constantFrom("the", "lamp", "has", "one", "key", " ", "\n", "霧"))
  .map((all) => all.join(" "));

test("[FND17] what stayed and went is the old text, what stayed and came the new one, whatever they are", () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const parts = diffWords(before, after);
      expect(textOf(parts, "added")).toBe(before);
      expect(textOf(parts, "removed")).toBe(after);
      expect(parts.every(({ text }) => text !== "")).toBe(true);
    }),
  );
});

test("[FND17] words that stayed are found around what changed", () => {
  expect(diffWords("the lamp has one key", "the lamp has two keys")).toEqual([
    { kind: "same", text: "the lamp has " },
    { kind: "removed", text: "one key" },
    { kind: "added", text: "two keys" },
  ]);
  expect(diffWords("same", "same")).toEqual([{ kind: "same", text: "same" }]);
});

test("[FND17] texts too long to compare word by word are compared as wholes, between what they share at both ends", () => {
  const old = Array.from({ length: 2_000 }, (_, at) => `a${at}`).join(" ");
  const now = Array.from({ length: 2_000 }, (_, at) => `b${at}`).join(" ");
  expect(diffWords(`x ${old} y`, `x ${now} y`).map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
});
