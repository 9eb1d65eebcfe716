import type { TurnTaking } from "../../../../shared/fields/conversation.ts";
import { afterTalkTurn } from "../speakers/auto-talk.ts";
import type { Turn, TurnQueue } from "../state.ts";
import type { ClosingFacts } from "./close-message.ts";
import { withoutTurn } from "./turn-queue.ts";

/** The queue without a turn that has ended; what the turn came to counts in a talk that bots keep going. */
export function afterTurn(
  before: TurnQueue,
  turn: Turn,
  { inputTokens, outputTokens, ending }: ClosingFacts,
  { rules, nowMs }: { rules: TurnTaking; nowMs: number },
): TurnQueue {
  const queue = withoutTurn(before, turn.id);
  if (!queue.auto) return queue;
  const spent = { tokens: inputTokens + outputTokens, error: ending.error?.code ?? null, payer: turn.payer };
  return { ...queue, auto: afterTalkTurn(queue.auto, spent, rules, nowMs) };
}
