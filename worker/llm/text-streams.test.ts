import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../../shared/testing/any-text.ts";
import { ReplyOutput } from "./reply-output.ts";
import { TextCleaner } from "./text-cleaner.ts";
import { ThinkSplitter } from "./think-splitter.ts";

/** Feeds a text in pieces of the given sizes, the last for the rest. */
function pieces(text: string, sizes: readonly number[]): string[] {
  const cut: string[] = [];
  let at = 0;
  for (const size of sizes) {
    cut.push(text.slice(at, at + size));
    at += size;
  }
  return [...cut, text.slice(at)];
}
function split(chunks: readonly string[]) {
  const splitter = new ThinkSplitter();
  const parts = [...chunks.map((chunk) => splitter.push(chunk)), splitter.flush()];
  return { text: parts.map((p) => p.text).join(""), reasoning: parts.map((p) => p.reasoning).join("") };
}

describe("thinking", () => {
  test.each([
    ["<think>hm</think>\n\nYes.", "Yes.", "hm"],
    ["\n <THINK>a</think> b <think>c</think>", "b <think>c</think>", "a"],
    ["<thinking>a</think> b</thinking>c", "c", "a</think> b"],
    ["Yes <think>no</think>", "Yes <think>no</think>", ""],
    ["  plain", "  plain", ""],
    ["<thin air>", "<thin air>", ""],
    ["<", "<", ""],
    ["<think>never closed", "", "never closed"],
    ["<think></think>", "", ""],
    ["<think>a</think>   ", "", "a"],
    ["<think>a</thi", "", "a</thi"],
    ["", "", ""],
  ])("[MODEL5] %j", (whole, text, reasoning) => {
    expect(split([whole])).toEqual({ text, reasoning });
    expect(split([...whole])).toEqual({ text, reasoning });
  });

  test("[MODEL5] the same text gives the same parts, however it is cut", () => {
    const bit = fc.constantFrom(
      "<think>",
      "</think>",
      "<thinking>",
      "</thinking>",
      "<",
      "</",
      "th",
      " ",
      "\n",
      "word",
      "é",
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 12 }), fc.array(fc.nat(7), { maxLength: 20 }), (bits, sizes) => {
        const whole = bits.join("");
        expect(split(pieces(whole, sizes))).toEqual(split([whole]));
      }),
      { numRuns: 1_000 },
    );
  });

  test("[MODEL5] plain text is not held back once it is plain", () => {
    const splitter = new ThinkSplitter();
    expect(splitter.push("<thi").text).toBe("");
    expect(splitter.push("s is").text).toBe("<this is");
    expect(splitter.push(" <think").text).toBe(" <think");
  });
});

describe("cleaning", () => {
  const clean = (chunks: readonly string[]) => {
    const cleaner = new TextCleaner();
    return [...chunks.map((chunk) => cleaner.push(chunk)), cleaner.flush()].join("");
  };

  test("[MODEL12] control characters go, lines and tabs stay, half characters are marked", () => {
    expect(clean(["a\u0000b\u001b[31mc\r\nd\te\u0085\u007f"])).toBe("ab[31mc\nd\te");
    expect(clean(["x\ud83d", "\ude00y"])).toBe("x😀y");
    expect(clean(["x\ud83d"])).toBe("x\ufffd");
    expect(clean(["\ude00\ud83dz"])).toBe("\ufffd\ufffdz");
  });

  test("[MODEL12] chunks never split a character, whatever is cut where", () => {
    fc.assert(
      fc.property(anyText(60), fc.array(fc.nat(3), { maxLength: 60 }), (whole, sizes) => {
        const cleaner = new TextCleaner();
        const chunks = pieces(whole, sizes).map((piece) => cleaner.push(piece));
        for (const chunk of chunks) expect(chunk.isWellFormed()).toBe(true);
        expect(chunks.join("") + cleaner.flush()).toBe(clean([whole]));
      }),
    );
  });
});

describe("output", () => {
  test("[MODEL7] cut at eight characters a token, never inside a character, and said so", () => {
    const output = new ReplyOutput(2);
    expect(output.text("0123456789")).toEqual([{ type: "text", text: "0123456789" }]);
    expect(output.isOverfull).toBe(false);
    expect(output.text("01234😀😀")).toEqual([{ type: "text", text: "01234" }]);
    expect(output.isOverfull).toBe(true);
    expect(output.text("more")).toEqual([]);
  });

  test("[MODEL4] thinking and text come out in order, nothing is lost at the end", () => {
    const output = new ReplyOutput(100);
    expect([
      ...output.text("<think>a</think>b"),
      ...output.reasoning("c"),
      ...output.text("d\ud83d"),
      ...output.flush(),
    ]).toEqual([
      { type: "reasoning", text: "a" },
      { type: "text", text: "b" },
      { type: "reasoning", text: "c" },
      { type: "text", text: "d" },
      { type: "text", text: "\ufffd" },
    ]);
    expect(output.hasSpoken).toBe(true);
  });
});
