import { describe, expect, test } from "vitest";
import type { JsonObject } from "./import-plan.ts";
import { readImport } from "./read-import.ts";
import { json } from "./testing/make-png.ts";
import { bookEntryOf, entryOf, fullRow, planOf } from "./testing/sample-files.ts";

const row = (content: string): JsonObject => ({ key: ["k"], content });
const textsOf = (file: unknown) => planOf(file).tomes[0]?.entries.map(({ value }) => value.entry);

describe("rows", () => {
  test("[FMT20] a list and an object give the same entries", () => {
    const rows = [row("one"), row("two")];
    expect(textsOf({ entries: rows })).toEqual(["one", "two"]);
    expect(textsOf({ entries: { 0: rows[0], 1: rows[1] } })).toEqual(["one", "two"]);
  });

  test("[FMT20] faulty rows are skipped by number and reason, the others are all there", () => {
    const entries = [
      row("a"),
      null,
      "text",
      row(""),
      { key: ["k"] },
      row("b"),
      { content: 5 },
      row(" \n"),
      [],
      row("c"),
    ];
    const plan = planOf({ entries });
    expect(plan.tomes[0]?.entries.map(({ value }) => value.entry)).toEqual(["a", "b", "c"]);
    expect(plan.warnings.map((warning) => [warning.row, warning.field])).toEqual([
      [1, "entries"],
      [2, "entries"],
      [3, "content"],
      [4, "content"],
      [6, "content"],
      [7, "content"],
      [8, "entries"],
    ]);
    expect(plan.warnings.every(({ message }) => message.includes("skipped"))).toBe(true);
  });

  test("[FMT20] an entry is called by its title, else its first key, else its number", () => {
    const entries = [
      { ...row("a"), comment: " The gate " },
      row("b"),
      { content: "c" },
      { keys: ["x"], name: "N", content: "d" },
    ];
    expect(planOf({ entries }).tomes[0]?.entries.map(({ title }) => title)).toEqual(["The gate", "k", "Entry 3", "N"]);
  });

  test("[FMT20] keys written as one text, or as numbers, are keys", () => {
    expect(entryOf({ key: "cat, dog ,," }).activation_settings.primary_keys).toEqual([
      { keyword: "cat" },
      { keyword: "dog" },
    ]);
    expect(entryOf({ key: [7] }).activation_settings.primary_keys).toEqual([{ keyword: "7" }]);
  });

  test("[FMT20] keys that can not be are left out with a warning each, empty ones without", () => {
    const entry = entryOf({ key: ["", "ok", "  ", null, "x".repeat(501)] });
    expect(entry.activation_settings.primary_keys).toEqual([{ keyword: "ok" }]);
    expect(entry.warned).toEqual(["key", "key", "key"]);
    expect(entryOf({ key: Array.from({ length: 1_001 }, (_, n) => `k${n}`) }).warned).toEqual(["key"]);
  });
});

describe("logic and mode", () => {
  test.each([
    [0, "SELECTIVE_ANY"],
    [1, "NOT_ALL"],
    [2, "NOT_ANY"],
    [3, "SELECTIVE_ALL"],
    [null, "SELECTIVE_ANY"],
    ["3", "SELECTIVE_ALL"],
  ])("[FMT21] logic %j is %s, in both shapes", (selectiveLogic, expected) => {
    expect(entryOf({ selectiveLogic }).activation_settings.keywords_logic).toBe(expected);
    expect(bookEntryOf({ extensions: { selectiveLogic } }).activation_settings.keywords_logic).toBe(expected);
  });

  test("[FMT21] an unknown logic is reported", () => {
    expect(entryOf({ selectiveLogic: 9 })).toMatchObject({
      warned: ["selectiveLogic"],
      activation_settings: { keywords_logic: "SELECTIVE_ANY" },
    });
  });

  test("[FMT21] with `selective` off the secondary keys go, reported, and stay in the original", () => {
    const off = entryOf({ selective: false, keysecondary: ["s"] });
    expect(off.activation_settings.secondary_keys).toEqual([]);
    expect(off.warned).toEqual(["keysecondary"]);
    expect(off.extensions["sillytavern"]).toMatchObject({ keysecondary: ["s"] });
    expect(entryOf({ selective: false, keysecondary: [] }).warned).toEqual([]);
  });

  test("[FMT21] absent, `selective` is on in SillyTavern's file and off in a card's book", () => {
    expect(entryOf({ keysecondary: ["s"] }).activation_settings.secondary_keys).toEqual([{ keyword: "s" }]);
    expect(bookEntryOf({ secondary_keys: ["s"] }).activation_settings.secondary_keys).toEqual([]);
    expect(bookEntryOf({ secondary_keys: ["s"], selective: true }).activation_settings.secondary_keys).toHaveLength(1);
  });

  test.each<[JsonObject, string]>([
    [{}, "keyword"],
    [{ constant: true }, "constant"],
    [{ constant: true, vectorized: true }, "constant"],
    [{ vectorized: true }, "hybrid"],
    [{ vectorized: true, key: [] }, "vector"],
    [{ disable: true, constant: true }, "disabled"],
  ])("[FMT25] %j is %s", (fields, mode) => {
    expect(entryOf(fields).activation_settings.activation_mode).toBe(mode);
  });

  test("[FMT25] a card's book says `enabled`", () => {
    expect(bookEntryOf({ enabled: false }).activation_settings.activation_mode).toBe("disabled");
    expect(bookEntryOf({ extensions: { vectorized: true } }).activation_settings.activation_mode).toBe("hybrid");
  });

  test.each<[string[], string[]]>([
    [[], []],
    [["normal"], ["normal", "auto"]],
    [["continue"], ["continue"]],
    [["swipe"], ["retake"]],
    [
      ["regenerate", "swipe", "continue"],
      ["retake", "continue"],
    ],
  ])("[FMT29] triggers %j are %j", (triggers, expected) => {
    expect(entryOf({ triggers })).toMatchObject({ warned: [], activation_settings: { triggers: expected } });
  });

  test("[FMT29] an entry for replies we do not have is disabled, not set free", () => {
    const mute = entryOf({ triggers: ["quiet", "impersonate"], constant: true });
    expect(mute).toMatchObject({
      warned: ["triggers"],
      activation_settings: { activation_mode: "disabled", triggers: [] },
    });
    const part = entryOf({ triggers: ["quiet", "continue"] });
    expect(part).toMatchObject({ warned: ["triggers"], activation_settings: { activation_mode: "keyword" } });
  });
});

describe("timing", () => {
  test.each([
    [null, null, 0, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [3, 0, 2, 0],
    [null, 1, 0, 0],
    [0, 4, 0, 3],
    [1, 2, 0, 2],
    [3, 2, 2, 2],
    [51, 50, 50, 50],
    [0, 51, 0, 50],
  ])("[FMT22] sticky %j cooldown %j become %i and %i, in both shapes", (sticky, cooldown, ours, cool) => {
    const expected = { sticky: ours, cooldown: cool, delay: 0, timing_unit: "message" };
    expect(entryOf({ sticky, cooldown })).toMatchObject({ advanced_activation: expected, warned: [] });
    expect(bookEntryOf({ extensions: { sticky, cooldown } }).advanced_activation).toEqual(expected);
  });

  test("[FMT24] delay is the same; beyond range is clamped and reported", () => {
    expect(entryOf({ delay: 7 }).advanced_activation.delay).toBe(7);
    expect(entryOf({ sticky: 99, cooldown: 99, delay: 101 })).toMatchObject({
      advanced_activation: { sticky: 50, cooldown: 50, delay: 100 },
      warned: ["sticky", "cooldown", "delay"],
    });
    expect(entryOf({ sticky: -3 }).advanced_activation.sticky).toBe(0);
  });
});

describe("placing", () => {
  test.each([
    [0, "before_character", []],
    [1, "after_character", []],
    [2, "at_depth", ["position"]],
    [3, "at_depth", ["position"]],
    [4, "at_depth", []],
    [5, "before_examples", []],
    [6, "after_examples", []],
    [7, "after_character", ["position"]],
    [8, "after_character", ["position"]],
    [null, "before_character", []],
  ])("[FMT23] position %j is %s", (position, expected, warned) => {
    expect(entryOf({ position })).toMatchObject({ positioning: { position: expected }, warned });
  });

  test("[FMT23] at depth, depth and role are the entry's; an author's note is depth 4, system", () => {
    expect(entryOf({ position: 4, depth: 0, role: 2 }).positioning).toMatchObject({ depth: 0, role: "assistant" });
    expect(entryOf({ position: 4, role: 1 }).positioning).toMatchObject({ depth: 4, role: "user" });
    expect(entryOf({ position: 2, depth: 9, role: 2 }).positioning).toMatchObject({ depth: 4, role: "system" });
    expect(entryOf({ position: 4, role: 5 })).toMatchObject({ positioning: { role: "system" }, warned: ["role"] });
  });

  test("[FMT23] a card's book: the extension wins over the word, and saying nothing is after", () => {
    const place = (fields: JsonObject) => bookEntryOf(fields).positioning.position;
    expect(place({ position: "before_char" })).toBe("before_character");
    expect(place({ position: "after_char" })).toBe("after_character");
    expect(place({})).toBe("after_character");
    expect(place({ position: "before_char", extensions: { position: 4, depth: 2 } })).toBe("at_depth");
    expect(place({ position: "before_char", extensions: { position: null } })).toBe("before_character");
  });

  test("[FMT24] order is clamped to 0–1000 and reported under its own name", () => {
    expect(entryOf({ order: 5_000 })).toMatchObject({ positioning: { order: 1_000 }, warned: ["order"] });
    expect(bookEntryOf({ insertion_order: -5 })).toMatchObject({
      positioning: { order: 0 },
      warned: ["insertion_order"],
    });
    expect(entryOf({}).positioning.order).toBe(100);
    expect(entryOf({ order: 99.6 }).positioning.order).toBe(100);
  });
});

describe("numbers", () => {
  test("[FMT24] an absent scan depth is the book's, else 2, and never 0", () => {
    const depths = (book: JsonObject) =>
      planOf({
        ...book,
        entries: [
          { ...row("a"), scanDepth: null },
          { ...row("b"), scanDepth: 9 },
        ],
      }).tomes[0]?.entries.map(({ value }) => value.activation_settings.scan_depth);
    expect(depths({})).toEqual([2, 9]);
    expect(depths({ scan_depth: 5 })).toEqual([5, 9]);
    expect(depths({ scan_depth: 100 })).toEqual([20, 9]);
    expect(entryOf({ scanDepth: 0 })).toMatchObject({ activation_settings: { scan_depth: 1 }, warned: ["scanDepth"] });
    expect(entryOf({ scanDepth: 500 }).activation_settings.scan_depth).toBe(20);
  });

  test("[FMT24] probability is a percentage; absent is 100 and used", () => {
    expect(entryOf({}).activation_settings).toMatchObject({ probability: 100, use_probability: true });
    expect(entryOf({ probability: 0, useProbability: true }).activation_settings.probability).toBe(0);
    expect(entryOf({ probability: 12.5 }).activation_settings.probability).toBe(12.5);
    expect(entryOf({ probability: 300 })).toMatchObject({
      activation_settings: { probability: 100 },
      warned: ["probability"],
    });
    const book = bookEntryOf({ extensions: { probability: null, useProbability: false } });
    expect(book.activation_settings).toMatchObject({ probability: 100, use_probability: false });
  });

  test("[FMT24] numbers and flags written as text are read, nonsense is reported", () => {
    expect(entryOf({ order: "42", constant: "true", disable: 0 })).toMatchObject({
      positioning: { order: 42 },
      activation_settings: { activation_mode: "constant" },
    });
    expect(entryOf({ order: "-0" }).positioning.order).toBe(0);
    expect(entryOf({ order: {} })).toMatchObject({ positioning: { order: 100 }, warned: ["order"] });
  });
});

describe("regular expressions", () => {
  test("[FMT26] keys in slashes make a regular expression entry, kept as written", () => {
    expect(entryOf({ key: ["/cats?/i", "/dog/"] })).toMatchObject({
      activation_settings: { use_regex: true, primary_keys: [{ keyword: "/cats?/i" }, { keyword: "/dog/" }] },
      warned: [],
    });
    expect(entryOf({ key: ["cats?"] }).activation_settings.use_regex).toBe(false);
  });

  test("[FMT26] V3's flag makes bare keys patterns, SillyTavern's does not", () => {
    expect(bookEntryOf({ keys: ["cats?"], use_regex: true })).toMatchObject({
      activation_settings: { use_regex: true, primary_keys: [{ keyword: "cats?" }] },
    });
    const exported = bookEntryOf({ keys: ["what?"], use_regex: true, extensions: { selectiveLogic: 0 } });
    expect(exported.activation_settings.use_regex).toBe(false);
    const mixed = bookEntryOf({ keys: ["/x/"], use_regex: true, extensions: { useProbability: false } });
    expect(mixed.activation_settings.use_regex).toBe(true);
  });

  test("[FMT27] plain keys beside regular expressions become patterns, reported", () => {
    const entry = entryOf({ key: ["/cats?/", "C++/D"], keysecondary: ["oil"], matchWholeWords: true });
    expect(entry.activation_settings.primary_keys).toEqual([
      { keyword: "/cats?/" },
      { keyword: "/(?:^|[^\\p{L}\\p{M}\\p{Nd}_])C\\+\\+\\/D(?:$|[^\\p{L}\\p{M}\\p{Nd}_])/i" },
    ]);
    expect(entry.activation_settings.secondary_keys).toHaveLength(1);
    expect(entry.warned).toEqual(["key", "keysecondary"]);
    expect(entryOf({ key: ["/x/", "y"], caseSensitive: true }).activation_settings.primary_keys[1]).toEqual({
      keyword: "/y/",
    });
  });

  test("[FMT28] what can never run is kept, marked and reported", () => {
    const entry = entryOf({ key: ["/cat(?=s)/i", "/dog/"], constant: false });
    expect(entry.activation_settings).toMatchObject({ activation_mode: "keyword", use_regex: true });
    expect(entry.activation_settings.primary_keys[0]).toEqual({ keyword: "/cat(?=s)/i" });
    expect(entry.extensions["invalid_keys"]).toEqual([
      { keyword: "/cat(?=s)/i", problem: expect.stringContaining("look-ahead") },
    ]);
    expect(entry.warnings).toEqual([{ row: 0, field: "key", message: expect.stringContaining("look-ahead") }]);
    expect(entryOf({ key: ["/(a)\\1/"] }).warnings[0]?.message).toContain("back-reference");
  });
});

describe("the rest of a row", () => {
  test("[FMT30] match flags, case, whole words and budget", () => {
    const entry = entryOf({
      matchPersonaDescription: true,
      matchCharacterDescription: true,
      matchCharacterPersonality: true,
      ignoreBudget: true,
      caseSensitive: true,
      matchWholeWords: true,
    });
    expect(entry.filtering).toMatchObject({
      match_persona_description: true,
      match_bot_description: true,
      match_bot_personality: true,
      filter_by_bots: false,
    });
    expect(entry.budget_control).toEqual({ ignore_budget: true, max_tokens: 0 });
    expect(entry.activation_settings).toMatchObject({ case_sensitive: true, match_whole_words: true });
    expect(entryOf({ caseSensitive: null, matchWholeWords: null }).activation_settings).toMatchObject({
      case_sensitive: false,
      match_whole_words: false,
    });
    const book = bookEntryOf({
      case_sensitive: true,
      extensions: { match_persona_description: true, ignore_budget: true },
    });
    expect(book.activation_settings.case_sensitive).toBe(true);
    expect(book.filtering.match_persona_description).toBe(true);
    expect(book.budget_control.ignore_budget).toBe(true);
  });

  test("[FMT31] the row is kept as found, whatever it holds", () => {
    const source = { ...fullRow(3), somebody: { elses: ["field", null, 1.5] }, order: 9_999 };
    const plan = planOf({ entries: { 3: source } });
    expect(plan.tomes[0]?.entries[0]?.value.extensions).toEqual({ format: "world_info", sillytavern: source });
    const book = { keys: ["k"], content: "c", priority: 4, extensions: { x: { y: 1 } } };
    expect(planOf({ entries: [book] }).tomes[0]?.entries[0]?.value.extensions).toEqual({
      format: "character_book",
      sillytavern: book,
    });
  });

  test("[FMT31] a row of SillyTavern's defaults needs no warning", () => {
    expect(planOf({ entries: { 0: fullRow(0) } }).warnings).toEqual([]);
  });

  test("[FMT32] what is not obeyed is reported by the name the row uses", () => {
    const wishes = {
      group: "weather",
      delayUntilRecursion: 2,
      automationId: "boom",
      characterFilter: { isExclude: false, names: ["mira.png"], tags: [] },
      matchScenario: true,
      content: "@@activate\n@@depth 3\nText",
    };
    expect(entryOf(wishes).warned.sort()).toEqual([
      "automationId",
      "characterFilter",
      "content",
      "delayUntilRecursion",
      "group",
      "matchScenario",
    ]);
    expect(entryOf(wishes).entry).toBe("@@activate\n@@depth 3\nText");
    expect(bookEntryOf({ extensions: { delay_until_recursion: true } }).warned).toEqual([
      "extensions.delay_until_recursion",
    ]);
  });

  test("[FMT32] recursion flags matter only in a book that recurses, in either spelling", () => {
    const warned = (recursive_scanning: boolean, fields: JsonObject) =>
      planOf({ recursive_scanning, entries: [{ ...row("a"), ...fields }] }).warnings.map(({ field }) => field);
    expect(warned(false, { excludeRecursion: true, preventRecursion: true })).toEqual([]);
    expect(warned(true, { excludeRecursion: true, preventRecursion: true })).toEqual([
      "excludeRecursion",
      "preventRecursion",
    ]);
    expect(warned(true, { exclude_recursion: true })).toEqual(["exclude_recursion"]);
  });
});

describe("the book", { timeout: 30_000 }, () => {
  test("[FMT33] SillyTavern's file is named by itself, else by its file, and places low order first", () => {
    const entries = { 0: row("a") };
    expect(planOf({ entries }, { filename: "Eldoria.json" }).tomes[0]).toMatchObject({
      name: "Eldoria",
      value: { name: "Eldoria", lore_settings: { placement: "low_first", recursive_scanning: false } },
    });
    expect(planOf({ entries, name: "Own" }, { filename: "x.json" }).tomes[0]?.name).toBe("Own");
    expect(planOf({ entries }).tomes[0]?.name).toBe("Imported lorebook");
  });

  test("[FMT33] everything of the book but its entries is kept", () => {
    const plan = planOf({ entries: [], originalData: { entries: [1] }, extensions: { a: 1 } });
    expect(plan.tomes[0]?.value.extensions).toEqual({
      format: "world_info",
      book: { originalData: { entries: [1] }, extensions: { a: 1 } },
    });
  });

  test("[FMT33] settings out of range are brought within and reported; zero is no setting", () => {
    const plan = planOf({ entries: [], scan_depth: 50, token_budget: 0, recursive_scanning: true });
    expect(plan.tomes[0]?.value.lore_settings).toEqual({
      scan_depth: 20,
      recursive_scanning: true,
      max_recursion_steps: 0,
      min_activations: 0,
      placement: "low_first",
    });
    expect(plan.warnings.map(({ row: at, field }) => [at, field])).toEqual([
      [-1, "scan_depth"],
      [-1, "token_budget"],
    ]);
  });

  test("[FMT33] the three shapes of a standalone book are told apart", () => {
    expect(planOf({ entries: { 0: row("a") } }).format).toBe("world_info");
    expect(planOf({ entries: [{ keys: ["k"], content: "a" }] }).format).toBe("character_book");
    expect(planOf({ spec: "lorebook_v3", data: { entries: [] } }).format).toBe("lorebook_v3");
  });

  test("[FMT34] 10,000 full rows, each with its text, pass", () => {
    const entries = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [
        n,
        { ...fullRow(n), content: `${n} ${"lore ".repeat(100)}`, key: [n % 20 ? `k${n}` : `/k${n}/i`] },
      ]),
    );
    const bytes = json({ entries });
    expect(bytes.length).toBeGreaterThan(13_000_000);
    const result = readImport(bytes);
    expect(result.ok && result.plan.tomes[0]?.entries).toHaveLength(10_000);
    expect(result.ok && result.plan.warnings).toEqual([]);
  });

  test("[FMT42] warnings beyond 20,000 are counted", () => {
    const plan = planOf({ entries: Array<number>(30_000).fill(0) });
    expect(plan.warnings).toHaveLength(20_001);
    expect(plan.warnings[19_999]).toMatchObject({ row: 19_999, field: "entries" });
    expect(plan.warnings[20_000]).toEqual({ row: -1, field: "warnings", message: "10000 more are not listed" });
  });
});
