import { resolveMacros } from "../../../../shared/text/macros.ts";
import type { PromptMessage } from "../../ports.ts";
import { promptCosts } from "../budget/prompt-costs.ts";
import type { AssembledPrompt, PromptInput } from "./prompt-input.ts";
import { type PromptPlan, planPrompt } from "./prompt-plan.ts";
import { promptReceipt } from "./prompt-receipt.ts";
import type { FrameContext } from "./sections.ts";
import { SpeakerLabels, speakerName } from "./speaker-name.ts";
import { peopleIn, withDepth } from "./transcript.ts";

/**
 * What one bot reads for one reply, and the receipt of it (rules PROMPT1 to PROMPT12 in SPEC.md).
 *
 * Built as a list of sections and messages; no text is ever searched for a place to put another. The transcript is cut
 * from its old end by tokens; the system part is never cut and the newest message never dropped. Where even these do
 * not fit, the author's examples go, last first, before it gives up.
 *
 * @returns The messages, system text first, or `context_too_long` as a value. Pure; linear in the texts, one token
 *   count for each.
 */
export function assemblePrompt(input: PromptInput): AssembledPrompt {
  const lines = input.lines.filter((line) => line.text.trim() !== "");
  const context = frameContext(input, lines);
  const costs = promptCosts(input.countTokens);
  const limit = Math.max(0, input.window - input.reserved);
  const plan = planPrompt(context, lines, limit, costs);
  if ("needed" in plan) return { ok: false, code: "context_too_long", needed: plan.needed, limit };
  const messages = messagesOf(plan);
  return { ok: true, messages, receipt: promptReceipt(input, plan, costs, messages) };
}

function frameContext(input: PromptInput, lines: PromptInput["lines"]): FrameContext {
  const otherNames = input.otherBots.map((bot) => bot.name);
  const labels = new SpeakerLabels(input.bot.name, otherNames);
  const { seed, stableSeed, now } = input;
  const macros = {
    user: speakerName(input.userName),
    seed,
    ...(stableSeed === undefined ? {} : { stableSeed }),
    ...(now === undefined ? {} : { now }),
  };
  const resolve = (text: string, char = input.bot.name) => resolveMacros(text, { ...macros, char: speakerName(char) });
  return { input, labels, people: peopleIn(lines, labels), resolve };
}

/** One system message of all sections, the transcript with lore at its depths, system lore, what the turn asks. */
function messagesOf({ frame, history, turn }: PromptPlan): PromptMessage[] {
  const system = frame.head.map((part) => part.text).join("\n\n");
  return [
    { role: "system", content: system },
    ...withDepth(history, frame.atDepth),
    ...frame.tail.map((part): PromptMessage => ({ role: "system", content: part.text })),
    ...(turn === null ? [] : [turn]),
  ];
}
