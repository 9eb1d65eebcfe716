import type {
  LeftOff,
  PromptReceipt,
  PromptSectionName,
  ReceiptItem,
  ReceiptSection,
} from "../../../../shared/prompt/receipt.ts";
import type { PromptMessage } from "../../ports.ts";
import { type Costs, FRAME_OVERHEAD } from "../budget/prompt-costs.ts";
import type { PromptInput } from "./prompt-input.ts";
import type { PromptPlan } from "./prompt-plan.ts";
import type { PromptPart } from "./sections.ts";

/** What stands on the receipt for what was decided; its groups add up to its total (PROMPT12). */
export function promptReceipt(
  input: PromptInput,
  plan: PromptPlan,
  costs: Costs,
  messages: readonly PromptMessage[],
): PromptReceipt {
  const sections = [...frameSections(plan, costs), ...transcriptSections(plan, costs)];
  return {
    bot_id: input.bot.id,
    model: input.choice.model,
    label: input.choice.label,
    payer: input.choice.payer,
    ...(input.director && { director: input.director }),
    window: input.window,
    reserved: input.reserved,
    sections,
    history: { sent: plan.sent, left_out: plan.leftOut },
    left_off: [...(input.loreLeftOff ?? []), ...plan.droppedExamples.map((part) => leftOff(part, costs))],
    total: sum(sections),
    messages: messages.map((message) => ({ ...message })),
  };
}

const leftOff = (part: PromptPart, costs: Costs): LeftOff => ({
  label: part.label,
  tokens: costs.section(part.text),
  reason: "context_too_long",
});

/** Groups of several lines show them; a lone line is the group itself. Lore always shows its entries. */
function frameSections({ frame }: PromptPlan, costs: Costs): ReceiptSection[] {
  const items = (section: PromptSectionName): ReceiptItem[] => [
    ...frame.head.filter((part) => part.section === section).map((part) => item(part, costs.section(part.text))),
    ...[...frame.atDepth, ...frame.tail]
      .filter((part) => part.section === section)
      .map((part) => item(part, costs.message(part.text))),
  ];
  const group = (name: PromptSectionName, label: string, extra = 0): ReceiptSection[] => {
    const lines = items(name);
    if (lines.length === 0) return [];
    const tokens = sum(lines) + extra;
    const isPlain = name !== "lore" && lines.length === 1;
    return [{ name, label, tokens, ...(isPlain ? {} : { items: lines }) }];
  };
  const labelOf = (name: PromptSectionName) => frame.head.find((part) => part.section === name)?.label ?? "";
  return [
    ...group("rules", labelOf("rules"), FRAME_OVERHEAD),
    ...group("character", labelOf("character")),
    ...group("persona", labelOf("persona")),
    ...group("examples", "Examples"),
    ...group("lore", "Lore"),
  ];
}

const item = (part: PromptPart, tokens: number): ReceiptItem => ({
  label: part.label,
  tokens,
  ...(part.entry === undefined ? {} : { entry: part.entry }),
  ...(part.position === undefined ? {} : { position: part.position }),
});

function transcriptSections(plan: PromptPlan, costs: Costs): ReceiptSection[] {
  const cost = (messages: readonly PromptMessage[]) =>
    messages.reduce((total, message) => total + costs.message(message.content), 0);
  return [
    ...(plan.history.length === 0 ? [] : [{ name: "history", label: "Messages", tokens: cost(plan.history) }]),
    ...(plan.turn === null ? [] : [{ name: "turn", label: "This turn", tokens: cost([plan.turn]) }]),
  ];
}

const sum = (lines: readonly { readonly tokens: number }[]) => lines.reduce((total, line) => total + line.tokens, 0);
