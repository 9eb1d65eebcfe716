import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf } from "./excerpt.ts";
import { readQuery } from "./read-query.ts";

const excerpt = (text: string, query: string) => excerptOf([text], readQuery(query));
const plain = (text: string) => excerpt(text, "x").map((part) => part.text);
const hits = (text: string, query: string) =>
  excerpt(text, query)
    .filter(({ hit }) => hit)
    .map(({ text: part }) => part);

test("[FIND10] an excerpt is a piece of the text around its first hit, cut nowhere within a character", () => {
  const text = fc.array(fc.constantFrom("lamp", "Café", "灯台", "🔥", " ", ", ", "\n", "e\u0301", "x"), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(text, fc.constantFrom("lamp", "cafe", "灯台", "é x", "nothing"), (parts, query) => {
      const whole = parts.join("");
      const found = excerpt(whole, query);
      const inner = found.filter((part, at) => !(part.text === "…" && (at === 0 || at === found.length - 1)));
      const shown = inner.map((part) => part.text).join("");
      expect(whole).toContain(shown);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown.length).toBeLessThanOrEqual(241);
      expect(found.every((part) => part.text !== "")).toBe(true);
    }),
  );
});

test.each([
  ["The lamp, the lamps, a clamp.", "lamp", ["lamp", "lamp"]],
  ["The lamp, the lamps, a clamp.", "lamp the", ["The", "lamp", "the"]],
  ["Ça va, CAFÉ?", "ca cafe", ["Ça", "CAFÉ"]],
  ["cafe\u0301 noir", "cafe", ["cafe\u0301"]],
  ["これはBotCafeです", "botcafe", ["BotCafe"]],
  ["<b>lamp</b>", "lamp", ["lamp"]],
  ["oil lamp oil", "oil oil lamp", ["oil", "lamp", "oil"]],
  ["so 🔥🔥 hot", "🔥", ["🔥", "🔥"]],
])("[FIND10] in %j, %j marks %j", (text, query, marked) => {
  expect(hits(text, query)).toEqual(marked);
});

test("[FIND10] the hit is in the excerpt, however far in; without one the beginning is shown", () => {
  const far = `${"word ".repeat(1_000)}lamp${" word".repeat(1_000)}`;
  expect(hits(far, "lamp")).toEqual(["lamp"]);
  expect(excerpt(far, "lamp").at(0)).toEqual({ text: "…", hit: false });
  expect(plain("short")).toEqual(["short"]);
  expect(excerptOf(["first", "second lamp"], readQuery("lamp")).map(({ text }) => text)).toEqual(["second ", "lamp"]);
  expect(excerptOf([], readQuery("lamp"))).toEqual([]);
});
