import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { type EntrySketch, entry, evaluateOne, input, only, talk } from "./testing/lore-room.ts";

const fires = (sketch: EntrySketch, ...lines: readonly string[]): boolean =>
  evaluateOne({ keys: ["dragon"], ...sketch }, talk(...lines)).included;

describe("[LORE6] the window", () => {
  test("the newest two messages by default", () => {
    expect(fires({}, "user: dragon", "bot: a", "user: b")).toBe(false);
    expect(fires({}, "user: dragon", "bot: a")).toBe(true);
    expect(fires({}, "bot: a", "user: dragon")).toBe(true);
  });

  test.each([1, 2, 3, 5, 20])("scan_depth %i reaches exactly that far", (depth) => {
    const filler = Array.from({ length: depth - 1 }, (_, i) => `${i % 2 ? "user" : "bot"}: x`);
    expect(fires({ settings: { scan_depth: depth } }, "user: dragon", ...filler)).toBe(true);
    expect(fires({ settings: { scan_depth: depth } }, "user: dragon", ...filler, "bot: x")).toBe(false);
  });

  test("messages of kinds the entry does not ask for use up no depth", () => {
    const lines = ["user: dragon", "bot: a", "bot: b", "system: c", "bot: d"];
    expect(fires({ settings: { match_in_bot_messages: false, scan_depth: 1 } }, ...lines)).toBe(true);
    expect(fires({ settings: { scan_depth: 3 } }, ...lines)).toBe(false);
    expect(fires({ settings: { scan_depth: 4 } }, ...lines)).toBe(true);
  });

  test.each([
    ["user", { match_in_user_messages: false }, { match_in_user_messages: true }],
    ["bot", { match_in_bot_messages: false }, { match_in_bot_messages: true }],
    ["system", { match_in_system_prompts: false }, { match_in_system_prompts: true }],
  ])("%s messages are read when asked for only", (kind, off, on) => {
    expect(fires({ settings: off }, `${kind}: dragon`)).toBe(false);
    expect(fires({ settings: on }, `${kind}: dragon`)).toBe(true);
  });

  test("by default people and bots are read, system prompts are not", () => {
    expect([fires({}, "user: dragon"), fires({}, "bot: dragon"), fires({}, "system: dragon")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("an entry that asks for no kind reads no message, and an empty room has none", () => {
    const none = { match_in_user_messages: false, match_in_bot_messages: false };
    expect(fires({ settings: none }, "user: dragon")).toBe(false);
    expect(evaluateOne({ keys: ["dragon"] }, [])).toMatchObject({ included: false, reason: "no_match" });
  });

  test("the order in which messages are given does not matter, their index does", () => {
    const messages = talk("user: dragon", "bot: a", "user: b").toReversed();
    expect(evaluateOne({ keys: ["dragon"] }, messages).included).toBe(false);
    expect(evaluateOne({ keys: ["dragon"], settings: { scan_depth: 3 } }, messages).included).toBe(true);
  });
});

test("[LORE7] messages at or after L are not read", () => {
  const messages = talk("user: hello", "bot: dragon", "user: dragon");
  expect(evaluateOne({ keys: ["dragon"] }, messages, { length: 1 }).included).toBe(false);
  expect(evaluateOne({ keys: ["dragon"] }, messages, { length: 2 }).included).toBe(true);
});

test("[LORE8] a key never matches across two messages", () => {
  expect(fires({ keys: ["red dragon"] }, "user: red", "user: dragon")).toBe(false);
  expect(fires({ keys: ["red\ndragon"] }, "user: red", "user: dragon")).toBe(false);
  expect(fires({ keys: ["/red[\\s\\S]*dragon/"], settings: { use_regex: true } }, "user: red", "user: dragon")).toBe(
    false,
  );
  expect(
    fires(
      { keys: ["red"], secondary: ["dragon"], settings: { keywords_logic: "SELECTIVE_ALL" } },
      "user: red",
      "bot: dragon",
    ),
  ).toBe(true);
});

describe("[LORE9] extra texts", () => {
  const speaker = { id: "mara", name: "Mara", description: "keeps a Dragon", personality: "playful\ncasual" };
  const persona = { id: "ben", name: "Ben", description: "a sailor of old" };

  test.each([
    ["match_bot_description", "dragon", "bot_description", [8, 14]],
    ["match_bot_personality", "casual", "bot_personality", [8, 14]],
    ["match_persona_description", "sailor", "persona_description", [2, 8]],
  ] as const)("%s", (field, key, message, [start, end]) => {
    const on = evaluateOne({ keys: [key], filtering: { [field]: true } }, [], { speaker, persona });
    expect(on).toMatchObject({ included: true, matched_keywords: [{ keyword: key, message, start, end }] });
    expect(evaluateOne({ keys: [key] }, [], { speaker, persona }).included).toBe(false);
  });

  test("they use up no depth and need no kind of message", () => {
    const settings = { scan_depth: 1, match_in_user_messages: false, match_in_bot_messages: false };
    const sketch = { keys: ["dragon"], settings, filtering: { match_bot_description: true } };
    expect(evaluateOne(sketch, talk("user: a", "bot: b"), { speaker }).included).toBe(true);
  });

  test("without a persona there is no persona description", () => {
    const sketch = { keys: ["/^/"], settings: { use_regex: true }, filtering: { match_persona_description: true } };
    expect(evaluateOne(sketch, [], { persona: null }).included).toBe(false);
  });
});

describe("[LORE10] comparison", () => {
  test.each([
    ["Dragon", "a DRAGON", false, true],
    ["Dragon", "a DRAGON", true, false],
    ["Dragon", "a Dragon", true, true],
    ["STRASSE", "straße", false, true],
    ["STRASSE", "straße", true, false],
    ["café", "cafe\u0301", true, true],
    ["cafe\u0301", "CAFÉ", false, true],
  ])("%s in %s, case sensitive %s: %s", (key, text, isCaseSensitive, expected) => {
    expect(fires({ keys: [key], settings: { case_sensitive: isCaseSensitive } }, `user: ${text}`)).toBe(expected);
  });

  test("ranges point into the text as written", () => {
    const text = "Cafe\u0301 und STRASSE, ein Drache";
    const found = evaluateOne({ keys: ["café", "straße", "drache"] }, talk(`user: ${text}`));
    expect(found.matched_keywords.map(({ start, end }) => text.slice(start, end))).toEqual([
      "Cafe\u0301",
      "STRASSE",
      "Drache",
    ]);
  });
});

describe("[LORE11] keys", () => {
  test("are trimmed, keep their inner spaces, and are reported as written", () => {
    const found = evaluateOne({ keys: ["  Red Dragon\n"] }, talk("user: the red dragon"));
    expect(found).toMatchObject({ included: true, matched_keywords: [{ keyword: "  Red Dragon\n" }] });
  });

  test.each(["", " ", "\n\t", "\u3000"])("the blank key %j never matches", (key) => {
    expect(fires({ keys: [key] }, "user: a b \n\t \u3000")).toBe(false);
    expect(fires({ keys: [key], settings: { use_regex: true } }, "user: a b")).toBe(false);
  });

  test("one written twice counts once, whatever its case", () => {
    expect(evaluateOne({ keys: ["dragon", "Dragon ", "DRAGON"] }, talk("user: dragon")).score).toBe(2);
    expect(
      evaluateOne({ keys: ["dragon", "Dragon"], settings: { case_sensitive: true } }, talk("user: dragon Dragon"))
        .score,
    ).toBe(4);
    expect(evaluateOne({ keys: ["d+", "d+"], settings: { use_regex: true } }, talk("user: d")).score).toBe(2);
  });
});

describe("[LORE12] names in keys", () => {
  test.each(["{{char}}", "{{CHAR}}", "{{ char }}", "{{bot}}", "<BOT>", "<bot>"])("%s is the bot", (key) => {
    expect(fires({ keys: [`${key}'s key`] }, "user: MARA's key")).toBe(true);
  });

  test.each(["{{user}}", "{{User}}", "{{persona}}", "<USER>"])("%s is the person", (key) => {
    expect(fires({ keys: [key] }, "bot: hello ben")).toBe(true);
    expect(fires({ keys: [key] }, "bot: hello mara")).toBe(false);
  });

  test("each evaluation has its own names, and the key is reported as written", () => {
    const base = input([entry({ keys: ["{{char}}"] })], talk("user: Ivy and Mara"));
    for (const name of ["Ivy", "Mara", "Ivy"]) {
      const found = only(evaluate({ ...base, speaker: { ...base.speaker, name } }));
      expect(found.matched_keywords).toMatchObject([{ keyword: "{{char}}", start: name === "Ivy" ? 0 : 8 }]);
    }
    expect(only(evaluate({ ...base, speaker: { ...base.speaker, name: "Tobias" } })).included).toBe(false);
    expect(only(evaluate({ ...base, speaker: { ...base.speaker, name: " " } })).included).toBe(false);
  });

  test("names in patterns are literal, whatever they contain", () => {
    const name = "M.(a+)+$[r";
    const speaker = { id: "m", name, description: "", personality: "" };
    const sketch = { keys: ["/^{{char}} (nods|waves)$/i"], settings: { use_regex: true } };
    expect(evaluateOne(sketch, talk(`user: ${name} waves`), { speaker }).included).toBe(true);
    expect(evaluateOne(sketch, talk("user: Mxa waves"), { speaker }).included).toBe(false);
  });

  test("a name that makes a pattern too large makes it a pattern that finds nothing", () => {
    const speaker = { id: "m", name: "x".repeat(200), description: "", personality: "" };
    const sketch = { keys: ["({{char}}){90}"], settings: { use_regex: true } };
    expect(evaluateOne(sketch, talk("user: x"), { speaker })).toMatchObject({ included: false, reason: "no_match" });
  });
});

describe("[LORE15] pattern keys", () => {
  const fire = (key: string, text: string, settings = {}) =>
    fires({ keys: [key], settings: { use_regex: true, ...settings } }, `user: ${text}`);

  test("bare patterns follow the entry's case, slashed ones only their own flags", () => {
    expect([fire("drag.n", "DRAGON"), fire("drag.n", "DRAGON", { case_sensitive: true })]).toEqual([true, false]);
    expect([fire("/drag.n/", "DRAGON"), fire("/drag.n/i", "DRAGON", { case_sensitive: true })]).toEqual([false, true]);
    expect([fire("/a.b/", "a\nb"), fire("/a.b/s", "a\nb"), fire("/^b/m", "a\nb")]).toEqual([false, true, true]);
  });

  test("without use_regex slashes and metacharacters are text", () => {
    expect(fires({ keys: ["/drag.n/i"] }, "user: dragon")).toBe(false);
    expect(fires({ keys: ["/drag.n/i"] }, "user: see /drag.n/i there")).toBe(true);
    expect(fires({ keys: ["drag.n"] }, "user: dragon")).toBe(false);
  });

  test("whole words do not apply to patterns", () => {
    expect(fire("king", "viking", { match_whole_words: true })).toBe(true);
  });

  test("hits carry their ranges, also in text that is not in NFC", () => {
    const text = "cafe\u0301 dragon";
    const found = evaluateOne({ keys: ["d\\w+n"], settings: { use_regex: true } }, talk(`user: ${text}`));
    expect(found.matched_keywords.map(({ start, end }) => text.slice(start, end))).toEqual(["dragon"]);
  });
});

describe("[LORE16] keys that cannot be compiled", () => {
  const bad = { keys: ["ok", "a(?=b)"], settings: { use_regex: true } };

  test("make a keyword entry invalid, and say why", () => {
    const found = evaluateOne(bad, talk("user: ok ab"));
    expect(found).toMatchObject({ included: false, reason: "invalid", method: null, matched_keywords: [] });
    expect(found.gates.find(({ gate }) => gate === "method")?.detail).toContain("(?=");
  });

  test("are not needed by pinned, constant and sticky entries, nor by a vector match", () => {
    const settings = { ...bad.settings };
    const pins = [{ entryId: "e" }];
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0, method: "keyword", score: 2 } as const];
    expect(evaluateOne(bad, talk("user: x"), { pins }).method).toBe("manual");
    expect(evaluateOne({ ...bad, settings: { ...settings, activation_mode: "constant" } }, []).method).toBe("constant");
    expect(evaluateOne({ ...bad, timing: { sticky: 3 } }, talk("user: x"), { ledger }).included).toBe(true);
    const hybrid = { ...bad, settings: { ...settings, activation_mode: "hybrid" as const } };
    expect(evaluateOne(hybrid, [], { similarities: new Map([["e", 0.9]]) }).method).toBe("vector");
    expect(evaluateOne(hybrid, [], { similarities: new Map() }).reason).toBe("invalid");
    expect(evaluateOne({ ...bad, settings: { ...settings, activation_mode: "vector" } }, []).reason).toBe(
      "vector_unavailable",
    );
  });
});

describe("[LORE21] hits", () => {
  test("by key as listed, newest message first, with every place", () => {
    const found = evaluateOne({ keys: ["b", "a"], secondary: ["c"] }, talk("user: a b", "bot: a c a"));
    expect(found.score).toBe(5);
    expect(found.matched_keywords).toEqual([
      { keyword: "b", message: "m0", start: 2, end: 3 },
      { keyword: "a", message: "m1", start: 0, end: 1 },
      { keyword: "a", message: "m1", start: 4, end: 5 },
      { keyword: "a", message: "m0", start: 0, end: 1 },
      { keyword: "c", message: "m1", start: 2, end: 3 },
    ]);
  });

  test("at most 8 places a key and text, and 64 an entry", () => {
    expect(evaluateOne({ keys: ["a"] }, talk(`user: ${"a".repeat(50)}`)).matched_keywords).toHaveLength(8);
    const keys = Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i));
    const found = evaluateOne({ keys }, talk(`user: ${keys.join("").repeat(8)}`));
    expect(found.matched_keywords).toHaveLength(64);
    expect(found.score).toBe(40);
  });

  test("places do not overlap", () => {
    const places = evaluateOne({ keys: ["aa"] }, talk("user: aaaa")).matched_keywords.map(({ start }) => start);
    expect(places).toEqual([0, 2]);
  });
});
