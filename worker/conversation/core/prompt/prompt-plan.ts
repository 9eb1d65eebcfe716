import type { PromptMessage } from "../../ports.ts";
import { fitHistory } from "../budget/fit-history.ts";
import { type Costs, FRAME_OVERHEAD } from "../budget/prompt-costs.ts";
import type { TranscriptLine } from "./prompt-input.ts";
import { exampleParts, type FrameContext, type PromptFrame, type PromptPart, promptFrame } from "./sections.ts";
import { speakerName } from "./speaker-name.ts";
import { lineMessage, switchNote, turnMessage } from "./transcript.ts";

/** A prompt decided but not yet written out: what is sent and what is not. */
export interface PromptPlan {
  readonly frame: PromptFrame;
  /** Messages of the transcript that are sent, oldest first, the reply so far last. */
  readonly history: readonly PromptMessage[];
  readonly turn: PromptMessage | null;
  /** Lines of the transcript that are sent, the reply so far not counted, and older ones that are not. */
  readonly sent: number;
  readonly leftOut: number;
  /** Examples of the author that did not fit. */
  readonly droppedExamples: readonly PromptPart[];
}

/** Tokens of a frame, overhead included. */
function frameCost(frame: PromptFrame, costs: Costs): number {
  const head = sum(frame.head.map((part) => costs.section(part.text)));
  const rest = sum([...frame.atDepth, ...frame.tail].map((part) => costs.message(part.text)));
  return FRAME_OVERHEAD + head + rest;
}

/**
 * Decides what is sent within `limit` tokens: the whole frame, the newest message, then as many older ones as fit.
 * Where frame and newest message do not fit, examples go, last first (PROMPT10, PROMPT11).
 *
 * @returns The plan, or the tokens that would be needed at least.
 */
export function planPrompt(
  context: FrameContext,
  lines: readonly TranscriptLine[],
  limit: number,
  costs: Costs,
): PromptPlan | { readonly needed: number } {
  const { input, labels } = context;
  const transcript = lines.map((line) => lineMessage(line, input.bot.id, labels));
  const reply: PromptMessage = { role: "assistant", name: speakerName(input.bot.name), content: input.prefix };
  const own = input.prefix === "" ? [] : [reply];
  const turn = turnMessage(input, lines.at(-1));
  const ends = sum([...own, ...(turn === null ? [] : [turn])].map((message) => costs.message(message.content)));
  const lineCosts = transcript.map((message) => costs.message(message.content));
  const least = ends + (lineCosts.at(-1) ?? 0);

  const examples = fittingExamples(context, limit - least, costs);
  const cut = (note: string): PromptPlan => {
    const frame = promptFrame(context, examples, note);
    const first = fitHistory(lineCosts, limit - ends - frameCost(frame, costs), 1);
    return {
      frame,
      history: [...transcript.slice(first), ...own],
      turn,
      sent: transcript.length - first,
      leftOut: first,
      droppedExamples: exampleParts(context, speakerName(input.bot.name)).slice(examples),
    };
  };
  const plain = cut("");
  const needed = frameCost(plain.frame, costs) + least;
  return needed > limit
    ? { needed }
    : withSwitchNote(plain, cut, (plan) => switchNote(lines.slice(plan.leftOut), labels));
}

/** How many of the author's examples fit beside everything that must be sent. */
function fittingExamples(context: FrameContext, room: number, costs: Costs): number {
  const all = exampleParts(context, speakerName(context.input.bot.name));
  let left = room - frameCost(promptFrame(context, 0, ""), costs);
  for (const [index, part] of all.entries()) {
    left -= costs.section(part.text);
    if (left < 0) return index;
  }
  return all.length;
}

/**
 * The note costs tokens and so may push out the very message it speaks of: it is written for what is left beside it,
 * and not at all where nothing of it remains true.
 */
function withSwitchNote(
  plain: PromptPlan,
  cut: (note: string) => PromptPlan,
  noteFor: (plan: PromptPlan) => string,
): PromptPlan {
  const wanted = noteFor(plain);
  if (wanted === "") return plain;
  const noted = cut(wanted);
  const remaining = noteFor(noted);
  return remaining === wanted ? noted : { ...noted, frame: cut(remaining).frame };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
