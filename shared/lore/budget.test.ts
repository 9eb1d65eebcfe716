import { describe, expect, test } from "vitest";
import { budgetLimit } from "./budget.ts";
import { evaluate } from "./evaluate.ts";
import { collection, type EntrySketch, entry, input, only, talk } from "./testing/lore-room.ts";

const spoken = talk("user: key");

/** Evaluates sketches with `limit` tokens and gives the ids that went in. */
function included(limit: number, sketches: readonly EntrySketch[], rest: Parameters<typeof input>[2] = {}) {
  const entries = sketches.map((sketch) => entry({ keys: ["key"], ...sketch }));
  const trace = evaluate(input(entries, spoken, { budget: { window: limit, reserved: 0, percent: 100 }, ...rest }));
  return { trace, ids: trace.entries.filter((one) => one.included).map(({ id }) => id) };
}

const text = (tokens: number) => "x".repeat(tokens);

describe("[LORE34] the limit", () => {
  test.each([
    [{ window: 8_000, reserved: 1_000, percent: 25 }, 1_750],
    [{ window: 8_000, reserved: 1_000, percent: 25, cap: 500 }, 500],
    [{ window: 8_000, reserved: 1_000, percent: 25, cap: 5_000 }, 1_750],
    [{ window: 8_000, reserved: 1_000, percent: 25, cap: 0 }, 0],
    [{ window: 1_003, reserved: 0, percent: 25 }, 250],
    [{ window: 1_000, reserved: 2_000, percent: 25 }, 0],
    [{ window: 1_000, reserved: 0, percent: 0 }, 0],
  ])("%j is %i tokens", (budget, limit) => {
    expect(budgetLimit(budget)).toBe(limit);
    expect(evaluate(input([], [], { budget })).budget).toEqual({ limit, used: 0, ignored: 0 });
  });

  test("exactly full fits, one more does not", () => {
    expect(included(10, [{ text: text(10) }]).ids).toEqual(["e"]);
    expect(included(9, [{ text: text(10) }]).ids).toEqual([]);
  });
});

describe("[LORE35] admission", () => {
  test("higher order first, and smaller ones behind one that does not fit still fit", () => {
    const { trace, ids } = included(10, [
      { id: "a", text: text(8), positioning: { order: 300 } },
      { id: "b", text: text(5), positioning: { order: 200 } },
      { id: "c", text: text(2), positioning: { order: 100 } },
    ]);
    expect(ids).toEqual(["a", "c"]);
    expect(trace.budget).toEqual({ limit: 10, used: 10, ignored: 0 });
    expect(only(trace, "b")).toMatchObject({ reason: "budget_exceeded", tokens: 5 });
    expect(only(trace, "b").gates.at(-1)?.detail).toBe("needs 5, 2 left");
  });

  test("then score, then id", () => {
    const score = [
      { id: "a", keys: ["key"], text: text(6) },
      { id: "b", keys: ["key", "ke"], text: text(6) },
    ];
    expect(included(10, score).ids).toEqual(["b"]);
    expect(
      included(10, [
        { id: "b", text: text(6) },
        { id: "a", text: text(6) },
      ]).ids,
    ).toEqual(["a"]);
  });

  test("pinned comes before sticky, sticky before any order", () => {
    const sketches = [
      { id: "pin", keys: ["none"], text: text(6), positioning: { order: 0 } },
      { id: "sticky", keys: ["none"], text: text(6), positioning: { order: 0 }, timing: { sticky: 9 } },
      { id: "top", text: text(6), positioning: { order: 1_000 } },
    ];
    const ledger = [{ entryId: "sticky", messageId: "m0", index: 0, round: 0 }];
    const pins = [{ entryId: "pin" }];
    expect(included(6, sketches, { pins, ledger }).ids).toEqual(["pin"]);
    expect(included(6, sketches, { ledger }).ids).toEqual(["sticky"]);
    expect(included(6, sketches).ids).toEqual(["top"]);
    expect(included(12, sketches, { pins, ledger }).ids).toEqual(["pin", "sticky"]);
  });

  test("constants have no precedence of their own", () => {
    expect(
      included(6, [
        { id: "a", settings: { activation_mode: "constant" }, text: text(6) },
        { id: "b", text: text(6), positioning: { order: 101 } },
      ]).ids,
    ).toEqual(["b"]);
  });
});

test("[LORE36] ignore_budget always goes in, beside the others' share", () => {
  const { trace, ids } = included(10, [
    { id: "a", text: text(50), budget: { ignore_budget: true }, positioning: { order: 0 } },
    { id: "b", text: text(10) },
  ]);
  expect(ids).toEqual(["a", "b"]);
  expect(trace.budget).toEqual({ limit: 10, used: 10, ignored: 50 });
  expect(included(0, [{ text: text(5), budget: { ignore_budget: true } }]).ids).toEqual(["e"]);
});

describe("[LORE38] a collection's own budget", () => {
  const sketches = [
    { id: "a", collection: "small", text: text(6), positioning: { order: 300 } },
    { id: "b", collection: "small", text: text(6), positioning: { order: 200 } },
    { id: "c", collection: "large", text: text(6), positioning: { order: 100 } },
  ];

  test("limits its own entries only", () => {
    const { trace, ids } = included(100, sketches, {
      collections: [collection("small", { token_budget: 10 }), collection("large")],
    });
    expect(ids).toEqual(["a", "c"]);
    expect(only(trace, "b").gates.at(-1)?.detail).toBe("needs 6, 4 left in its collection");
  });

  test("0 and absent mean none", () => {
    expect(
      included(100, sketches, { collections: [collection("small", { token_budget: 0 }), collection("large")] }).ids,
    ).toEqual(["a", "b", "c"]);
    expect(included(100, sketches).ids).toEqual(["a", "b", "c"]);
  });

  test("does not count what ignores the budget", () => {
    const ignoring = sketches.map((sketch) =>
      sketch.id === "a" ? { ...sketch, budget: { ignore_budget: true } } : sketch,
    );
    expect(included(100, ignoring, { collections: [collection("small", { token_budget: 6 })] }).ids).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
});
