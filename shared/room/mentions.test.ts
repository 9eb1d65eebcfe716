import fc from "fast-check";
import { expect, test } from "vitest";
import { findMentions, mentionedBots } from "./mentions.ts";

const BOTS = ["Mara Quill", "Tobias", "Ivy", "Анна", "龍", "김민지", "ليلى", "C-3 (PO)", "Ivy League"].map((name) => ({
  bot_id: name,
  name,
}));

test.each([
  ["@Ivy then @Mara", ["Ivy", "Mara Quill"]],
  ["@mara quill, are you there?", ["Mara Quill"]],
  ["@MARA!", ["Mara Quill"]],
  ["hello @Ivy league", ["Ivy League"]],
  ["@Ivyleague", []],
  ["write to me@tobias.example", []],
  ["(@Tobias)", ["Tobias"]],
  ["@анна, привет", ["Анна"]],
  ["@龍さん", ["龍"]],
  ["@김민지는 어때?", ["김민지"]],
  ["يا @ليلى كيف حالك", ["ليلى"]],
  ["@C-3 (PO) beep", ["C-3 (PO)"]],
  ["@nobody", []],
  ["@Tobias @Tobias", ["Tobias"]],
  ["@", []],
  ["@@Ivy", ["Ivy"]],
])("[VIEW3] %j names %j", (text, expected) => {
  expect(mentionedBots(text, BOTS)).toEqual(expected);
});

test("[VIEW3] a name that fits two bots equally well means neither", () => {
  const twins = [
    { bot_id: "1", name: "Sam Reed" },
    { bot_id: "2", name: "Sam Stone" },
  ];
  expect(mentionedBots("@Sam?", twins)).toEqual([]);
  expect(mentionedBots("@Sam Stone?", twins)).toEqual(["2"]);
});

test("[VIEW4] the longest message of nothing but signs is read at once, also among bots with long names", () => {
  const crowd = Array.from({ length: 20 }, (_, i) => ({ bot_id: String(i), name: `${"a ".repeat(48)}${i}` }));
  const from = performance.now();
  expect(mentionedBots("@".repeat(16_000), crowd)).toEqual([]);
  expect(mentionedBots("@a ".repeat(5_300), crowd)).toEqual([]);
  // A tenth of a second here; comparing every first words of every name at every sign takes several.
  expect(performance.now() - from).toBeLessThan(1_000);
});

test("[VIEW3] any text is read without a throw, and ranges lie inside it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ minLength: 1 })), (text, names) => {
      const bots = names.map((name, i) => ({ bot_id: String(i), name }));
      for (const { start, end } of findMentions(`${text}@${names[0] ?? ""}`, bots)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
      }
    }),
  );
});
