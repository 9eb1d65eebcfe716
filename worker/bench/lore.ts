import { LoreEntry } from "../../shared/fields/knowledge.ts";
import { LoreSettings } from "../../shared/fields/knowledge-collections.ts";
import { compileLore } from "../../shared/lore/compile.ts";
import { type EvaluateInput, evaluate, type LoreMessage } from "../../shared/lore/evaluate.ts";
import { estimateTokens } from "../../shared/text/tokens.ts";
import { type BenchRow, type BenchTable, median, printTable } from "./table.ts";

const SIZES = [10, 100, 1_000, 10_000] as const;
/** Entries that fire in every case, so that ratios compare the search and not the result. */
const FIRING = 5;
const RUNS = 30;
const WARM_UP = 10;

const SYLLABLES = [
  "ka",
  "ro",
  "min",
  "tes",
  "vul",
  "dra",
  "sha",
  "lor",
  "en",
  "quo",
  "bri",
  "zan",
  "fey",
  "mor",
  "ul",
  "thi",
];
const FILLER =
  "The keeper walked along the harbour and spoke of the storm that took the boats last winter; nobody answered him. ";

/** A pronounceable word of its own for each number, none part of the filler. */
function wordOf(n: number): string {
  let word = "x";
  for (let rest = n + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}

function entryOf(n: number, regexEvery: number): LoreEntry {
  const word = wordOf(n);
  const isRegex = regexEvery > 0 && n % regexEvery === 0;
  const keys = isRegex ? [`\\b${word}s?\\b`, `${word}(?:ish|like)`] : [word, `old ${word}`];
  return LoreEntry.parse({
    id: `entry-${n}`,
    knowledge_collection: "book",
    title: word,
    entry: `${word} is one of many. `.repeat(12),
    applies_to_bots: [],
    activation_settings: {
      primary_keys: keys.map((keyword) => ({ keyword })),
      use_regex: isRegex,
      match_whole_words: !isRegex && n % 2 === 0,
      scan_depth: 4,
    },
    positioning: {},
    advanced_activation: {},
    filtering: {},
    budget_control: {},
  });
}

/** Forty messages of 1,000 characters; the newest four, 4,000 characters, name the entries that fire. */
function transcript(): LoreMessage[] {
  const names = Array.from({ length: FIRING }, (_, i) => wordOf(i * 2 + 1)).join(", then the ");
  return Array.from({ length: 40 }, (_, index) => ({
    id: `message-${index}`,
    index,
    kind: index % 2 === 0 ? ("bot" as const) : ("user" as const),
    text: `${FILLER.repeat(9)}${index === 38 ? `And the ${names} as well.` : ""}`.slice(-1_000),
    round: (index + 1) >> 1,
  }));
}

function inputOf(entries: readonly LoreEntry[], messages: readonly LoreMessage[]): EvaluateInput {
  return {
    compiled: compileLore(entries, [{ id: "book", lore_settings: LoreSettings.parse({}) }]),
    messages,
    length: messages.length,
    round: 20,
    speaker: { id: "bot", name: "Mara", description: "", personality: "" },
    persona: null,
    userName: "Ben",
    trigger: "normal",
    ledger: [],
    pins: [],
    budget: { window: 32_768, reserved: 1_024, percent: 25 },
    seed: { conversationId: "room", messageId: "next" },
    countTokens: estimateTokens,
  };
}

/** Milliseconds of each run. */
function time(runs: number, work: () => unknown): number[] {
  for (let i = 0; i < WARM_UP; i++) work();
  return Array.from({ length: runs }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
}

interface Case {
  readonly size: number;
  readonly regexEvery: number;
}

function measure({ size, regexEvery }: Case): { evaluate: number; compile: number; fired: number } {
  const entries = Array.from({ length: size }, (_, n) => entryOf(n, regexEvery));
  const messages = transcript();
  const input = inputOf(entries, messages);
  const runs = size >= 10_000 ? Math.ceil(RUNS / 3) : RUNS;
  return {
    evaluate: median(time(runs, () => evaluate(input))),
    compile: median(time(Math.ceil(runs / 3), () => compileLore(entries, []))),
    fired: evaluate(input).entries.filter((entry) => entry.included).length,
  };
}

/** P8: evaluation and build by number of entries, and what 5 % of regex keys cost (P9). Medians of {@link RUNS} runs. */
export async function benchLore(): Promise<BenchTable> {
  const found = SIZES.map((size) => ({
    size,
    plain: measure({ size, regexEvery: 0 }),
    mixed: measure({ size, regexEvery: 20 }),
  }));
  const hundred = found.find(({ size }) => size === 100)?.plain.evaluate ?? Number.NaN;
  const rows = found.map(
    ({ size, plain, mixed }): BenchRow => ({
      entries: size,
      fired: plain.fired,
      "evaluate ms": plain.evaluate,
      "us/entry": (plain.evaluate * 1_000) / size,
      "x 100 entries": plain.evaluate / hundred,
      "5% regex ms": mixed.evaluate,
      "regex / none": mixed.evaluate / plain.evaluate,
      "compile ms": plain.compile,
      "compile 5% regex ms": mixed.compile,
    }),
  );
  return { title: "Lore: one evaluation, 4 messages of 1,000 characters in each window", rows };
}

if (import.meta.main) {
  const { title, rows } = await benchLore();
  printTable(title, rows);
}
