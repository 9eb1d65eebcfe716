import { describe, expect, test } from "vitest";
import { ActivationLogRow } from "../fields/knowledge-activation-log.ts";
import { evaluate } from "./evaluate.ts";
import { type LogContext, logRows } from "./log-rows.ts";
import { type EntrySketch, entry, input, talk } from "./testing/lore-room.ts";

function context(): LogContext {
  let count = 0;
  return {
    conversationId: "room",
    messageId: "m7",
    takeId: "t1",
    botId: "mara",
    now: "2026-11-23T04:55:06.000Z",
    newId: () => {
      count++;
      return `row-${count}`;
    },
  };
}

const spoken = talk("user: the key and the key", "bot: lock");

function rows(sketches: readonly EntrySketch[], rest: Parameters<typeof input>[2] = {}): ActivationLogRow[] {
  return logRows(
    evaluate(
      input(
        sketches.map((sketch) => entry(sketch)),
        spoken,
        rest,
      ),
    ),
    context(),
  );
}

describe("[LORE42] log rows", () => {
  test("an included entry, whole", () => {
    const sketch = {
      id: "e1",
      collection: "tome",
      title: "The key",
      text: "A key.",
      keys: ["Key", "none"],
      secondary: ["lock"],
      positioning: { position: "at_depth" as const, depth: 3 },
    };
    const [row, ...others] = rows([sketch]);
    expect(others).toEqual([]);
    expect(row).toEqual({
      id: "row-1",
      conversation_id: "room",
      message_index: 2,
      knowledge_entry_id: "e1",
      activation_method: "keyword",
      activation_score: 3,
      matched_keywords: [{ keyword: "Key" }, { keyword: "lock" }],
      vector_similarity: null,
      position_inserted: "at_depth",
      tokens_used: 6,
      was_included: true,
      exclusion_reason: null,
      activation_timestamp: "2026-11-23T04:55:06.000Z",
      message_id: "m7",
      take_id: "t1",
      bot_id: "mara",
      entry_title: "The key",
      knowledge_collection: "tome",
      sticky: false,
    });
  });

  test.each([
    ["filter_excluded", { filtering: { filter_by_bots: true, excluded_bot_ids: [{ bot_id: "mara" }] } }],
    ["filter_excluded", { settings: { triggers: ["auto" as const] } }],
    ["delay_not_met", { timing: { delay: 9 } }],
    ["cooldown_active", { timing: { cooldown: 9 } }],
    ["probability_failed", { settings: { probability: 0 } }],
    ["budget_exceeded", { text: "too long for it" }],
  ])("%s: logged with what would have been, and nothing used", (reason, sketch) => {
    const ledger = reason === "cooldown_active" ? [{ entryId: "e", messageId: "m0", index: 0, round: 0 }] : [];
    const rest = { ledger, budget: { window: 5, reserved: 0, percent: 100 } };
    expect(rows([{ keys: ["key"], ...sketch }], rest)).toMatchObject([
      {
        exclusion_reason: reason,
        was_included: false,
        tokens_used: 0,
        activation_method: "keyword",
        activation_score: 2,
        matched_keywords: [{ keyword: "key" }],
      },
    ]);
  });

  test.each([
    ["a filter", { filtering: { filter_by_bots: true, excluded_bot_ids: [{ bot_id: "mara" }] } }],
    ["triggers", { settings: { triggers: ["auto" as const] } }],
    ["a delay", { timing: { delay: 9 } }],
    ["a cooldown", { timing: { cooldown: 9 } }],
  ])("stopped by %s without a match: not logged", (_, sketch) => {
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
    expect(rows([{ keys: ["none"], ...sketch }], { ledger })).toEqual([]);
  });

  test("no match, secondary logic, vectors, invalid and disabled are never logged", () => {
    expect(
      rows([
        { id: "a", keys: ["none"] },
        { id: "b", keys: ["key"], secondary: ["lock"], settings: { keywords_logic: "NOT_ANY" } },
        { id: "c", settings: { activation_mode: "vector" } },
        { id: "d", keys: ["key("], settings: { use_regex: true } },
        { id: "e", keys: ["key"], settings: { activation_mode: "disabled" } },
        { id: "f", keys: ["key"], settings: { activation_mode: "disabled" }, timing: { delay: 9 } },
      ]),
    ).toEqual([]);
  });

  test("methods: pins are manual, sticky keeps what started it, constants score 1", () => {
    const ledger = [{ entryId: "s", messageId: "m0", index: 0, round: 0, method: "vector", score: 0.8 } as const];
    const sketches = [
      { id: "c", settings: { activation_mode: "constant" as const } },
      { id: "p" },
      { id: "s", timing: { sticky: 5 } },
    ];
    const found = rows(sketches, { ledger, pins: [{ entryId: "p" }] });
    expect(
      found.map((row) => [row.knowledge_entry_id, row.activation_method, row.activation_score, row.sticky]),
    ).toEqual([
      ["c", "constant", 1, false],
      ["p", "manual", 1, false],
      ["s", "vector", 0.8, true],
    ]);
  });

  test("rows are of the stored shape, one id each, in the trace's order", () => {
    const found = rows(["a", "b", "c"].map((id) => ({ id, keys: ["key"] })));
    expect(found.map((row) => ActivationLogRow.parse(row))).toEqual(found);
    expect(found.map(({ id, knowledge_entry_id }) => [id, knowledge_entry_id])).toEqual([
      ["row-1", "a"],
      ["row-2", "b"],
      ["row-3", "c"],
    ]);
  });
});
