import fc from "fast-check";
import { expect, test } from "vitest";
import { findMentions, findUnclear, mentionedBots } from "./mentions.ts";

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
  ["ねえ@龍さん、", ["龍"]],
  ["ねえ＠龍さん", ["龍"]],
  ["저기@김민지는", ["김민지"]],
  ["@анна@ليلى", ["Анна"]],
  ["İ @IVY", ["Ivy"]],
  ["@김민지".normalize("NFD"), ["김민지"]],
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

test("[VIEW3] of names that fit equally well it is said which they are, and where", () => {
  const twins = ["Sam Reed", "Sam Stone", "Ivy", "龍", "龍"].map((name, i) => ({ bot_id: `${i}`, name }));
  expect(findUnclear("hey @sam, and @Ivy", twins)).toEqual({ bot_ids: ["0", "1"], start: 4, end: 8 });
  expect(findUnclear("ねえ@龍さん", twins)).toEqual({ bot_ids: ["3", "4"], start: 2, end: 4 });
  expect(findUnclear("@Sam Reed and @Ivy", twins)).toBeNull();
});

const SCRIPTS = ["漢字龍灯", "ひらがな", "カタカナ", "한글김민", "кириллица", "العربية", "ελληνικά", "déjà", "ไทยๆ"];
const word = fc.constantFrom(...SCRIPTS);
const name = fc.tuple(word, fc.option(word, { nil: "" })).map((words) => words.join(" ").trim());

test("[VIEW3] a name of any script is found where it stands, the longest of those that fit, in either form of its accents", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.constantFrom("NFC", "NFD"),
      fc.constantFrom("", " ", "!", " 🍞", "、"),
      (names, at, form, after) => {
        const bots = names.map((called, i) => ({ bot_id: `${i}`, name: called }));
        const meant = at % names.length;
        const before = "é 🍞 ".normalize(form);
        const said = `@${names[meant] ?? ""}`.normalize(form);
        const text = `${before}${said.toUpperCase()}${after}`;
        const [found, ...more] = findMentions(text, bots);
        expect(more).toEqual([]);
        expect(found?.bot_id).toBe(`${meant}`);
        expect(text.slice(found?.start, found?.end).toLowerCase()).toBe(said.toLowerCase());
      },
    ),
  );
});

test("[VIEW4] the longest message of nothing but signs is read at once, also among bots with long names", () => {
  const crowd = Array.from({ length: 20 }, (_, i) => ({ bot_id: String(i), name: `${"a ".repeat(48)}${i}` }));
  const from = performance.now();
  expect(mentionedBots("@".repeat(16_000), crowd)).toEqual([]);
  expect(mentionedBots("@a ".repeat(5_300), crowd)).toEqual([]);
  // A tenth of a second here; comparing every first words of every name at every sign takes several.
  expect(performance.now() - from).toBeLessThan(3_000);
});

/** Any UTF-16 at all, halves of pairs too. fast-check's own takes seconds to prepare. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

test("[VIEW3] any text is read without a throw, and ranges lie inside it", () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.string({ minLength: 1 })), (text, names) => {
      const bots = names.map((name, i) => ({ bot_id: String(i), name }));
      for (const { start, end } of findMentions(`${text}@${names[0] ?? ""}`, bots)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
      }
    }),
  );
});
