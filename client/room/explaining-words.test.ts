import { describe, expect, test } from "vitest";
import { GATES, TRACE_REASONS, type TraceEntry } from "../../shared/lore/trace.ts";
import { directorWords, payerWords, promptText, withoutSecrets } from "./prompt-pane-words.ts";
import { activationRow } from "./testing/room-fixtures.ts";
import { barWords, isOverfull, segmentsOf, segmentWords } from "./token-bar-segments.ts";
import { costOf, GATE_WORDS, gatePlaces, heldChip } from "./why-pane-words.ts";

function entry(changes: Partial<TraceEntry> = {}): TraceEntry {
  return {
    id: "e1",
    included: false,
    method: "keyword",
    reason: "no_match",
    sticky: false,
    score: 0,
    matched_keywords: [],
    vector_similarity: null,
    roll: null,
    tokens: 40,
    truncated: false,
    position: "after_character",
    depth: 0,
    role: "system",
    order: 100,
    gates: [],
    title: "The lamp",
    knowledge_collection: "t1",
    threshold: null,
    scan_depth: 2,
    ...changes,
  };
}

describe("[EX1] what did not wake", () => {
  test("every reason has words of its own, every gate too", () => {
    const words = TRACE_REASONS.map((reason) => heldChip(entry({ reason })));
    expect(new Set(words).size).toBe(TRACE_REASONS.length);
    expect(new Set(GATES.map((gate) => GATE_WORDS[gate])).size).toBe(GATES.length);
  });

  test.each([
    [
      { reason: "cooldown_active", gates: [{ gate: "cooldown", passed: false, detail: "2 rounds left" }] },
      "cooldown 2",
    ],
    [
      { reason: "delay_not_met", gates: [{ gate: "delay", passed: false, detail: "from 9 on, 3 rounds to go" }] },
      "delay 3",
    ],
    [{ reason: "probability_failed", roll: 62.4, threshold: 30 }, "chance 62 > 30"],
    [{ reason: "below_threshold", vector_similarity: 0.714 }, "below (0.71)"],
    [
      {
        reason: "budget_exceeded",
        gates: [{ gate: "budget", passed: false, detail: "needs 9, 3 left in its collection" }],
      },
      "tome budget",
    ],
    [{ reason: "budget_exceeded" }, "room budget"],
  ] as const)("%j is %j", (changes, words) => {
    expect(heldChip(entry(changes as object))).toBe(words);
  });

  test("gates behind the one that decided still say what they would have said", () => {
    const gates = [
      { gate: "mode", passed: true, detail: "" },
      { gate: "delay", passed: false, detail: "" },
      { gate: "method", passed: true, detail: "" },
      { gate: "budget", passed: false, detail: "" },
    ] as const;
    const places = gatePlaces(entry({ gates: [...gates] })).map(({ place }) => place);
    expect(places).toEqual(["passed", "stopped", "would", "would_not"]);
  });
});

const receipt = {
  sections: [
    { name: "rules", label: "Room rules", tokens: 200 },
    { name: "lore", label: "Lore", tokens: 400 },
  ],
  reserved: 1_000,
  window: 8_000,
  total: 600,
  history: { sent: 3, left_out: 0 },
  left_off: [],
};

describe("[EX2] the token bar", () => {
  test("parts in the order they were sent, the reserve last, shares of all the model holds", () => {
    expect(segmentsOf(receipt).map(({ kind, share }) => [kind, share])).toEqual([
      ["system", 0.025],
      ["lore", 0.05],
      ["reserve", 0.125],
    ]);
    expect(segmentsOf(receipt).map(segmentWords)[1]).toBe("Lore: 400 tokens, 5%");
    expect(barWords(receipt)).toBe("600 of 8,000 tokens, 7.5%");
  });

  test("hatched only where something did not fit", () => {
    expect(isOverfull(receipt)).toBe(false);
    expect(isOverfull({ ...receipt, history: { sent: 3, left_out: 1 } })).toBe(true);
    expect(isOverfull({ ...receipt, left_off: [{ label: "Old ferry", tokens: 240, reason: "room budget" }] })).toBe(
      true,
    );
  });
});

describe("[EX3] the receipt", () => {
  const nameOf = (id: string) => (id === "me" ? "you" : "Ben");

  test.each([
    ["practice", "Nobody pays: practice model"],
    ["platform", "BotCafe tokens pay"],
    ["me", "Your key pays"],
    ["u2", "Ben’s key pays"],
  ])("%s: %s", (payer, words) => {
    expect(payerWords(payer, nameOf)).toBe(words);
  });

  test("a director's choice has its own cost and payer", () => {
    expect(directorWords({ tokens: 1_018, payer: "u2" }, nameOf)).toBe("1,018 tokens · Ben’s key pays");
  });

  test.each([
    ["the key is sk-proj-Ab12Cd34Ef56Gh78 ok", "the key is [removed] ok"],
    ["Authorization: Bearer abcdef0123456789.xyz", "Authorization: [removed]"],
    ["password: hunter22222", "password: [removed]"],
    ["AIzaSyA1234567890abcdefghijklmn", "[removed]"],
    ["a token of love, and the skirt she wore", "a token of love, and the skirt she wore"],
  ])("%s is copied as %s", (text, clean) => {
    expect(withoutSecrets(text)).toBe(clean);
  });

  test("what is copied says who said what", () => {
    const messages = [
      { role: "system" as const, content: "Be Mara." },
      { role: "user" as const, name: "Anna", content: "Hello" },
    ];
    expect(promptText({ messages })).toBe("[system]\nBe Mara.\n\n[user Anna]\nHello");
  });
});

test("[CLI141] what was cut says what it would have cost, and nothing where that is not known", () => {
  const row = activationRow({ was_included: false, tokens_used: 0, knowledge_entry_id: "e1" });
  expect([costOf(row, [entry({ tokens: 240 })]), costOf(row)]).toEqual([240, null]);
  expect(costOf(activationRow({ tokens_used: 84 }))).toBe(84);
});
