import { describe, expect, test } from "vitest";
import { POSITIONS, type Position } from "../fields/knowledge.ts";
import { evaluate } from "./evaluate.ts";
import { collection, type EntrySketch, entry, input, only } from "./testing/lore-room.ts";

const constant = { activation_mode: "constant" as const };

const promptOf = (sketches: readonly EntrySketch[], rest: Parameters<typeof input>[2] = {}) =>
  evaluate(
    input(
      sketches.map((sketch) => entry({ settings: constant, ...sketch })),
      [],
      rest,
    ),
  ).prompt;

describe("[LORE40] prompt order", () => {
  test("positions in the prompt's order, whatever the ids", () => {
    const sketches = POSITIONS.map((position, i) => ({ id: `${9 - i}`, text: position, positioning: { position } }));
    expect(promptOf(sketches).map(({ text }) => text)).toEqual([...POSITIONS]);
  });

  test.each(POSITIONS.map((position): [Position] => [position]))(
    "%s: higher order first, equal orders by id",
    (position) => {
      const sketches = [
        { id: "a", positioning: { position, order: 10 } },
        { id: "c", positioning: { position, order: 20 } },
        { id: "b", positioning: { position, order: 20 } },
      ];
      expect(promptOf(sketches).map((one) => one.entry)).toEqual(["b", "c", "a"]);
    },
  );

  test("at depth: the deepest first, each with depth and role; elsewhere neither", () => {
    const at = (id: string, depth: number, role: "system" | "user" | "assistant", order = 100) => ({
      id,
      positioning: { position: "at_depth" as const, depth, role, order },
    });
    expect(
      promptOf([
        at("a", 0, "user"),
        at("b", 4, "assistant"),
        at("c", 4, "system", 200),
        at("d", 100, "system"),
        { id: "e", positioning: { depth: 7 } },
      ]),
    ).toEqual([
      { position: "after_character", entry: "e", text: "lore" },
      { position: "at_depth", depth: 100, role: "system", entry: "d", text: "lore" },
      { position: "at_depth", depth: 4, role: "system", entry: "c", text: "lore" },
      { position: "at_depth", depth: 4, role: "assistant", entry: "b", text: "lore" },
      { position: "at_depth", depth: 0, role: "user", entry: "a", text: "lore" },
    ]);
  });

  test("low_first collections stand last with their high orders last; the budget still goes by order", () => {
    const sketches = [
      { id: "h1", collection: "high", positioning: { order: 10 } },
      { id: "h2", collection: "high", positioning: { order: 90 } },
      { id: "l1", collection: "low", positioning: { order: 10 } },
      { id: "l2", collection: "low2", positioning: { order: 90 } },
      { id: "l3", collection: "low", positioning: { order: 50 } },
    ];
    const collections = [
      collection("high"),
      collection("low", { placement: "low_first" }),
      collection("low2", { placement: "low_first" }),
    ];
    expect(promptOf(sketches, { collections }).map((one) => one.entry)).toEqual(["h2", "h1", "l1", "l3", "l2"]);
    const budget = { window: 8, reserved: 0, percent: 100 };
    expect(promptOf(sketches, { collections, budget }).map((one) => one.entry)).toEqual(["h2", "l2"]);
  });

  test("only what is included", () => {
    expect(
      promptOf([{ id: "a", settings: { activation_mode: "keyword" } }, { id: "b" }]).map((one) => one.entry),
    ).toEqual(["b"]);
  });
});

describe("[LORE41] texts", () => {
  const speaker = { id: "m", name: "{{user}} $& (x", description: "a keeper of {{char}}", personality: "dry" };
  const textOf = (text: string, rest = {}) => promptOf([{ text }], rest)[0]?.text;

  test("macros are resolved once and inserted as they are", () => {
    expect(textOf("{{CHAR}} meets {{user}}.", { speaker })).toBe("{{user}} $& (x meets Ben.");
    expect(textOf("{{description}}, {{personality}}", { speaker })).toBe("a keeper of {{char}}, dry");
    expect(textOf("<BOT> and <USER>", { speaker: { ...speaker, name: "Mara" } })).toBe("Mara and Ben");
  });

  test("the persona's description where there is one, else the name", () => {
    const persona = { id: "p", name: "Ben", description: "a sailor" };
    expect(textOf("{{persona}}", { persona })).toBe("a sailor");
    expect(textOf("{{persona}}", { persona: { ...persona, description: "" } })).toBe("Ben");
    expect(textOf("{{persona}}")).toBe("Ben");
  });

  test("text without macros is verbatim, headings, braces and dollars included", () => {
    const text = "# Not a heading\n$& $1 \\ {x} {{unknown}} \u0000 end";
    expect(textOf(text)).toBe(text);
  });

  test("dice in a text fall by turn and entry", () => {
    const roll = (seed: string, id = "e") =>
      promptOf([{ id, text: "{{random::a::b::c::d::e::f}}" }], { seed })[0]?.text;
    expect(roll("one")).toBe(roll("one"));
    expect(new Set(Array.from({ length: 40 }, (_, i) => roll(`seed ${i}`))).size).toBe(6);
    expect(new Set(Array.from({ length: 40 }, (_, i) => roll("one", `e${i}`))).size).toBeGreaterThan(3);
  });

  test("a pick stays for the whole conversation", () => {
    const text = "{{pick::a::b::c::d::e::f}}";
    const pick = (conversationId: string, messageId: string) =>
      promptOf([{ text }], { seed: { conversationId, messageId } })[0]?.text;
    expect(new Set(Array.from({ length: 40 }, (_, i) => pick("room", `m${i}`))).size).toBe(1);
    expect(new Set(Array.from({ length: 60 }, (_, i) => pick(`room${i}`, "m"))).size).toBe(6);
  });

  test("tokens and cuts are those of the resolved text", () => {
    const long = { ...speaker, name: "x".repeat(30) };
    const found = only(
      evaluate(
        input([entry({ settings: constant, text: "{{char}}.", budget: { max_tokens: 10 } })], [], { speaker: long }),
      ),
    );
    expect(found).toMatchObject({ tokens: 10, truncated: true });
  });

  test("nothing but white space is included and not inserted", () => {
    const trace = evaluate(input([entry({ settings: constant, text: "{{// a note}}\n" })], []));
    expect(only(trace).included).toBe(true);
    expect(trace.prompt).toEqual([]);
  });
});
