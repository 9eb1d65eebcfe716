import { describe, expect, test } from "vitest";
import { parseJsonWithin } from "./json-limits.ts";
import { JSON_LIMITS, scanJson } from "./json-scan.ts";
import { utf8 } from "./testing/make-png.ts";

const parse = (text: string) => parseJsonWithin(utf8(text), 100_000_000);
const outcomeOf = (text: string) => {
  const result = parse(text);
  return result.ok ? result.value : result.refusal;
};
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const keys = (count: number) => Array.from({ length: count }, (_, n) => `"k${n}":0`).join();

describe("limits", { timeout: 30_000 }, () => {
  test("[FMT6] the caller's bytes are refused without looking at them", () => {
    expect(parseJsonWithin(utf8("[1,2,3]"), 6)).toMatchObject({ ok: false, refusal: { code: "too_large" } });
    expect(parseJsonWithin(utf8("[1,2,3]"), 7)).toEqual({ ok: true, value: [1, 2, 3] });
  });

  test("[FMT6] 20 levels pass and 21 do not", () => {
    expect(parse(nested(20)).ok).toBe(true);
    expect(outcomeOf(`{"data":${nested(20)}}`)).toMatchObject({ code: "too_large", path: `data${"[0]".repeat(19)}` });
  });

  test("[FMT6] the scan stops where the limit is passed, however much follows", () => {
    // A Proxy counts what is read: of a hundred million brackets it must be a handful.
    let reads = 0;
    const brackets = new Proxy(new Uint8Array(), {
      get: (target, property) => {
        if (property === "length") return 200_000_000;
        if (property === "subarray") return () => new Uint8Array();
        if (typeof property !== "string" || !/^\d+$/.test(property)) return Reflect.get(target, property);
        reads += 1;
        return 0x5b;
      },
    });
    expect(scanJson(brackets, 0).excess?.message).toContain("20 levels");
    expect(reads).toBeLessThan(100);
  });

  test("[FMT6] four million brackets are refused without a stack", () => {
    expect(outcomeOf("[".repeat(4_000_000))).toMatchObject({ code: "too_large" });
  });

  test("[FMT6] brackets inside texts are no levels, and quotes behind backslashes end nothing", () => {
    expect(outcomeOf(JSON.stringify({ a: '[[[[[[[[[[[[[[[[[[[[[[[[\\"{{', 'b"\\': 1 }))).toEqual({
      a: '[[[[[[[[[[[[[[[[[[[[[[[[\\"{{',
      'b"\\': 1,
    });
  });

  test("[FMT6] 20,000 keys an object and 500,000 in all", () => {
    expect(parse(`{${keys(20_000)}}`).ok).toBe(true);
    expect(outcomeOf(`{"data":{${keys(20_001)}}}`)).toMatchObject({ code: "too_large", message: /20000 keys/ });
    const object = `{${keys(10_000)}}`;
    expect(parse(`[${Array(50).fill(object).join()}]`).ok).toBe(true);
    expect(outcomeOf(`[${Array(50).fill(object).join()},{"one":1}]`)).toMatchObject({
      code: "too_large",
      path: "[50].one",
    });
  });

  test("[FMT6] 500,000 list items in all", () => {
    expect(parse(`[${"0,".repeat(500_000)}0]`).ok).toBe(true);
    expect(outcomeOf(`{"a":[${"0,".repeat(250_000)}0],"b":[${"0,".repeat(250_001)}0]}`)).toMatchObject({
      code: "too_large",
      path: "b[250001]",
    });
  });

  test.each([
    ["ASCII", "a", 1],
    ["three bytes a letter", "猫", 1],
    ["a pair", "😀", 2],
    ["escaped", "\n", 1],
    ["escaped by number", "\u0001", 1],
  ])("[FMT6] texts are measured as decoded: %s", (_, letter, units) => {
    const longest = letter.repeat(JSON_LIMITS.stringLength / units);
    expect(parse(JSON.stringify({ text: longest })).ok).toBe(true);
    expect(outcomeOf(JSON.stringify({ data: [{}, { text: `${longest}a` }] }))).toMatchObject({
      code: "too_large",
      path: "data[1].text",
    });
  });
});

describe("oddities", () => {
  test("[FMT7] a byte order mark is tolerated", () => {
    expect(outcomeOf('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  test.each([
    ["Latin-1", Uint8Array.of(0x22, 0xe9, 0x22)],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00)],
  ])("[FMT7] %s is refused in words", (_, bytes) => {
    expect(parseJsonWithin(bytes, 100)).toMatchObject({ ok: false, refusal: { code: "invalid", message: /UTF-8/ } });
  });

  test.each(["", "{", '{"a":1,}', "[1 2]", '"open', "nul", "]]]]", '{"a":1}\n{"a":2}', '"\\'])(
    "[FMT7] %j is not JSON and is refused",
    (text) => expect(outcomeOf(text)).toMatchObject({ code: "invalid", message: /not valid JSON/ }),
  );

  test.each(['{"__proto__":{"polluted":1},"a":2}', '{"\\u005f_proto__":{"polluted":1},"a":2}'])(
    "[FMT7] %s leaves no trace",
    (text) => {
      const value = outcomeOf(text) as object;
      expect(Object.keys(value)).toEqual(["a"]);
      expect(Object.assign({}, value)).not.toHaveProperty("polluted");
      expect({}).not.toHaveProperty("polluted");
    },
  );

  test("[FMT7] of repeated keys the last counts", () => {
    expect(outcomeOf('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  test("[FMT7] a number beyond range is null, one within is itself", () => {
    expect(outcomeOf('{"a":1e400,"b":-1E+999,"c":1e3,"d":-2.5e-3,"e":true}')).toEqual({
      a: null,
      b: null,
      c: 1000,
      d: -0.0025,
      e: true,
    });
    expect(outcomeOf(`[${"9".repeat(400)}]`)).toEqual([null]);
  });
});
