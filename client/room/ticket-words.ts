import type { TurnStrategy } from "../../shared/fields/conversation.ts";
import type { GenerationState, Ticket } from "../../shared/protocol/server-messages.ts";

/** What a ticket's reason needs to be said: who the reader is and what people are called. */
export interface ReasonContext {
  readonly me: string;
  readonly nameOf: (user_id: string) => string;
}

/** Why a ticket exists, in the words of ux §3.4. */
export function reasonWords(reason: Ticket["reason"], { me, nameOf }: ReasonContext): string {
  switch (reason.code) {
    case "mentioned":
      return "mentioned";
    case "picked":
      return reason.by === undefined || reason.by === me ? "your pick" : `${nameOf(reason.by)}’s pick`;
    case "talkative":
      return reason.threshold === undefined ? "talkative" : `talkative ${percent(reason.threshold)}`;
    case "order":
      return "turn order";
    case "not_spoken":
      return "has not spoken";
    case "random":
      return "drawn by lot";
    case "director":
      return "director";
    case "continuing":
      return "continuing";
    case "replying":
      return "replying";
    case "auto":
      return "keeps talking";
    default:
      return reason.code satisfies never;
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What a running turn is doing, after the bot's name. */
export const GENERATION_WORDS: Record<GenerationState, string> = {
  reading: "is reading",
  thinking: "is thinking",
  speaking: "is speaking",
  done: "is done",
  stopped: "was stopped",
  interrupted: "was cut off",
  failed: "could not answer",
};

/** The ways of taking turns that the menu offers, and what each means. */
export const STRATEGY_WORDS: Record<TurnStrategy, { readonly label: string; readonly hint: string }> = {
  asked: { label: "Only when asked", hint: "Bots answer when you @mention them or tap their face." },
  natural: { label: "Whoever fits", hint: "Mentioned bots first, then whoever feels like it." },
  list: { label: "Everyone once", hint: "Every bot answers, in order." },
  round_robin: { label: "In order", hint: "The next bot each time." },
  pooled: { label: "One who has not spoken", hint: "A bot that has been quiet." },
  random: { label: "Anyone", hint: "Drawn by lot." },
  director: { label: "Director decides", hint: "A moderator picks who is next." },
  auto: { label: "Keep talking", hint: "Bots go on by themselves for a few turns." },
};

/** Those the room runs today; a room set to another one still names it. */
export const OFFERED_STRATEGIES: readonly TurnStrategy[] = [
  "asked",
  "natural",
  "list",
  "round_robin",
  "pooled",
  "random",
];

/** What a message costs under a rule, in replies; `bots` are those that are not muted. */
export function costWords(strategy: TurnStrategy, bots: number, max_replies: number): string {
  if (strategy === "asked") return "No reply unasked.";
  const most = strategy === "natural" ? Math.min(max_replies, bots) : bots;
  const isOne = most <= 1 || (strategy !== "natural" && strategy !== "list");
  if (isOne) return "About 1 reply a message.";
  return strategy === "natural" ? `1 to ${most} replies a message.` : `${most} replies a message.`;
}
