import type { TurnStrategy, TurnTaking } from "../../shared/fields/conversation.ts";

/** What each way of taking turns means. */
const HINTS: Record<TurnStrategy, string> = {
  asked: "Bots answer when you @mention them or tap their face.",
  natural: "Mentioned bots first, then whoever feels like it.",
  list: "Every bot answers, in order.",
  round_robin: "The next bot each time.",
  pooled: "A bot that has been quiet.",
  random: "Drawn by lot.",
  director: "A moderator picks who is next.",
  auto: "Bots go on by themselves for a few turns.",
};

/** What a way of taking turns means and costs; `bots` are those that are not muted. */
export const ruleHint = (strategy: TurnStrategy, bots: number, rule: Limits): string =>
  `${HINTS[strategy]} ${costWords(strategy, bots, rule)}`;

type Limits = Pick<TurnTaking, "max_replies" | "auto_max_turns">;

/** What a message costs under a rule, in replies. */
export function costWords(strategy: TurnStrategy, bots: number, { max_replies, auto_max_turns }: Limits): string {
  if (strategy === "asked") return "No reply unasked.";
  if (strategy === "auto") return `Up to ${auto_max_turns} replies a message.`;
  const isCounted = strategy === "natural" || strategy === "director";
  const most = isCounted ? Math.min(max_replies, bots) : bots;
  const isOne = most <= 1 || (!isCounted && strategy !== "list");
  if (isOne) return "About 1 reply a message.";
  return isCounted ? `1 to ${most} replies a message.` : `${most} replies a message.`;
}
