import { z } from "zod";
import { PersonalityTraits } from "../fields/bot.ts";
import { Id } from "../fields/common.ts";
import {
  ActivationSettings,
  AdvancedActivation,
  BudgetControlInput,
  Filtering,
  GENERATION_TRIGGERS,
  KnowledgeInput,
  type LoreEntry,
  Positioning,
} from "../fields/knowledge.ts";
import { KnowledgeRow } from "../fields/knowledge-row.ts";
import { estimateTokens } from "../text/tokens.ts";
import { compileLore, type LoreCollection } from "./compile.ts";
import { type EvaluateInput, evaluate, type Firing, type LoreBudget, type LoreMessage } from "./evaluate.ts";
import { findKeyProblem } from "./keys.ts";
import { personalityText } from "./personality.ts";
import type { Trace } from "./trace.ts";

/** Longest text of a message in a what-if, UTF-16 units. Chosen: beyond any message a room stores. */
const MAX_WHAT_IF_TEXT = 200_000;

/** The budget of a what-if that names none. Chosen: a small current model, the schema's quarter for lore. */
export const DEFAULT_BUDGET: LoreBudget = { window: 32_768, reserved: 1_024, percent: 25 };

const ignored = z.unknown().optional();

/** An inline entry: a row, or as little of one as there is to say. What is left out takes the schema's defaults. */
export const WhatIfEntry = z.strictObject({
  // Columns the engine does not read are let on, so that a row can be sent back as it came.
  ...KnowledgeRow.partial().shape,
  vector_records: ignored,
  r2_file_key: ignored,
  shared_access: ignored,
  id: Id.optional(),
  entry: KnowledgeInput.shape.entry.optional(),
  title: KnowledgeInput.shape.title,
  knowledge_collection: z.string().default(""),
  applies_to_bots: KnowledgeInput.shape.applies_to_bots,
  activation_settings: ActivationSettings.prefault({}),
  positioning: Positioning.prefault({}),
  advanced_activation: AdvancedActivation.prefault({}),
  filtering: Filtering.prefault({}),
  budget_control: BudgetControlInput.extend({ token_cost: ignored }).prefault({}),
});
export type WhatIfEntry = z.infer<typeof WhatIfEntry>;

const WhatIfMessage = z.strictObject({
  kind: z.enum(["user", "bot", "system"]),
  text: z.string().max(MAX_WHAT_IF_TEXT),
  /** Entries that fired by their own match on this message. */
  fired: z.array(z.string().max(64)).max(10_000).default([]),
});

const WhatIfBot = z.strictObject({
  id: z.string().max(64).default(""),
  name: z.string().max(200),
  description: z.string().max(MAX_WHAT_IF_TEXT).default(""),
  /** The group of the schema, or any text to look for keys in. */
  personality_traits: z.union([PersonalityTraits, z.string().max(MAX_WHAT_IF_TEXT)]).default({}),
});

const WhatIfPersona = z.strictObject({
  id: z.string().max(64).default(""),
  name: z.string().max(200),
  description: z.string().max(MAX_WHAT_IF_TEXT).default(""),
});

const WhatIfBudget = z.strictObject({
  /** Tokens. */
  window: z.int().min(0).max(100_000_000).default(DEFAULT_BUDGET.window),
  reserved: z.int().min(0).max(100_000_000).default(DEFAULT_BUDGET.reserved),
  percent: z.number().min(0).max(100).default(DEFAULT_BUDGET.percent),
  cap: z.int().min(0).max(100_000_000).optional(),
});

/** Body of `POST /api/lore/evaluate` (activation.md §13). */
export const WhatIfBody = z.strictObject({
  entries: z.array(WhatIfEntry).max(10_000).optional(),
  /** Stored collections whose entries take part too. */
  collections: z.array(Id).max(50).optional(),
  /** A room to start from, and the message to evaluate anew; both need the caller's right to read them. */
  conversation_id: Id.optional(),
  message_id: Id.optional(),
  /** Instead of the room's transcript. */
  messages: z.array(WhatIfMessage).max(1_000).optional(),
  bot: WhatIfBot.optional(),
  persona: WhatIfPersona.optional(),
  trigger: z.enum(GENERATION_TRIGGERS).optional(),
  budget: WhatIfBudget.optional(),
  /** Keys the dice; the same seed rolls the same. */
  seed: z.union([z.string().max(200), z.number()]).optional(),
});
export type WhatIfBody = z.infer<typeof WhatIfBody>;

/** The recorded inputs of a room's turn, where the body names one. */
export type LoadedTurn = Pick<
  EvaluateInput,
  | "messages"
  | "length"
  | "round"
  | "speaker"
  | "persona"
  | "userName"
  | "trigger"
  | "ledger"
  | "pins"
  | "budget"
  | "seed"
>;

/** What the caller has read for the ids in the body. */
export interface LoadedLore {
  /** Of `collections`, and those of the room. */
  readonly entries: readonly LoreEntry[];
  readonly collections: readonly LoreCollection[];
  readonly turn?: LoadedTurn;
}

/** The whole trace, or the inline entry that cannot be valid. */
export type WhatIfResult =
  | { readonly ok: true; readonly answer: Trace }
  | { readonly ok: false; readonly index: number; readonly field: string; readonly message: string };

/** What to call the two sides where nobody says. */
const NOBODY = "User";
const ANY_BOT = { id: "", name: "Bot", description: "", personality: "" } as const;

const toLoreEntry = (row: WhatIfEntry, index: number): LoreEntry => ({
  id: row.id ?? String(index),
  knowledge_collection: row.knowledge_collection,
  title: row.title,
  entry: row.entry ?? "",
  applies_to_bots: row.applies_to_bots,
  activation_settings: row.activation_settings,
  positioning: row.positioning,
  advanced_activation: row.advanced_activation,
  filtering: row.filtering,
  budget_control: row.budget_control,
});

/** The first inline entry that could not be saved either. */
function findInvalid(entries: readonly LoreEntry[]): (WhatIfResult & { ok: false }) | null {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (seen.has(entry.id)) return { ok: false, index, field: "id", message: `another entry has the id ${entry.id}` };
    seen.add(entry.id);
    const problem = findKeyProblem(entry.activation_settings);
    if (problem !== null) return { ok: false, index, field: problem.field, message: problem.message };
  }
  return null;
}

/** Reads the transcript of a body: ids are positions, rounds and the ledger follow from it. */
function readTranscript(
  messages: NonNullable<WhatIfBody["messages"]>,
): Pick<LoadedTurn, "messages" | "length" | "round" | "ledger"> {
  const placed: LoreMessage[] = [];
  const ledger: Firing[] = [];
  let round = 0;
  for (const [index, { kind, text, fired }] of messages.entries()) {
    if (kind === "user") round++;
    const id = String(index);
    placed.push({ id, index, kind, text, round });
    ledger.push(...fired.map((entryId) => ({ entryId, messageId: id, index, round })));
  }
  return { messages: placed, length: placed.length, round, ledger };
}

function readSpeaker(bot: NonNullable<WhatIfBody["bot"]>): EvaluateInput["speaker"] {
  const { id, name, description, personality_traits: traits } = bot;
  return { id, name, description, personality: typeof traits === "string" ? traits : personalityText(traits) };
}

const readBudget = ({ cap, ...budget }: NonNullable<WhatIfBody["budget"]>): LoreBudget =>
  cap === undefined ? budget : { ...budget, cap };

/** The room's turn where there is one, with everything the body says instead. */
function readTurn(body: WhatIfBody, turn: LoadedTurn | undefined): LoadedTurn {
  const transcript = body.messages === undefined ? turn : readTranscript(body.messages);
  return {
    ...(transcript ?? readTranscript([])),
    speaker: body.bot === undefined ? (turn?.speaker ?? ANY_BOT) : readSpeaker(body.bot),
    persona: body.persona ?? turn?.persona ?? null,
    userName: body.persona?.name ?? turn?.userName ?? NOBODY,
    trigger: body.trigger ?? turn?.trigger ?? "normal",
    pins: turn?.pins ?? [],
    budget: body.budget === undefined ? (turn?.budget ?? DEFAULT_BUDGET) : readBudget(body.budget),
    seed: body.seed === undefined ? (turn?.seed ?? "what-if") : String(body.seed),
  };
}

/**
 * Answers a what-if: the same evaluation as in a room, on what the body says and what was loaded for it. Inline
 * entries take the place of loaded ones with the same id, so a past turn can be replayed against an edit.
 *
 * @returns The trace, or which inline entry cannot be valid, where and why. Changes nothing; never throws.
 */
export function runWhatIf(body: WhatIfBody, loaded: LoadedLore): WhatIfResult {
  const inline = (body.entries ?? []).map(toLoreEntry);
  const invalid = findInvalid(inline);
  if (invalid !== null) return invalid;
  const compiled = compileLore([...loaded.entries, ...inline], loaded.collections);
  const answer = evaluate({ ...readTurn(body, loaded.turn), compiled, countTokens: estimateTokens });
  return { ok: true, answer };
}
