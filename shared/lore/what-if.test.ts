import { describe, expect, test } from "vitest";
import { KnowledgeInput, type LoreEntry } from "../fields/knowledge.ts";
import { KnowledgeRow } from "../fields/knowledge-row.ts";
import { evaluate } from "./evaluate.ts";
import { collection, entry, input, talk } from "./testing/lore-room.ts";
import { Trace } from "./trace.ts";
import { type LoadedLore, runWhatIf, WhatIfBody } from "./what-if.ts";

const NOTHING: LoadedLore = { entries: [], collections: [] };
const key = (keyword: string) => ({ activation_settings: { primary_keys: [{ keyword }] } });

function ask(body: unknown, loaded: LoadedLore = NOTHING): Trace {
  const result = runWhatIf(WhatIfBody.parse(body), loaded);
  if (!result.ok) throw new Error(result.message);
  return result.answer;
}

function refusal(body: unknown) {
  const result = runWhatIf(WhatIfBody.parse(body), NOTHING);
  if (result.ok) throw new Error("was not refused");
  return result;
}

describe("[LORE44] the what-if call", () => {
  test("entries without ids are numbered, everything else takes its default", () => {
    const answer = ask({
      entries: [{ entry: "A dragon." }, { entry: "A key.", ...key("key") }],
      messages: [{ kind: "user", text: "a Key" }],
    });
    expect(answer).toMatchObject({ L: 1, round: 1, budget: { ignored: 0 } });
    expect(answer.entries[0]).toMatchObject({ id: "0", included: false, reason: "no_match" });
    expect(answer.entries[1]).toMatchObject({
      id: "1",
      included: true,
      method: "keyword",
      reason: null,
      sticky: false,
      score: 2,
      matched_keywords: [{ keyword: "key", message: "0", start: 2, end: 5 }],
      vector_similarity: null,
      truncated: false,
      position: "after_character",
      depth: 4,
      role: "system",
      order: 100,
      threshold: 100,
      scan_depth: 2,
    });
    expect(answer.prompt).toEqual([{ position: "after_character", entry: "1", text: "A key." }]);
  });

  test("an empty body is a question too", () => {
    expect(ask({})).toEqual({
      L: 0,
      round: 0,
      seed: "what-if",
      entries: [],
      budget: { limit: 7_936, used: 0, ignored: 0 },
      prompt: [],
    });
  });

  test("fired is the ledger: the worked table over the wire", () => {
    const timed = {
      entry: "x",
      activation_settings: { primary_keys: [{ keyword: "key" }], scan_depth: 1 },
      advanced_activation: { delay: 2, sticky: 2, cooldown: 2 },
    };
    const messages = [{ kind: "user", text: ".", fired: [] as string[] }];
    const outcomes: unknown[] = [];
    for (let length = 1; length <= 10; length++) {
      const found = ask({ entries: [timed], messages }).entries[0];
      outcomes.push(found?.sticky ? "sticky" : (found?.reason ?? "ON"));
      const text = [2, 7].includes(length + 1) ? "key" : ".";
      messages.push({ kind: "bot", text, fired: outcomes.at(-1) === "ON" ? ["0"] : [] });
    }
    const cool = "cooldown_active";
    expect(outcomes).toEqual(["delay_not_met", "ON", "sticky", "sticky", cool, cool, "ON", "sticky", "sticky", cool]);
  });

  test("rounds are counted from people's messages", () => {
    const sticky = { entry: "x", ...key("key"), advanced_activation: { sticky: 1, timing_unit: "round" } };
    const asked = (...rest: { kind: string; text: string }[]) =>
      ask({
        entries: [sticky],
        messages: [{ kind: "user", text: "key" }, { kind: "bot", text: ".", fired: ["0"] }, ...rest],
      }).entries[0];
    const line = (kind: string) => ({ kind, text: "." });
    expect(asked(line("bot"), line("bot"))).toMatchObject({ included: false });
    expect(asked(line("user"), line("bot"), line("bot"))).toMatchObject({ included: true, sticky: true });
    expect(asked(line("user"), line("user"))).toMatchObject({ included: false });
  });

  test("bot, persona, trigger, budget and seed are taken from the body", () => {
    const body = {
      entries: [
        {
          entry: "{{char}}, {{user}}",
          activation_settings: { primary_keys: [{ keyword: "playful" }], triggers: ["auto"], probability: 50 },
          filtering: {
            match_bot_personality: true,
            filter_by_bots: true,
            allowed_bot_ids: [{ bot_id: "b1" }],
            filter_by_personas: true,
            allowed_persona_ids: [{ persona_id: "p1" }],
          },
        },
      ],
      bot: { id: "b1", name: "Mara", personality_traits: { tone: "playful" } },
      persona: { id: "p1", name: "Ben" },
      trigger: "auto",
      budget: { window: 100, reserved: 20, percent: 50, cap: 30 },
    };
    const rolls = Array.from({ length: 30 }, (_, seed) => ask({ ...body, seed }));
    const woke = rolls.find((one) => one.entries[0]?.included);
    expect(woke?.prompt[0]?.text).toBe("Mara, Ben");
    expect(woke?.budget.limit).toBe(30);
    expect(rolls.some((one) => one.entries[0]?.reason === "probability_failed")).toBe(true);
    expect(ask({ ...body, seed: 7 })).toEqual(ask({ ...body, seed: "7" }));
    expect(ask({ ...body, bot: { name: "Ivy", personality_traits: "quite playful" } }).entries[0]?.reason).toBe(
      "filter_excluded",
    );
    expect(ask({ ...body, trigger: "normal" }).entries[0]?.reason).toBe("trigger_excluded");
  });

  test("a row can be sent back as it came", () => {
    const input = KnowledgeInput.parse({ entry: "A key.", knowledge_collection: "tome", ...key("key") });
    const row = KnowledgeRow.parse({
      ...input,
      id: "k1",
      user: "u1",
      tokens: 3,
      is_vectorized: false,
      vector_records: [],
      r2_file_key: null,
      shared_access: {},
      chunk_count: 0,
      is_legacy_memory: false,
      source_memory_id: null,
      source_conversation_id: null,
      original_participants: null,
      memory_date_range: null,
      content_metadata: {},
      usage_analytics: { view_count: 0, search_count: 0, popularity_score: 0 },
      budget_control: { ...input.budget_control, token_cost: 3 },
      created_timestamp: "2026-01-01T00:00:00.000Z",
      modified_timestamp: "2026-01-01T00:00:00.000Z",
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
      right: "write",
    });
    const answer = ask({ entries: [row], messages: [{ kind: "user", text: "key" }] });
    expect(answer.entries[0]).toMatchObject({ id: "k1", knowledge_collection: "tome", included: true });
  });

  test("gives the room's own answer for the room's inputs", () => {
    const entries = [
      entry({ id: "a", keys: ["key"], settings: { probability: 40 } }),
      entry({ id: "b", keys: ["{{char}}"], timing: { sticky: 3 } }),
    ];
    const collections = [collection("book", { placement: "low_first" })];
    const room = input(entries, talk("user: key", "bot: ."), {
      collections,
      ledger: [{ entryId: "b", messageId: "m1", index: 1, round: 1 }],
      pins: [{ entryId: "a" }],
    });
    const { compiled, countTokens, ...turn } = room;
    const answer = ask({ conversation_id: "room", message_id: "next" }, { entries, collections, turn });
    const told = evaluate({ ...room, compiled, countTokens: () => 1 });
    expect(answer.entries.map(({ id, roll, reason, method }) => [id, roll, reason, method])).toEqual(
      told.entries.map(({ id, roll, reason, method }) => [id, roll, reason, method]),
    );
    expect(countTokens("abc")).toBe(3);
  });
});

describe("[LORE45] edits and refusals", () => {
  test("an inline entry replaces the loaded one with its id", () => {
    const loaded: LoreEntry[] = [entry({ id: "a", keys: ["old"] }), entry({ id: "b", keys: ["key"] })];
    const answer = ask(
      { entries: [{ id: "a", entry: "edited", ...key("key") }], messages: [{ kind: "user", text: "key" }] },
      { entries: loaded, collections: [] },
    );
    expect(answer.entries.map(({ id, included }) => [id, included])).toEqual([
      ["a", true],
      ["b", true],
    ]);
    expect(answer.prompt[0]).toMatchObject({ entry: "a", text: "edited" });
  });

  test("an entry that cannot be valid: index, field and construct", () => {
    const regex = {
      activation_settings: {
        use_regex: true,
        primary_keys: [{ keyword: "fine" }],
        secondary_keys: [{ keyword: "a(?=b)" }],
      },
    };
    expect(refusal({ entries: [{ entry: "x" }, { entry: "y", ...regex }] })).toEqual({
      ok: false,
      index: 1,
      field: "activation_settings.secondary_keys.0.keyword",
      message: "(?= at position 1: look-ahead is not supported by the linear-time engine",
    });
  });

  test("in every mode: what could not be saved is not evaluated", () => {
    const constant = {
      activation_settings: { activation_mode: "constant", use_regex: true, primary_keys: [{ keyword: "(" }] },
    };
    expect(refusal({ entries: [{ entry: "x", ...constant }] })).toMatchObject({ index: 0 });
  });

  test("two entries with one id", () => {
    expect(refusal({ entries: [{ id: "1", entry: "x" }, { entry: "y" }] })).toMatchObject({ index: 1, field: "id" });
  });

  test.each([
    ["an unknown field", { entries: [{ entry: "x", keys: ["a"] }] }],
    ["an unknown group field", { entries: [{ entry: "x", positioning: { where: "top" } }] }],
    ["a probability out of range", { entries: [{ entry: "x", activation_settings: { probability: 101 } }] }],
    ["an empty text", { entries: [{ entry: " " }] }],
    ["an unknown kind of message", { messages: [{ kind: "narrator", text: "x" }] }],
    ["an unknown trigger", { trigger: "swipe" }],
    ["a negative budget", { budget: { window: -1 } }],
    ["an unknown call field", { entry: [] }],
  ])("the body refuses %s", (_, body) => {
    expect(WhatIfBody.safeParse(body).success).toBe(false);
  });

  test("the answer is a trace as it is stored", () => {
    const answer = ask({
      entries: [
        { entry: "x", positioning: { position: "at_depth" }, activation_settings: { activation_mode: "constant" } },
      ],
    });
    expect(Trace.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
  });
});
