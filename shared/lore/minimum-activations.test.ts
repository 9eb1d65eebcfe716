import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { collection, type EntrySketch, entry, input, only, talk } from "./testing/lore-room.ts";

/** m0 has a, m1 has b … m9 has j; the newest is m9. */
const alphabet = talk(...["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map((letter) => `user: =${letter}=`));

function firing(
  sketches: readonly EntrySketch[],
  settings: Parameters<typeof collection>[1],
  rest: Parameters<typeof input>[2] = {},
) {
  const trace = evaluate(
    input(
      sketches.map((sketch) => entry(sketch)),
      alphabet,
      { collections: [collection("book", settings)], ...rest },
    ),
  );
  return { trace, ids: trace.entries.filter((one) => one.included).map(({ id }) => id) };
}

const letters = (...all: readonly string[]) =>
  all.map((letter) => ({ id: letter, keys: [`=${letter}=`], settings: { scan_depth: 1 } }));

describe("[LORE39] minimum activations", () => {
  test("the window widens one message at a time until enough fire, and no further", () => {
    expect(firing(letters("b", "f", "h", "j"), {}).ids).toEqual(["j"]);
    expect(firing(letters("b", "f", "h", "j"), { min_activations: 1 }).ids).toEqual(["j"]);
    expect(firing(letters("b", "f", "h", "j"), { min_activations: 2 }).ids).toEqual(["h", "j"]);
    expect(firing(letters("b", "f", "h", "j"), { min_activations: 3 }).ids).toEqual(["f", "h", "j"]);
  });

  test("entries that match in the same step all fire", () => {
    expect(
      firing([...letters("f"), { id: "f2", keys: ["=F="], settings: { scan_depth: 1 } }], { min_activations: 1 }).ids,
    ).toEqual(["f", "f2"]);
  });

  test("stops at the collection's maximum depth, 20 when it has none", () => {
    expect(firing(letters("b"), { min_activations: 1, max_scan_depth: 8 }).ids).toEqual([]);
    expect(firing(letters("b"), { min_activations: 1, max_scan_depth: 9 }).ids).toEqual(["b"]);
    const long = talk("user: =a=", ...Array.from({ length: 19 }, () => "user: ."));
    const at = (messages: typeof long) =>
      evaluate(
        input([entry({ keys: ["=a="] })], messages, { collections: [collection("book", { min_activations: 1 })] }),
      ).entries[0];
    expect(at(long)).toMatchObject({ included: true, scan_depth: 20 });
    expect(at([...long, { ...long[19]!, id: "m20", index: 20 }])).toMatchObject({ included: false, scan_depth: 2 });
  });

  test("each entry widens from its own depth", () => {
    const deep = (depth: number) => ({ id: "d", keys: ["=d="], settings: { scan_depth: depth } });
    const { trace } = firing([deep(4), ...letters("h")], { min_activations: 1 });
    expect(only(trace, "d")).toMatchObject({ included: false, scan_depth: 4 });
    expect(only(trace, "h")).toMatchObject({ included: true, scan_depth: 3 });
    expect(firing([deep(5), ...letters("h")], { min_activations: 1 }).ids).toEqual(["d", "h"]);
    expect(firing([deep(6), ...letters("h")], { min_activations: 1 }).ids).toEqual(["d"]);
  });

  test("messages of other kinds are no steps", () => {
    const messages = talk("user: =a=", "bot: .", "bot: .", "bot: .", "user: .");
    const sketch = { keys: ["=a="], settings: { scan_depth: 1, match_in_bot_messages: false } };
    const trace = evaluate(
      input([entry(sketch)], messages, {
        collections: [collection("book", { min_activations: 1, max_scan_depth: 2 })],
      }),
    );
    expect(only(trace)).toMatchObject({ included: true, scan_depth: 2 });
  });

  test("what has matched stays, though a wider window would have spoken against it", () => {
    const jealous = {
      id: "z",
      keys: ["=j="],
      secondary: ["=h="],
      settings: { scan_depth: 1, keywords_logic: "NOT_ANY" as const },
    };
    expect(firing([jealous, ...letters("f")], { min_activations: 2 }).ids).toEqual(["f", "z"]);
  });

  test("counts what fires by keyword: not constants, pins or sticky ones, nor what a gate or the dice stop", () => {
    const others: EntrySketch[] = [
      { id: "c", settings: { activation_mode: "constant" } },
      { id: "p", keys: ["="] },
      { id: "s", keys: ["="], timing: { sticky: 9 } },
      { id: "x", keys: ["="], timing: { delay: 90 } },
      { id: "y", keys: ["="], settings: { probability: 0 } },
    ];
    const rest = { pins: [{ entryId: "p" }], ledger: [{ entryId: "s", messageId: "m8", index: 8, round: 1 }] };
    expect(firing([...others, ...letters("h")], { min_activations: 1 }, rest).ids).toEqual(["c", "h", "p", "s"]);
  });

  test("a full budget is no reason to look further back", () => {
    const { ids } = firing(
      [...letters("j", "h")],
      { min_activations: 1 },
      { budget: { window: 1, reserved: 0, percent: 100 } },
    );
    expect(ids).toEqual([]);
    const { trace } = firing(
      letters("j", "h"),
      { min_activations: 1 },
      { budget: { window: 1, reserved: 0, percent: 100 } },
    );
    expect(only(trace, "h").reason).toBe("no_match");
  });

  test("concerns the entries of that collection only", () => {
    const trace = evaluate(
      input(
        [
          entry({ id: "a", collection: "one", keys: ["=h="], settings: { scan_depth: 1 } }),
          entry({ id: "b", collection: "two", keys: ["=h="], settings: { scan_depth: 1 } }),
        ],
        alphabet,
        {
          collections: [collection("one", { min_activations: 1 }), collection("two")],
        },
      ),
    );
    expect(trace.entries.map(({ included }) => included)).toEqual([true, false]);
  });
});
