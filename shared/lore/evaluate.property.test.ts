import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTIVATION_MODES, KEYWORDS_LOGICS, type LoreEntry, POSITIONS } from "../fields/knowledge.ts";
import { compileLore } from "./compile.ts";
import { type EvaluateInput, evaluate, type Firing } from "./evaluate.ts";
import { anyText } from "./testing/any-text.ts";
import { collection, type EntrySketch, entry, input, SimConversation, talk } from "./testing/lore-room.ts";
import { GATES, Trace } from "./trace.ts";

const words = [
  "ash",
  "birch",
  "Ash",
  "cedar",
  "é",
  "e\u0301",
  "龍",
  "용",
  "용이",
  "{{char}}",
  "Mara",
  "/a.h/i",
  "(a+)+$",
  "(?=a)",
  "[",
  " ",
  "",
  "C++",
  "🐉",
];
const word = fc.constantFrom(...words);
const spokenText = fc.oneof(
  fc.array(word, { maxLength: 6 }).map((parts) => parts.join(" ")),
  anyText(40),
);

const sketch = (id: string): fc.Arbitrary<EntrySketch> =>
  fc.record({
    id: fc.constant(id),
    collection: fc.constantFrom("book", "tome", "lost"),
    text: fc.oneof(word, fc.constantFrom("One. Two. Three.", "{{user}} {{random::a::b}}", "\n", "x".repeat(60))),
    keys: fc.array(word, { maxLength: 3 }),
    secondary: fc.array(word, { maxLength: 2 }),
    applies_to_bots: fc.constantFrom([], [], ["mara"], ["ivy"]),
    settings: fc.record({
      activation_mode: fc.constantFrom("keyword" as const, "keyword" as const, "keyword" as const, ...ACTIVATION_MODES),
      keywords_logic: fc.constantFrom(...KEYWORDS_LOGICS),
      case_sensitive: fc.boolean(),
      match_whole_words: fc.boolean(),
      use_regex: fc.constantFrom(false, false, true),
      probability: fc.constantFrom(0, 30, 100, 100),
      use_probability: fc.boolean(),
      scan_depth: fc.constantFrom(1, 2, 20),
      match_in_system_prompts: fc.boolean(),
    }),
    positioning: fc.record({
      position: fc.constantFrom(...POSITIONS),
      depth: fc.nat(4),
      order: fc.constantFrom(0, 100, 100, 900),
    }),
    timing: fc.record({
      sticky: fc.constantFrom(0, 0, 1, 3),
      cooldown: fc.constantFrom(0, 0, 1, 3),
      delay: fc.constantFrom(0, 0, 2, 5),
      timing_unit: fc.constantFrom("message" as const, "round" as const),
    }),
    filtering: fc.record({
      filter_by_personas: fc.boolean(),
      match_bot_description: fc.boolean(),
      match_persona_description: fc.boolean(),
    }),
    budget: fc.record({ ignore_budget: fc.boolean(), max_tokens: fc.constantFrom(0, 5, 20, 1_000) }),
  });

const entriesOf = fc
  .integer({ min: 0, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => sketch(`e${i}`))))
  .map((sketches) => sketches.map((one) => entry(one)));

const collections = [
  collection("book", { min_activations: 2, max_scan_depth: 6 }),
  collection("tome", { placement: "low_first", token_budget: 30 }),
];

const linesOf = fc.array(
  fc.tuple(fc.constantFrom("user", "bot", "system"), spokenText).map(([kind, text]) => `${kind}: ${text}`),
  { maxLength: 8 },
);

const ledgerOf = fc.array(
  fc.record({
    entryId: fc.constantFrom("e0", "e1", "e2", "gone"),
    messageId: fc.constant("m"),
    index: fc.nat(9),
    round: fc.nat(5),
  }),
  { maxLength: 5 },
);

interface Scene {
  readonly entries: LoreEntry[];
  readonly lines: string[];
  readonly ledger: Firing[];
  readonly limit: number;
  readonly seed: string;
}

const sceneOf: fc.Arbitrary<Scene> = fc.record({
  entries: entriesOf,
  lines: linesOf,
  ledger: ledgerOf,
  limit: fc.constantFrom(0, 20, 100, 10_000),
  seed: fc.string({ maxLength: 5 }),
});

const toInput = ({ entries, lines, ledger, limit, seed }: Scene): EvaluateInput =>
  input(entries, talk(...lines), {
    ledger,
    seed,
    collections,
    pins: [{ entryId: "e2" }],
    budget: { window: limit, reserved: 0, percent: 100 },
    speaker: { id: "mara", name: "Mara", description: "ash and 龍", personality: "" },
    persona: { id: "ben", name: "Ben", description: "cedar" },
    similarities: new Map([["e1", 0.8]]),
  });

describe("[LORE5] any input", () => {
  test("gives a trace of the stored shape, and no exception", () => {
    fc.assert(
      fc.property(sceneOf, (scene) => {
        const trace = evaluate(toInput(scene));
        expect(Trace.parse(JSON.parse(JSON.stringify(trace)))).toEqual(trace);
      }),
      { numRuns: 300 },
    );
  });

  test("also for texts, names and patterns of any characters", () => {
    const any = anyText(60);
    fc.assert(
      fc.property(
        any,
        any,
        any,
        fc.array(any, { maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        (text, name, body, keys, isRegex, isWhole) => {
          const one = entry({ keys, text: `${body}.`, settings: { use_regex: isRegex, match_whole_words: isWhole } });
          const trace = evaluate(
            input([one], talk(`user: ${text}`), {
              speaker: { id: name, name, description: text, personality: name },
              userName: name,
            }),
          );
          for (const { start, end } of trace.entries[0]?.matched_keywords ?? []) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("[LORE3] every trace", () => {
  test("has each entry once by id, all gates in order, and a reason exactly where it is not included", () => {
    fc.assert(
      fc.property(sceneOf, (scene) => {
        const trace = evaluate(toInput(scene));
        expect(trace.entries.map(({ id }) => id)).toEqual(scene.entries.map(({ id }) => id).sort());
        for (const one of trace.entries) {
          expect(one.gates.map(({ gate }) => gate)).toEqual([...GATES]);
          expect(one.included).toBe(one.gates.every(({ passed }) => passed));
          expect(one.reason === null).toBe(one.included);
          if (one.included) expect(one.method).not.toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });

  test("[LORE35] spends no more than its limit, and its sums are those of its entries", () => {
    fc.assert(
      fc.property(sceneOf, (scene) => {
        const trace = evaluate(toInput(scene));
        const ignoring = new Set(scene.entries.filter((one) => one.budget_control.ignore_budget).map(({ id }) => id));
        const sum = (wanted: boolean) =>
          trace.entries.reduce(
            (total, one) => total + (one.included && ignoring.has(one.id) === wanted ? one.tokens : 0),
            0,
          );
        expect(trace.budget.used).toBe(sum(false));
        expect(trace.budget.ignored).toBe(sum(true));
        expect(trace.budget.used).toBeLessThanOrEqual(trace.budget.limit);
        const inserted = new Set(trace.prompt.map((one) => one.entry));
        for (const one of trace.entries) if (inserted.has(one.id)) expect(one.included).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("[LORE1] determinism", () => {
  test("the order of entries, collections, messages and ledger makes no difference", () => {
    const shuffled = sceneOf.chain((scene) =>
      fc.tuple(
        fc.constant(scene),
        fc.shuffledSubarray(scene.entries, { minLength: scene.entries.length }),
        fc.shuffledSubarray(scene.ledger, { minLength: scene.ledger.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([scene, entries, ledger]) => {
        const one = toInput(scene);
        const unique = ledger.filter(
          (line, i) => ledger.findIndex((other) => other.entryId === line.entryId && other.index === line.index) === i,
        );
        const other: EvaluateInput = {
          ...one,
          compiled: compileLore([...entries, ...entries], collections.toReversed()),
          messages: one.messages.toReversed(),
        };
        expect(evaluate({ ...other, ledger: unique })).toEqual(evaluate({ ...one, ledger: unique.toReversed() }));
      }),
      { numRuns: 200 },
    );
  });

  test("what was evaluated before makes no difference", () => {
    fc.assert(
      fc.property(sceneOf, sceneOf, (scene, before) => {
        const fresh = evaluate(toInput(scene));
        const used = toInput(scene);
        evaluate({
          ...toInput(before),
          compiled: used.compiled,
          speaker: { id: "ivy", name: "Ivy", description: "", personality: "" },
        });
        expect(evaluate(used)).toEqual(fresh);
        expect(evaluate(used)).toEqual(fresh);
      }),
      { numRuns: 150 },
    );
  });
});

describe("[LORE2] rolled back exactly", () => {
  type Step = {
    readonly act: "say" | "reply" | "remove" | "retake" | "edit";
    readonly at: number;
    readonly text: string;
  };
  const stepOf: fc.Arbitrary<Step> = fc.record({
    act: fc.constantFrom(
      "say" as const,
      "say" as const,
      "reply" as const,
      "reply" as const,
      "remove" as const,
      "retake" as const,
      "edit" as const,
    ),
    at: fc.nat(20),
    text: spokenText,
  });

  const run = (conversation: SimConversation, { act, at, text }: Step): void => {
    const place = conversation.length === 0 ? 0 : at % conversation.length;
    if (act === "say") conversation.say("user", text);
    else if (act === "reply") conversation.reply(text);
    else if (act === "remove") conversation.remove(place);
    else if (act === "retake") conversation.retake(place, text);
    else conversation.edit(place, text);
  };

  test("after any removals, edits and retakes the next turn is that of a conversation that never had them", () => {
    fc.assert(
      fc.property(entriesOf, fc.array(stepOf, { maxLength: 14 }), (entries, steps) => {
        const base = () => input(entries, [], { collections });
        const lived = new SimConversation(base());
        for (const step of steps) run(lived, step);
        expect(lived.evaluate()).toEqual(lived.rebuilt(base()).evaluate());
      }),
      { numRuns: 150 },
    );
  });

  test("saying more and taking it back leaves no trace", () => {
    fc.assert(
      fc.property(
        entriesOf,
        fc.array(stepOf, { maxLength: 8 }),
        fc.array(spokenText, { minLength: 1, maxLength: 4 }),
        (entries, steps, more) => {
          const conversation = new SimConversation(input(entries, [], { collections }));
          for (const step of steps) run(conversation, step);
          const before = conversation.evaluate();
          const length = conversation.length;
          for (const text of more) {
            conversation.say("user", text);
            conversation.reply(text);
          }
          while (conversation.length > length) conversation.remove(conversation.length - 1);
          expect(conversation.evaluate()).toEqual(before);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a retake sees what its message saw: the same place gives the same trace, whatever came after", () => {
    fc.assert(
      fc.property(entriesOf, fc.array(spokenText, { minLength: 1, maxLength: 5 }), (entries, texts) => {
        const conversation = new SimConversation(input(entries, [], { collections }));
        const traces: Trace[] = [];
        for (const text of texts) {
          conversation.say("user", text);
          traces.push(conversation.reply(text));
        }
        for (const [i, trace] of traces.entries()) expect(conversation.evaluate(2 * i + 1)).toEqual(trace);
      }),
      { numRuns: 100 },
    );
  });
});
