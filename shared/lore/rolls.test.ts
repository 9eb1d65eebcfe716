import { describe, expect, test } from "vitest";
import { hash32 } from "../text/string-hash.ts";
import { evaluate } from "./evaluate.ts";
import { roll, rollOf, seedText } from "./rolls.ts";
import { entry, evaluateOne, input, only, talk } from "./testing/lore-room.ts";

/** Pearson's statistic of rolls in `bins` equal bins. */
function chiSquare(rolls: readonly number[], bins: number): number {
  const counts = new Array<number>(bins).fill(0);
  for (const value of rolls) counts[Math.floor((value / 100) * bins)]!++;
  const expected = rolls.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const many = (of: (i: number) => number) => Array.from({ length: 20_000 }, (_, i) => of(i));

describe("[LORE33] rolls", () => {
  // For 99 degrees of freedom, 149 is exceeded by chance once in a thousand times.
  test.each([
    ["entries of one turn", (i: number) => roll("room", "message", `entry-${i}`)],
    ["turns of one entry", (i: number) => roll("room", `message-${i}`, "entry")],
    ["rooms", (i: number) => roll(`room-${i}`, "message", "entry")],
    [
      "neighbouring entries of neighbouring turns",
      (i: number) => roll("room", `m${i % 141}`, `e${Math.floor(i / 141)}`),
    ],
  ])("are uniform over %s", (_, of) => {
    const rolls = many(of);
    expect(Math.min(...rolls)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...rolls)).toBeLessThan(100);
    expect(chiSquare(rolls, 100)).toBeLessThan(149);
  });

  test("two entries' dice over the turns do not follow each other", () => {
    const a = many((i) => roll("room", `m${i}`, "a") - 50);
    const b = many((i) => roll("room", `m${i}`, "b") - 50);
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
    expect(Math.abs(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))).toBeLessThan(0.03);
  });

  test("the ids do not run together, and every one of them matters", () => {
    expect(roll("a", "bc", "d")).not.toBe(roll("ab", "c", "d"));
    const base = roll("room", "message", "entry");
    expect([
      roll("room2", "message", "entry"),
      roll("room", "message2", "entry"),
      roll("room", "message", "entry2"),
    ]).not.toContain(base);
  });

  test("are frozen: a past turn is replayed with them", () => {
    expect(roll("room", "message", "entry")).toBeCloseTo(FROZEN, 9);
    expect(rollOf(hash32(seedText("any text")), hash32("e"))).toBe(
      evaluateOne({ settings: { activation_mode: "constant" } }, [], { seed: "any text" }).roll,
    );
  });

  test("a trace's seed replays its rolls", () => {
    const text = "{{pick::a::b::c::d::e::f::g}} {{random::a::b::c::d::e::f::g}}";
    const base = input([entry({ text, keys: ["key"], settings: { probability: 50 } })], talk("user: key"));
    const trace = evaluate(base);
    expect(trace.seed).toBe("room/next");
    expect(evaluate({ ...base, seed: trace.seed })).toEqual(trace);
  });

  test("an entry's die is the same alone and among others", () => {
    const entries = Array.from({ length: 30 }, (_, i) =>
      entry({ id: `e${i}`, keys: ["key"], settings: { probability: 50 } }),
    );
    const trace = evaluate(input(entries, talk("user: key")));
    for (const { id, roll: rolled, included } of trace.entries) {
      expect(rolled).toBe(roll("room", "next", id));
      expect(included).toBe((rolled ?? 100) < 50);
    }
    expect(only(evaluate(input([entries[7]!], talk("user: key"))), "e7").roll).toBe(only(trace, "e7").roll);
  });
});

/** Counted once. */
const FROZEN = 28.36390098091215;

describe("[LORE33] probability", () => {
  const over = (probability: number, use = true) =>
    Array.from({ length: 400 }, (_, i) =>
      evaluateOne({ keys: ["key"], settings: { probability, use_probability: use } }, talk("user: key"), {
        seed: `seed ${i}`,
      }),
    );

  test("0 never passes and 100 always does", () => {
    expect(over(0).some(({ included }) => included)).toBe(false);
    expect(over(100).every(({ included }) => included)).toBe(true);
    expect(over(0, false).every(({ included, roll: rolled }) => included && rolled === null)).toBe(true);
  });

  test("passes exactly below the probability, about as often as it says", () => {
    const found = over(30);
    for (const { included, roll: rolled, reason, threshold } of found) {
      expect(included).toBe((rolled ?? 100) < 30);
      expect(reason).toBe(included ? null : "probability_failed");
      expect(threshold).toBe(30);
    }
    expect(found.filter(({ included }) => included).length / found.length).toBeCloseTo(0.3, 1);
  });

  test("constants and pins are rolled too, sticky entries are not", () => {
    const never = { probability: 0 };
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
    expect(evaluateOne({ settings: { ...never, activation_mode: "constant" } }, []).reason).toBe("probability_failed");
    expect(evaluateOne({ settings: never }, [], { pins: [{ entryId: "e" }] }).reason).toBe("probability_failed");
    expect(evaluateOne({ settings: never, timing: { sticky: 2 } }, talk("user: ."), { ledger })).toMatchObject({
      included: true,
      roll: null,
    });
  });

  test("dice that decide nothing are not shown: certain entries that do not match", () => {
    expect(evaluateOne({ keys: ["nothing"] }, talk("user: key")).roll).toBeNull();
    expect(evaluateOne({ keys: ["nothing"], settings: { probability: 99 } }, talk("user: key")).roll).not.toBeNull();
    expect(evaluateOne({ keys: ["key"] }, talk("user: key")).roll).not.toBeNull();
  });
});
