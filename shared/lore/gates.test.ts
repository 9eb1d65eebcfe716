import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { type EntrySketch, entry, evaluateOne, input, only, talk } from "./testing/lore-room.ts";
import { GATES } from "./trace.ts";

const mara = { id: "mara", name: "Mara", description: "", personality: "" };
const ben = { id: "ben", name: "Ben", description: "" };
const spoken = talk("user: key");
const reason = (filtering: EntrySketch["filtering"], rest: Parameters<typeof evaluateOne>[2] = {}) =>
  evaluateOne({ keys: ["key"], ...(filtering && { filtering }) }, spoken, { speaker: mara, persona: ben, ...rest })
    .reason;

describe("[LORE22] filters", () => {
  const allowed = [{ bot_id: "mara" }];
  const others = [{ bot_id: "ivy" }, { bot_id: "tobias" }];

  test.each([
    [
      "off, whatever the lists say",
      { filter_by_bots: false, allowed_bot_ids: others, excluded_bot_ids: allowed },
      null,
    ],
    ["on, with no lists", { filter_by_bots: true }, null],
    ["allowed", { filter_by_bots: true, allowed_bot_ids: [...others, ...allowed] }, null],
    ["not on the list", { filter_by_bots: true, allowed_bot_ids: others }, "filter_excluded"],
    ["excluded", { filter_by_bots: true, excluded_bot_ids: allowed }, "filter_excluded"],
    ["others excluded", { filter_by_bots: true, excluded_bot_ids: others }, null],
    [
      "both: excluded wins",
      { filter_by_bots: true, allowed_bot_ids: allowed, excluded_bot_ids: allowed },
      "filter_excluded",
    ],
  ])("bots: %s", (_, filtering, expected) => {
    expect(reason(filtering)).toBe(expected);
  });

  const mine = [{ persona_id: "ben" }];
  const theirs = [{ persona_id: "ann" }];

  test.each([
    ["off, whatever the lists say", { filter_by_personas: false, allowed_persona_ids: theirs }, null, null],
    ["on, with no lists", { filter_by_personas: true }, null, null],
    ["allowed", { filter_by_personas: true, allowed_persona_ids: mine }, null, "filter_excluded"],
    [
      "not on the list",
      { filter_by_personas: true, allowed_persona_ids: theirs },
      "filter_excluded",
      "filter_excluded",
    ],
    ["excluded", { filter_by_personas: true, excluded_persona_ids: mine }, "filter_excluded", null],
    [
      "both: excluded wins",
      { filter_by_personas: true, allowed_persona_ids: mine, excluded_persona_ids: mine },
      "filter_excluded",
      "filter_excluded",
    ],
  ])("personas: %s (with the persona, and with none)", (_, filtering, withPersona, withNone) => {
    expect(reason(filtering)).toBe(withPersona);
    expect(reason(filtering, { persona: null })).toBe(withNone);
  });

  test("applies_to_bots is a filter of its own", () => {
    const outcome = (applies: string[]) =>
      evaluateOne({ keys: ["key"], applies_to_bots: applies }, spoken, { speaker: mara }).reason;
    expect([outcome([]), outcome(["mara"]), outcome(["ivy"]), outcome(["ivy", "mara"])]).toEqual([
      null,
      null,
      "filter_excluded",
      null,
    ]);
  });

  test("[LORE29] stop constants, pins and what is sticky", () => {
    const filtering = { filter_by_bots: true, excluded_bot_ids: allowed };
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
    const outcome = (sketch: EntrySketch, rest = {}) =>
      evaluateOne({ filtering, ...sketch }, spoken, { speaker: mara, ...rest }).reason;
    expect(outcome({ settings: { activation_mode: "constant" } })).toBe("filter_excluded");
    expect(outcome({}, { pins: [{ entryId: "e" }] })).toBe("filter_excluded");
    expect(outcome({ timing: { sticky: 9 } }, { ledger })).toBe("filter_excluded");
  });
});

test("[LORE23] an entry with triggers answers only to those", () => {
  const outcome = (triggers: ("normal" | "continue" | "retake" | "auto")[], trigger: "normal" | "retake") =>
    evaluateOne({ keys: ["key"], settings: { triggers } }, spoken, { trigger }).reason;
  expect([outcome([], "retake"), outcome(["retake", "auto"], "retake"), outcome(["retake"], "normal")]).toEqual([
    null,
    null,
    "trigger_excluded",
  ]);
});

describe("[LORE30] the method", () => {
  const fired = [{ entryId: "e", messageId: "m0", index: 0, round: 0, method: "keyword", score: 4 } as const];
  const pins = [{ entryId: "e" }];

  test("the first that holds: pin, constant, sticky, keyword, vector", () => {
    const similarities = new Map([["e", 0.9]]);
    const hybrid: EntrySketch = { keys: ["key"], settings: { activation_mode: "hybrid" }, timing: { sticky: 3 } };
    const constant: EntrySketch = { ...hybrid, settings: { activation_mode: "constant" } };
    const at = (sketch: EntrySketch, text: string, rest = {}) => {
      const { method, score, sticky } = evaluateOne(sketch, talk(`user: ${text}`), { similarities, ...rest });
      return [method, score, sticky];
    };
    expect(at(constant, "key", { pins, ledger: fired })).toEqual(["manual", 1, true]);
    expect(at(hybrid, "key", { pins })).toEqual(["manual", 1, false]);
    expect(at(constant, "key")).toEqual(["constant", 1, false]);
    expect(at(hybrid, "key", { ledger: fired })).toEqual(["keyword", 4, true]);
    expect(at(hybrid, "key")).toEqual(["keyword", 2, false]);
    expect(at(hybrid, "other")).toEqual(["vector", 0.9, false]);
  });

  test("disabled entries are never included, and still say whether they would match", () => {
    const found = evaluateOne({ keys: ["key"], settings: { activation_mode: "disabled" } }, spoken, { pins: [] });
    expect(found).toMatchObject({ included: false, reason: "disabled", method: "keyword", score: 2 });
    expect(evaluateOne({ settings: { activation_mode: "disabled" } }, spoken, { pins }).reason).toBe("disabled");
  });

  test("an excluded entry shows the score it would have had", () => {
    expect(evaluateOne({ keys: ["key", "none"], secondary: ["key"], timing: { delay: 9 } }, spoken).score).toBe(3);
    expect(evaluateOne({ settings: { activation_mode: "constant", probability: 0 } }, spoken).score).toBe(1);
    expect(evaluateOne({ timing: { delay: 9 } }, spoken, { pins }).score).toBe(1);
  });

  test("a pin of an unknown entry changes nothing", () => {
    expect(evaluateOne({ keys: ["key"] }, spoken, { pins: [{ entryId: "nobody" }] }).method).toBe("keyword");
  });
});

describe("[LORE3] [LORE4] all gates, always", () => {
  test("an entry that fails everywhere says so at every gate and names the first", () => {
    const sketch: EntrySketch = {
      keys: ["nothing"],
      text: "long",
      settings: { activation_mode: "disabled", triggers: ["auto"], probability: 0 },
      filtering: { filter_by_bots: true, excluded_bot_ids: [{ bot_id: "mara" }] },
      timing: { delay: 50, cooldown: 9 },
    };
    const rest = {
      speaker: mara,
      ledger: [{ entryId: "e", messageId: "m0", index: 0, round: 0 }],
      budget: { window: 3, reserved: 0, percent: 100 },
    };
    const found = evaluateOne(sketch, spoken, rest);
    expect(found.gates.map(({ gate, passed }) => [gate, passed])).toEqual(
      GATES.map((gate) => [gate, gate === "recursion" || gate === "group"]),
    );
    expect(found.gates.every(({ detail }) => detail.length > 0)).toBe(true);
    expect(found.reason).toBe("disabled");
  });

  test.each([
    [
      "filter_excluded",
      { filtering: { filter_by_bots: true, excluded_bot_ids: [{ bot_id: "mara" }] }, timing: { delay: 50 } },
    ],
    ["trigger_excluded", { settings: { triggers: ["auto" as const] }, timing: { delay: 50 } }],
    ["delay_not_met", { timing: { delay: 50, cooldown: 9 } }],
    ["cooldown_active", { keys: ["nothing"], timing: { cooldown: 9 } }],
    ["no_match", { keys: ["nothing"], settings: { probability: 0 } }],
    ["probability_failed", { settings: { probability: 0 }, text: "long" }],
    ["budget_exceeded", { text: "long" }],
  ])("%s is the reason when it comes first", (expected, sketch) => {
    const rest = {
      speaker: mara,
      ledger: expected === "cooldown_active" ? [{ entryId: "e", messageId: "m0", index: 0, round: 0 }] : [],
      budget: { window: 3, reserved: 0, percent: 100 },
    };
    expect(evaluateOne({ keys: ["key"], ...sketch }, spoken, rest).reason).toBe(expected);
  });

  test("later gates answer for themselves: behind a cooldown, the key, the dice and the room are still told", () => {
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
    const found = evaluateOne({ keys: ["key"], timing: { cooldown: 3 }, settings: { probability: 50 } }, spoken, {
      ledger,
    });
    const gate = (name: string) => found.gates.find((one) => one.gate === name);
    expect(gate("cooldown")).toMatchObject({ passed: false, detail: "3 messages left" });
    expect(gate("method")).toMatchObject({ passed: true, detail: '"key" in m0' });
    expect(gate("probability")?.detail).toContain(" of 50");
    expect(gate("budget")?.passed).toBe(true);
    expect(found).toMatchObject({ method: "keyword", score: 2, matched_keywords: [{ keyword: "key" }] });
  });

  test("what would not fit any more is told at the room that is left", () => {
    const entries = [
      entry({ id: "a", keys: ["key"], text: "12345678" }),
      entry({ id: "b", keys: ["nothing"], text: "123" }),
    ];
    const trace = evaluate(input(entries, spoken, { budget: { window: 10, reserved: 0, percent: 100 } }));
    expect(only(trace, "b").gates.at(-1)).toMatchObject({ passed: false, detail: "needs 3, 2 left" });
    expect(only(trace, "b").reason).toBe("no_match");
  });
});
