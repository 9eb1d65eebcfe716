import { describe, expect, test } from "vitest";
import { compileLore, MAX_REGEX_KEYS } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import { findKeyProblem } from "./keys.ts";
import { collection, entry, input, only, talk } from "./testing/lore-room.ts";

describe("[LORE43] compiling", () => {
  test("sorts by id and keeps each id once", () => {
    const lore = compileLore([entry({ id: "b" }), entry({ id: "a" }), entry({ id: "b" })], []);
    expect(lore.entries.map(({ source }) => source.id)).toEqual(["a", "b"]);
  });

  test("lists what cannot be used, with entry, field, construct and position", () => {
    const lore = compileLore(
      [
        entry({ id: "a", keys: ["fine"] }),
        entry({ id: "b", keys: ["fine", "x(?!y)"], settings: { use_regex: true } }),
        entry({ id: "c", keys: ["fine"], secondary: ["  /a(?<=b)/i"], settings: { use_regex: true } }),
      ],
      [],
    );
    expect(lore.problems).toMatchObject([
      { entry_id: "b", field: "activation_settings.primary_keys.1.keyword", construct: "(?!", position: 1 },
      { entry_id: "c", field: "activation_settings.secondary_keys.0.keyword", construct: "(?<=", position: 4 },
    ]);
    expect(lore.problems[1]?.message).toContain("(?<= at position 4: ");
  });

  test("the keys of a collection are counted; entries beyond the limit are invalid, those of others are not", () => {
    const keys = Array.from({ length: 500 }, (_, i) => `k${i}`);
    const regex = { use_regex: true };
    const entries = [
      entry({ id: "a", keys, settings: regex }),
      entry({ id: "b", keys, settings: regex }),
      entry({ id: "c", keys: ["k1"], settings: regex }),
      entry({ id: "d", keys: ["k1"] }),
      entry({ id: "e", collection: "other", keys: ["k1"], settings: regex }),
    ];
    expect(MAX_REGEX_KEYS).toBe(1_000);
    const trace = evaluate(input(entries, talk("user: k1")));
    expect(trace.entries.map(({ id, reason }) => [id, reason])).toEqual([
      ["a", null],
      ["b", null],
      ["c", "invalid"],
      ["d", null],
      ["e", null],
    ]);
    expect(only(trace, "c").gates.find(({ gate }) => gate === "method")?.detail).toContain("1000 regex keys");
  });

  test("is used for any number of evaluations, and left as it was", () => {
    const entries = [entry({ keys: ["{{char}}", "key"], text: "{{char}} {{random::a::b}}" })];
    const base = input(entries, talk("user: Mara has a key"), {
      collections: [collection("book", { min_activations: 3 })],
    });
    const first = evaluate(base);
    evaluate({
      ...base,
      speaker: { ...base.speaker, name: "Ivy" },
      seed: "other",
      messages: talk("user: Ivy"),
      countTokens: () => 7,
    });
    expect(evaluate(base)).toEqual(first);
  });
});

describe("[LORE17] before saving", () => {
  test("plain keys have no problem, whatever they contain", () => {
    expect(findKeyProblem(entry({ keys: ["(?=", "a{9", "[", "\\"] }).activation_settings)).toBeNull();
  });

  test("names in patterns are not taken for repetitions, and blank patterns are harmless", () => {
    const settings = { use_regex: true };
    expect(
      findKeyProblem(entry({ keys: ["^{{char}}!", "{{user}}+", "", "  "], settings }).activation_settings),
    ).toBeNull();
  });

  test("the position is that in the key as written", () => {
    const problem = findKeyProblem(
      entry({ keys: ["  /ab(?=c)/i"], settings: { use_regex: true } }).activation_settings,
    );
    expect(problem).toMatchObject({
      position: 5,
      construct: "(?=",
      field: "activation_settings.primary_keys.0.keyword",
    });
  });
});
