import type { ImportPlan, ImportRefusal, JsonObject } from "../import-plan.ts";
import { type ImportHint, readImport } from "../read-import.ts";
import { json } from "./make-png.ts";

export const V1: JsonObject = {
  name: "Mira",
  description: "Mira keeps the lighthouse. She has not slept since March.",
  personality: "dry, patient",
  scenario: "A storm is coming, and <USER> knocks.",
  first_mes: "*<BOT> opens the door.* You are late, {{user}}.",
  mes_example: "<START>\n{{user}}: Alone?\n{{char}}: Never.\n<start>\n{{user}}: Afraid?\n{{char}}: Of what?",
};

export const V2: JsonObject = {
  spec: "chara_card_v2",
  spec_version: "2.0",
  data: {
    ...V1,
    creator_notes: "  A quiet card for stormy evenings.  ",
    system_prompt: "Write as {{char}}. {{original}}",
    post_history_instructions: "",
    alternate_greetings: [],
    tags: ["sea", "Slow burn"],
    creator: "someone",
    character_version: "1",
    extensions: { talkativeness: "0.7", thirdparty: { anything: [1, null, { deep: true }] } },
    character_book: {
      name: "The coast",
      scan_depth: 6,
      token_budget: 400,
      recursive_scanning: false,
      extensions: {},
      entries: [
        {
          keys: ["lamp"],
          content: "The lamp burns whale oil.",
          extensions: {},
          enabled: true,
          insertion_order: 10,
          selective: true,
          secondary_keys: ["oil"],
          position: "before_char",
          id: 7,
        },
      ],
    },
  },
};

export const V3: JsonObject = {
  spec: "chara_card_v3",
  spec_version: "3.0",
  data: {
    ...(V2["data"] as JsonObject),
    group_only_greetings: [],
    nickname: "Mi",
    creation_date: 1_700_000_000,
    source: ["https://example.org/mira"],
    assets: [{ type: "icon", uri: "ccdefault:", name: "main", ext: "png" }],
  },
};

/** A World Info row with every field SillyTavern 1.15 writes, at its default. */
export const fullRow = (uid: number): JsonObject => ({
  uid,
  key: [`key ${uid}`],
  keysecondary: [],
  comment: `Entry of ${uid}`,
  content: `What is known of ${uid}.`,
  constant: false,
  vectorized: false,
  selective: true,
  selectiveLogic: 0,
  addMemo: true,
  order: 100,
  position: 0,
  disable: false,
  ignoreBudget: false,
  excludeRecursion: false,
  preventRecursion: false,
  matchPersonaDescription: false,
  matchCharacterDescription: false,
  matchCharacterPersonality: false,
  matchCharacterDepthPrompt: false,
  matchScenario: false,
  matchCreatorNotes: false,
  delayUntilRecursion: 0,
  probability: 100,
  useProbability: true,
  depth: 4,
  outletName: "",
  group: "",
  groupOverride: false,
  groupWeight: 100,
  scanDepth: null,
  caseSensitive: null,
  matchWholeWords: null,
  useGroupScoring: null,
  automationId: "",
  role: 0,
  sticky: null,
  cooldown: null,
  delay: null,
  triggers: [],
  displayIndex: uid,
  characterFilter: { isExclude: false, names: [], tags: [] },
});

/** Reads a value as the JSON file it would be. */
export const readJson = (value: unknown, hint: ImportHint = {}) => readImport(json(value), hint);

/** The plan of a file that must be read. */
export function planOf(value: unknown, hint: ImportHint = {}): ImportPlan {
  const result = readJson(value, hint);
  if (!result.ok) throw new Error(`refused: ${result.refusal.message}`);
  return result.plan;
}

/** The refusal of a file that must not be read. */
export function refusalOf(value: unknown): ImportRefusal {
  const result = readJson(value);
  if (result.ok) throw new Error("was read");
  return result.refusal;
}

/** The only entry of a World Info made of one row. */
export function entryOf(fields: JsonObject) {
  const plan = planOf({ entries: { 0: { key: ["k"], content: "text", ...fields } } });
  const entry = plan.tomes[0]?.entries[0];
  if (!entry) throw new Error("the row was skipped");
  return { ...entry.value, warned: plan.warnings.map(({ field }) => field), warnings: plan.warnings };
}

/** The only entry of a `character_book` made of one row. */
export function bookEntryOf(fields: JsonObject) {
  return entryOfRows([{ keys: ["k"], content: "text", enabled: true, insertion_order: 5, extensions: {}, ...fields }]);
}

function entryOfRows(entries: JsonObject[]) {
  const plan = planOf({ spec: "lorebook_v3", data: { entries, extensions: {} } });
  const entry = plan.tomes[0]?.entries[0];
  if (!entry) throw new Error("the row was skipped");
  return { ...entry.value, warned: plan.warnings.map(({ field }) => field), warnings: plan.warnings };
}
