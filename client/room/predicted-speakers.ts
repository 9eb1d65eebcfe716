import type { RoomBot, TurnTaking } from "../../shared/fields/conversation.ts";

/** What is being written, as far as it decides who answers. */
export interface DraftCalls {
  /** Bots the text calls, in order. */
  readonly mentioned: readonly string[];
  readonly aside: boolean;
  /** One bot alone hears it, and answers. */
  readonly isWhisper?: boolean;
  /** The bot whose message it replies to, if it is one. */
  readonly replied_to?: string | null;
  /** The bot that spoke last; whose turn follows under "in order" depends on it. */
  readonly last_speaker?: string | null;
}

/** Who will answer a draft, as far as it can be known before sending: tickets when certain, words for the rest. */
export interface Prediction {
  readonly tickets: readonly { readonly bot_id: string; readonly reason: "mentioned" | "replying" | "order" }[];
  readonly words: string;
}
type Planned = Prediction["tickets"][number];
type Rule = Pick<TurnTaking, "strategy" | "max_replies">;

/**
 * The room's rules of turn-taking applied to a draft (rooms.md §5): called bots first, then whom the rule adds. What
 * depends on a roll or on the room's own memory is said in words, never guessed. Pure.
 */
export function predictSpeakers(draft: DraftCalls, bots: readonly RoomBot[], rule: Rule): Prediction {
  if (draft.aside) return { tickets: [], words: "Bots will not read this." };
  const asked = askedBots(draft.isWhisper ? { ...draft, replied_to: null } : draft);
  if (draft.isWhisper) return { tickets: asked, words: "" };
  const others = bots.filter(
    (bot) => bot.is_active && !isDirector(bot, rule) && !asked.some(({ bot_id }) => bot_id === bot.bot_id),
  );
  if (asked.length > 0) return { tickets: [...asked, ...inOrder(rule, others)], words: alsoWords(rule, others) };
  const [first] = others;
  if (!first) return { tickets: [], words: "No bot is listening." };
  if (rule.strategy === "asked" || isSilenced(rule)) return { tickets: [], words: wordsFor(rule, others.length) };
  const certain = others.length === 1 ? others : inTurn(draft, bots, rule, others);
  if (certain.length === 0) return { tickets: [], words: wordsFor(rule, others.length) };
  return { tickets: certain.map(({ bot_id }) => ({ bot_id, reason: "order" })), words: "" };
}

/** Who directs chooses among the others. */
const isDirector = (bot: RoomBot, { strategy }: Rule): boolean => strategy === "director" && bot.role === "moderator";
/** No reply to a message that names nobody. */
const isSilenced = ({ strategy, max_replies }: Rule): boolean =>
  max_replies === 0 && (strategy === "natural" || strategy === "director");

function askedBots({ mentioned, replied_to }: DraftCalls): Planned[] {
  const asked = mentioned.map((bot_id): Planned => ({ bot_id, reason: "mentioned" }));
  const isNews = replied_to !== undefined && replied_to !== null && !mentioned.includes(replied_to);
  return isNews ? [...asked, { bot_id: replied_to, reason: "replying" }] : asked;
}

/** Those "everyone once" adds to the called ones; the other rules add nobody for certain. */
const inOrder = ({ strategy }: Rule, others: readonly RoomBot[]): Planned[] =>
  strategy === "list" ? others.map(({ bot_id }) => ({ bot_id, reason: "order" })) : [];

function inTurn(draft: DraftCalls, bots: readonly RoomBot[], rule: Rule, others: readonly RoomBot[]): RoomBot[] {
  if (rule.strategy === "list") return [...others];
  if (rule.strategy !== "round_robin" || draft.last_speaker === undefined) return [];
  const at = bots.findIndex((bot) => bot.bot_id === draft.last_speaker);
  const next = [...bots.slice(at + 1), ...bots.slice(0, at + 1)].find((bot) => others.includes(bot));
  return next ? [next] : [];
}

/** Whoever fits may join those who are called. */
function alsoWords({ strategy, max_replies }: Rule, others: readonly RoomBot[]): string {
  if (strategy === "auto") return "Then they go on among themselves.";
  const most = Math.min(max_replies, others.filter(({ talkativeness }) => talkativeness > 0).length);
  if (strategy !== "natural" || most === 0) return "";
  return most === 1 ? "Another one may join in." : `Up to ${most} others may join in.`;
}

function wordsFor({ strategy, max_replies }: Rule, count: number): string {
  const most = Math.min(max_replies, count);
  if (isSilenced({ strategy, max_replies })) return "Nobody answers until you @mention or tap a face.";
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
