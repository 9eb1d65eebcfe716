import type { RoomBot, TurnTaking } from "../../shared/fields/conversation.ts";

/** Who will answer a draft, as far as it can be known before sending: tickets when certain, words otherwise. */
export interface Prediction {
  readonly tickets: readonly { readonly bot_id: string; readonly reason: "mentioned" | "order" }[];
  readonly words: string;
}

/**
 * The room's rules of turn-taking applied to a draft (rooms.md §5); `mentioned` are the bots it calls, in order. They
 * decide alone; what depends on a roll or on the room's own memory is said in words, never guessed. Pure.
 */
export function predictSpeakers(
  draft: { readonly mentioned: readonly string[]; readonly aside: boolean },
  bots: readonly RoomBot[],
  rule: Pick<TurnTaking, "strategy" | "max_replies">,
): Prediction {
  if (draft.aside) return { tickets: [], words: "Bots will not read this." };
  if (draft.mentioned.length > 0) {
    return { tickets: draft.mentioned.map((bot_id) => ({ bot_id, reason: "mentioned" })), words: "Will answer" };
  }
  const active = bots.filter((bot) => bot.is_active);
  if (active.length === 0) return { tickets: [], words: "No bot is listening." };
  if (rule.strategy === "list" || (active.length === 1 && rule.strategy !== "asked")) {
    return { tickets: active.map(({ bot_id }) => ({ bot_id, reason: "order" })), words: "Will answer" };
  }
  return { tickets: [], words: wordsFor(rule, active.length) };
}

function wordsFor({ strategy, max_replies }: Pick<TurnTaking, "strategy" | "max_replies">, count: number): string {
  const most = Math.min(max_replies, count);
  switch (strategy) {
    case "asked":
      return "Nobody answers until you @mention or tap a face.";
    case "natural":
      return most === 1 ? "Whoever fits will answer." : `Whoever fits will answer, ${most} at most.`;
    case "round_robin":
      return "The next in order will answer.";
    case "pooled":
      return "One who has not spoken yet will answer.";
    case "random":
      return "Anyone may answer.";
    case "director":
      return "The director decides who answers.";
    case "auto":
      return "They keep talking among themselves.";
    case "list":
      return "Everyone answers once.";
    default:
      return strategy satisfies never;
  }
}
