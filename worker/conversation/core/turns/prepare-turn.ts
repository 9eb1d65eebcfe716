import type { RoomBot, RoomInfo } from "../../../../shared/fields/conversation.ts";
import type { ActivationLogRow } from "../../../../shared/fields/knowledge-activation-log.ts";
import type { ActivationCounts, MessageRow } from "../../../../shared/fields/message.ts";
import type { CompiledLore } from "../../../../shared/lore/compile.ts";
import { evaluate, type Firing, type LoreMessage } from "../../../../shared/lore/evaluate.ts";
import { firings, logRows } from "../../../../shared/lore/log-rows.ts";
import { personalityText } from "../../../../shared/lore/personality.ts";
import type { Trace } from "../../../../shared/lore/trace.ts";
import { estimateTokens } from "../../../../shared/text/tokens.ts";
import type { BotCard, ModelRequest, PracticeScene, TurnContext } from "../../ports.ts";
import type { PlacedMessage } from "../../room-store.ts";
import { wasThere } from "../absences.ts";
import { isFor } from "../for-person.ts";
import { readableByBot } from "../message-rows.ts";
import { assemblePrompt } from "../prompt/assemble.ts";
import { peopleNames } from "../prompt/people-names.ts";
import type { AssembledPrompt, TranscriptLine } from "../prompt/prompt-input.ts";
import { textForBots } from "../prompt/shown-pictures.ts";
import type { Overhead, Turn } from "../state.ts";

/** Newest lines the practice model looks at. */
const SCENE_LINES = 16;

export interface TurnInput {
  readonly turn: Turn;
  readonly bot: BotCard;
  readonly room: RoomInfo;
  readonly bots: readonly RoomBot[];
  /** Everyone who takes part, those who came first first. */
  readonly people: readonly string[];
  readonly context: TurnContext;
  readonly compiled: CompiledLore;
  /** Messages that count and came before the reply, oldest first. */
  readonly placed: readonly PlacedMessage[];
  /** *L* and the round of the reply. */
  readonly length: number;
  readonly round: number;
  readonly ledger: readonly Firing[];
  /** Woken by hand. */
  readonly pins: readonly { readonly entryId: string }[];
  readonly messageId: string;
  readonly takeId: string;
  /** Text of the take so far, when it is continued. */
  readonly prefix: string;
  readonly now: string;
  readonly newId: () => string;
}

/** Everything a turn decided before the model is asked. */
export interface PreparedTurn {
  readonly trace: Trace;
  readonly rows: ActivationLogRow[];
  readonly counts: ActivationCounts;
  readonly fired: readonly Firing[];
  readonly prompt: AssembledPrompt;
  /** Whether the prompt holds what is not the owner's alone: their persona who asked, or a whisper. Nobody reads it then. */
  readonly holdsOthers: boolean;
  readonly request: Pick<ModelRequest, "seed" | "trigger" | "scene">;
}

/** Evaluates lore and assembles the prompt of one turn. Pure: the same room gives the same turn. */
export function prepareTurn(input: TurnInput): PreparedTurn {
  const { context, turn, bot } = input;
  const nameOf = namesIn(input);
  const userName = context.persona?.name.trim() || nameOf(turn.asked_by);
  const trace = evaluate({
    compiled: input.compiled,
    messages: loreMessages(input),
    length: input.length,
    round: input.round,
    speaker: {
      id: bot.id,
      name: bot.name,
      description: bot.description,
      personality: personalityText(bot.personality_traits),
    },
    persona: context.persona,
    userName,
    trigger: turn.trigger,
    ledger: input.ledger,
    pins: input.pins,
    budget: loreBudget(input),
    seed: { conversationId: input.room.id, messageId: input.messageId },
    countTokens: estimateTokens,
  });
  const rows = logRows(trace, {
    conversationId: input.room.id,
    messageId: input.messageId,
    takeId: input.takeId,
    botId: bot.id,
    now: input.now,
    newId: input.newId,
  });
  const lines = transcriptLines(input, nameOf);
  const seed = `${input.room.id}:${input.messageId}:${input.takeId}:${input.prefix.length}`;
  const fired = firings(trace, { messageId: input.messageId, index: input.length, round: input.round });
  return {
    trace,
    rows,
    counts: countsOf(trace, rows),
    fired,
    prompt: promptOf(input, { lines, trace, userName, seed }),
    holdsOthers: holdsOthers(input),
    request: { seed, trigger: turn.trigger, scene: sceneOf(input, lines, trace, userName) },
  };
}

function promptOf(
  input: TurnInput,
  parts: { lines: readonly TranscriptLine[]; trace: Trace; userName: string; seed: string },
): AssembledPrompt {
  const { context, turn, bot } = input;
  const { lines, trace, userName, seed } = parts;
  return assemblePrompt({
    bot,
    otherBots: otherBots(input),
    persona: context.persona,
    preferences: context.preferences,
    userName,
    lines,
    insertions: trace.prompt,
    titles: Object.fromEntries(trace.entries.map((e) => [e.id, e.title])),
    loreLeftOff: leftOff(trace),
    choice: context.model,
    ...(turn.overhead && { director: costOf(turn.overhead) }),
    window: context.model.contextWindow,
    reserved: context.model.maxOutputTokens,
    countTokens: estimateTokens,
    trigger: turn.trigger,
    prefix: input.prefix,
    hint: turn.hint,
    seed,
  });
}

/** Those who have left count as well: what they whispered is still in it. */
function holdsOthers(input: TurnInput): boolean {
  const { user } = input.room;
  if (input.turn.asked_by !== user || input.people.some((userId) => userId !== user)) return true;
  return input.placed.some(({ row }) => isKnown(row, input) && !isFor(user, row));
}

const costOf = ({ input_tokens, output_tokens, payer }: Overhead) => ({ tokens: input_tokens + output_tokens, payer });

function loreMessages(input: TurnInput): LoreMessage[] {
  return input.placed
    .filter(({ row }) => isKnown(row, input))
    .map(({ row, index, round }) => ({ id: row.id, index, round, kind: kindOf(row), text: row.entry }));
}

function transcriptLines(input: TurnInput, nameOf: (userId: string) => string): TranscriptLine[] {
  return input.placed
    .filter(({ row }) => isKnown(row, input))
    .map(({ row }) => ({
      id: row.id,
      kind: kindOf(row),
      botId: row.bot,
      userId: row.bot === null ? row.user : null,
      personaId: row.persona_id,
      name: row.bot === null ? personName(row, nameOf) : row.author_name,
      text: textForBots(row),
    }))
    .filter(({ text }) => text !== "");
}

/** What the bot may read and was there for. What it is to answer it hears in any case. */
function isKnown(row: MessageRow, { bot, bots, placed }: TurnInput): boolean {
  if (!readableByBot(row, bot.id)) return false;
  const seat = bots.find((b) => b.bot_id === bot.id);
  return seat === undefined || wasThere(seat, row) || row === placed.findLast((m) => m.row.bot === null)?.row;
}

/** Whoever has left is named after those who are here. */
export const namesIn = ({ people, placed, context }: Pick<TurnInput, "people" | "placed" | "context">) =>
  peopleNames([...people, ...placed.flatMap(({ row }) => (row.bot === null ? row.user : []))], context.nicknames);

/** As bots may know a person: the persona of the message, else what the person asks to be called. */
export const personName = (row: MessageRow, nameOf: (userId: string) => string): string =>
  row.persona_id === null ? nameOf(row.user) : row.author_name;

function kindOf(row: MessageRow): LoreMessage["kind"] {
  if (row.message_type === "system") return "system";
  return row.bot === null ? "user" : "bot";
}

const otherBots = (input: TurnInput) =>
  input.bots
    .filter((b) => b.is_active && b.bot_id !== input.bot.id)
    .map(({ name, description }) => ({ name, description }));

function loreBudget({ context, room }: TurnInput) {
  const { lore_budget_percent, lore_budget_cap } = room.settings;
  return {
    window: context.model.contextWindow,
    reserved: context.model.maxOutputTokens,
    percent: lore_budget_percent,
    ...(lore_budget_cap !== null && { cap: lore_budget_cap }),
  };
}

const leftOff = (trace: Trace) =>
  trace.entries
    .filter((e) => e.reason === "budget_exceeded")
    .map((e) => ({ label: e.title, tokens: e.tokens, reason: "lore budget" }));

function countsOf(trace: Trace, rows: readonly ActivationLogRow[]): ActivationCounts {
  const by_method: Record<string, number> = {};
  for (const entry of trace.entries)
    if (entry.included && entry.method) by_method[entry.method] = (by_method[entry.method] ?? 0) + 1;
  const cut = rows.filter((r) => r.exclusion_reason === "budget_exceeded").length;
  const excluded = rows.filter((r) => !r.was_included).length;
  return { included: rows.filter((r) => r.was_included).length, cut, held_back: excluded - cut, by_method };
}

function sceneOf(input: TurnInput, lines: readonly TranscriptLine[], trace: Trace, userName: string): PracticeScene {
  const texts = new Map(trace.prompt.map((p) => [p.entry, p.text]));
  const woken = trace.entries.filter((e) => e.included && e.method !== "constant");
  return {
    bot: input.bot,
    userName,
    otherBots: otherBots(input).map((b) => b.name),
    lore: woken.flatMap((e) => texts.get(e.id) ?? []),
    lines: lines.slice(-SCENE_LINES).map(({ name, kind, text }) => ({ name, kind, text })),
    prefix: input.prefix,
  };
}
