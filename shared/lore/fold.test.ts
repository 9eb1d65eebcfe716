import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, foldKey, normalise, originalRange } from "./fold.ts";
import { anyText } from "./testing/any-text.ts";

const folded = (text: string) => fold(normalise(text)).text;

describe("[LORE10] case folding", () => {
  test.each([
    ["Dragon", "DRAGON"],
    ["straße", "STRASSE"],
    ["ẞ", "ß"],
    ["Σίσυφος", "ΣΊΣΥΦΟΣ"],
    ["ς", "σ"],
    ["ÉCOLE", "école"],
    ["ПРИВЕТ", "привет"],
    ["ﬁnale", "FINALE"],
    ["K", "k"],
    ["ſ", "S"],
    ["Ǆ", "ǆ"],
    ["Ꭰ", "ꭰ"],
    ["𐐀", "𐐨"],
    ["Ａ", "ａ"],
    ["ΐ", "ΐ"],
  ])("%s and %s are the same", (a, b) => {
    expect(folded(a)).toBe(folded(b));
    expect(foldKey(a)).toBe(foldKey(b));
  });

  test.each([
    ["ı", "i"],
    ["İ", "i"],
    ["é", "e"],
    ["ä", "ae"],
    ["Ａ", "A"],
    ["ё", "е"],
    ["龍", "竜"],
  ])("%s and %s are not", (a, b) => {
    expect(folded(a)).not.toBe(folded(b));
  });

  test("whatever simple case folding takes for the same, so does ours, at every code point", () => {
    const different: string[] = [];
    for (let point = 0; point <= 0x1ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        if (other === character || [...other].length !== 1) continue;
        const isSame = new RegExp(`^\\u{${point.toString(16)}}$`, "iu").test(other);
        if (isSame && foldKey(character) !== foldKey(other)) different.push(`${character} ${other}`);
      }
    }
    expect(different).toEqual([]);
  });

  test("folding twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(foldKey(foldKey(text))).toBe(foldKey(text));
      }),
    );
  });
});

describe("[LORE10] normalisation", () => {
  test.each([
    ["a composed and a decomposed accent", "café", "cafe\u0301"],
    ["Hangul from its letters", "용", "\u110b\u116d\u11bc"],
    ["an angstrom sign and its letter", "Å", "Å"],
    ["two marks in either order", "ạ\u0308", "a\u0308\u0323"],
    ["kana with its voicing mark", "が", "か\u3099"],
  ])("%s are the same", (_, a, b) => {
    expect(normalise(a).text).toBe(normalise(b).text);
    expect(foldKey(a)).toBe(foldKey(b));
  });

  test("is what the platform calls NFC, piece by piece as well", () => {
    const text = fc.oneof(
      anyText(),
      fc
        .array(
          fc.constantFrom(
            "e",
            "\u0301",
            "\u0323",
            "か",
            "\u3099",
            "\u110b",
            "\u116d",
            "\u11bc",
            "\u09c7",
            "\u09be",
            "🐉",
            "\n",
          ),
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (raw) => {
        expect(normalise(raw).text).toBe(raw.normalize("NFC"));
      }),
    );
  });
});

describe("[LORE10] the way back", () => {
  const rangeOf = (text: string, key: string) => {
    const mapped = fold(normalise(text));
    const at = mapped.text.indexOf(foldKey(key));
    const { start, end } = originalRange(mapped, at, at + foldKey(key).length);
    return text.slice(start, end);
  };

  test.each([
    ["die STRASSE hier", "straße", "STRASSE"],
    ["die Straße hier", "STRASSE", "Straße"],
    ["ein Cafe\u0301 am Hafen", "café", "Cafe\u0301"],
    ["ein Cafe\u0301 am Hafen", "hafen", "Hafen"],
    ["ﬁﬁ dragon", "dragon", "dragon"],
    ["İstanbul dragon", "dragon", "dragon"],
    ["🐉 ß 🐉 Dragon", "dragon", "Dragon"],
    ["cafe\u0301 straße dragon", "dragon", "dragon"],
    ["aß", "ss", "ß"],
  ])("in %s, %s stands as %s", (text, key, expected) => {
    expect(rangeOf(text, key)).toBe(expected);
  });

  test("half of an expanded letter answers with the whole letter", () => {
    expect(rangeOf("x ß y", "s")).toBe("ß");
  });

  test("every place of the folded text has its place in the original, in order", () => {
    const text = fc.oneof(anyText(), fc.string({ unit: fc.constantFrom("ß", "é", "e\u0301", "İ", "a", "🐉", "ﬁ") }));
    fc.assert(
      fc.property(text, (raw) => {
        const mapped = fold(normalise(raw));
        let previous = 0;
        for (let i = 0; i < mapped.text.length; i++) {
          const { start, end } = originalRange(mapped, i, i + 1);
          expect(start).toBeGreaterThanOrEqual(previous);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(raw.length);
          previous = start;
        }
        expect(originalRange(mapped, 0, 0).start).toBe(0);
        const end = originalRange(mapped, mapped.text.length, mapped.text.length);
        expect(end).toEqual({ start: raw.length, end: raw.length });
      }),
    );
  });
});
