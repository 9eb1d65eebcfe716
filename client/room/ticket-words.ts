import type { TurnStrategy } from "../../shared/fields/conversation.ts";
import type { GenerationState, Ticket } from "../../shared/protocol/server-messages.ts";

/** What a ticket's reason needs to be said: who the reader is and what people are called. */
export interface ReasonContext {
  readonly me: string;
  readonly nameOf: (user_id: string) => string;
}

/** Why a ticket exists, in the words of ux §3.4; and which rule should have chosen and could not. */
export function reasonWords(reason: Ticket["reason"], context: ReasonContext): string {
  const words = codeWords(reason, context);
  return reason.instead_of === undefined ? words : `${words}, the director chose nobody`;
}

function codeWords(reason: Ticket["reason"], { me, nameOf }: ReasonContext): string {
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

/** What each way of taking turns is called. */
export const STRATEGY_LABELS: Record<TurnStrategy, string> = {
  asked: "Only when asked",
  natural: "Whoever fits",
  list: "Everyone once",
  round_robin: "In order",
  pooled: "One who has not spoken",
  random: "Anyone",
  director: "Director decides",
  auto: "Keep talking",
};
