import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BotInput } from "../fields/bot.ts";
import { KnowledgeInput } from "../fields/knowledge.ts";
import { KnowledgeCollectionInput } from "../fields/knowledge-collections.ts";
import { anyText } from "../testing/any-text.ts";
import type { ImportedTome, JsonObject } from "./import-plan.ts";
import { readImport } from "./read-import.ts";
import * as make from "./testing/make-png.ts";
import { fullRow, V1, V2, V3 } from "./testing/sample-files.ts";

const EntryValue = KnowledgeInput.omit({ knowledge_collection: true });
const TomeValue = KnowledgeCollectionInput.omit({ bot: true });
const BotValue = BotInput.omit({ picture: true, knowledge_collections: true });

function expectSoundTome(tome: ImportedTome) {
  expect(TomeValue.parse(tome.value)).toEqual(tome.value);
  expect(tome.name).toBe(tome.value.name);
  for (const { value, title } of tome.entries) {
    expect(EntryValue.parse(value)).toEqual(value);
    expect(title).not.toBe("");
  }
}

/** Reads, and checks whatever comes out against the schemas. */
function readSound(bytes: Uint8Array): boolean {
  const result = readImport(bytes, { filename: "file.json" });
  if (!result.ok) {
    expect(result.refusal.message.length).toBeGreaterThan(10);
    return false;
  }
  for (const { value, tome, talkativeness } of result.plan.bots) {
    expect(BotValue.parse(value)).toEqual(value);
    expect(talkativeness === null || (talkativeness >= 0 && talkativeness <= 1)).toBe(true);
    if (tome) expectSoundTome(tome);
  }
  for (const tome of result.plan.tomes) expectSoundTome(tome);
  for (const warning of result.plan.warnings) expect(warning.row).toBeGreaterThanOrEqual(-1);
  return true;
}

const ROW: JsonObject = {
  keys: ["a", "/b/i"],
  secondary_keys: ["c"],
  content: "text",
  enabled: true,
  insertion_order: 3,
  use_regex: false,
  selective: true,
  extensions: { position: 4, depth: 2, role: 1, sticky: 3, cooldown: 2, probability: 50, triggers: ["normal"] },
};
const SEEDS: readonly JsonObject[] = [
  V1,
  V2,
  V3,
  { entries: { 0: fullRow(0), 1: { ...fullRow(1), key: ["/x/", "y"], sticky: 2 } } },
  { name: "book", scan_depth: 3, entries: [ROW, { ...ROW, constant: true }] },
  { spec: "lorebook_v3", data: { extensions: {}, entries: [{ ...ROW, use_regex: true, keys: ["a+"] }] } },
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1e9,
    0.5,
    1e308,
    "",
    " ",
    "\0",
    "0",
    "NaN",
    "/(/",
    "/a/i",
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<unknown>(
    "\ud800",
    "<USER>",
    "{{original}}",
    "@@activate\n@@@x\nz",
    "x".repeat(501),
    "y".repeat(250),
    "\r\n",
    "/(?=a)/",
    "😀".repeat(120),
  ),
  anyText(),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Which node to hit, and with what: replaced, removed, or a neighbour added. */
const mutation = fc.record({
  at: fc.nat(),
  how: fc.constantFrom("replace", "remove", "add"),
  value: odd,
  key: fc.string(),
});

type Holder = Record<string, unknown> | unknown[];
function holdersOf(node: unknown, found: Holder[] = []): Holder[] {
  if (typeof node !== "object" || node === null) return found;
  found.push(node as Holder);
  for (const child of Object.values(node)) holdersOf(child, found);
  return found;
}

function mutate(
  root: unknown,
  { at, how, value, key }: { at: number; how: string; value: unknown; key: string },
): void {
  const spots = holdersOf(root).flatMap((holder) => Object.keys(holder).map((name) => ({ holder, name })));
  const spot = spots[at % Math.max(spots.length, 1)];
  if (!spot) return;
  const holder = spot.holder as Record<string, unknown>;
  if (how === "remove") delete holder[spot.name];
  else
    Object.defineProperty(holder, how === "add" && !Array.isArray(holder) ? key : spot.name, {
      // A copy: placed twice, the same list would come to hold itself, and later cases would begin with it.
      value: structuredClone(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

const mutant = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(mutation, { minLength: 1, maxLength: 8 }))
  .map(([seed, mutations]) => {
    const root: unknown = structuredClone(seed);
    for (const step of mutations) mutate(root, step);
    return root;
  });

// Generous, since the whole suite runs on small machines beside other suites: a hang would still be seen.
describe("always", { timeout: 60_000 }, () => {
  test("[FMT40] the seeds themselves are sound", () => {
    for (const seed of SEEDS) expect(readSound(make.json(seed))).toBe(true);
  });

  test("[FMT40] [FMT41] mutated cards and books are refused or come out sound", () => {
    let read = 0;
    fc.assert(
      fc.property(mutant, (root) => {
        if (readSound(make.json(root))) read += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(read).toBeGreaterThan(500); // a fuzzer whose every case is refused proves nothing
  });

  test("[FMT40] any values in any known field come out sound", () => {
    const fields = Object.keys({ ...fullRow(0), ...ROW });
    const row = fc.dictionary(fc.constantFrom(...fields), odd, { maxKeys: 20 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), fc.string(), (rows, content) => {
        const entries = rows.map((fields) => ({ ...fields, content: `${content}.` }));
        expect(readSound(make.json({ entries }))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("[FMT41] mutated cards inside pictures are refused or come out sound", () => {
    const where = fc.constantFrom("chara", "ccv3", "CCV3");
    fc.assert(
      fc.property(mutant, where, (root, keyword) => {
        readSound(make.png(make.text(keyword, make.base64Json(root))));
      }),
      { numRuns: 300 },
    );
  });

  test("[FMT41] broken bytes are refused, never thrown", () => {
    const whole = make.png(make.compressedText("chara", make.ascii(make.base64Json(V2))));
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (hits, length) => {
        const bytes = whole.slice(0, length);
        for (const [at, byte] of hits) if (at < bytes.length) bytes[at] = byte;
        readSound(bytes);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readSound(bytes)));
  });

  test("[FMT41] damaged compression under a right checksum is refused, never thrown", () => {
    const body = make.compressedText("chara", make.ascii(make.base64Json(V2))).slice(8, -4);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(255), fc.nat(body.length), (at, byte, length) => {
        const data = body.slice(0, length);
        if (at < data.length) data[at] = byte;
        readSound(make.png(make.chunk("zTXt", data)));
      }),
      { numRuns: 500 },
    );
  });
});
