import type { ErrorCode } from "../../shared/app-error.ts";
import type { ReplyError } from "../../shared/fields/message.ts";

/** How an error bubble reads: what happened · what you can do, and what is safe (ux §3.9). */
export interface FailureWords {
  readonly what: string;
  readonly next: string;
}

const SAFE = "Your message is saved.";

/** Words for each code of rooms.md §7 that a reply can end with; `bot` is the bot's name. */
const WORDS: Partial<Record<ErrorCode, (bot: string) => FailureWords>> = {
  invalid_key: (bot) => ({
    what: `${bot} couldn’t answer: the key was refused.`,
    next: "Whoever owns the key can check it.",
  }),
  key_lacks_model: (bot) => ({
    what: `${bot} couldn’t answer: this key can’t use the model.`,
    next: "Pick another model or ask the key’s owner.",
  }),
  provider_no_credit: (bot) => ({
    what: `${bot} couldn’t answer: the provider account has no credit left.`,
    next: "Top it up with the provider, or use another key.",
  }),
  balance_empty: (bot) => ({
    what: `${bot} couldn’t answer: your tokens are used up.`,
    next: "Add tokens or use a key of your own.",
  }),
  rate_limited: (bot) => ({
    what: `${bot} couldn’t answer: the provider asks us to wait.`,
    next: "Try again in a moment.",
  }),
  context_too_long: (bot) => ({
    what: `${bot} couldn’t answer: the conversation is longer than the model holds.`,
    next: "Start a new room, or pick a model that holds more.",
  }),
  content_filtered: () => ({
    what: "The provider declined to answer this.",
    next: "Put it in other words and try again.",
  }),
  provider_unavailable: (bot) => ({
    what: `${bot} couldn’t answer: the provider isn’t responding.`,
    next: "We tried three times. Try again.",
  }),
  provider_timeout: (bot) => ({ what: `${bot} has been quiet for too long.`, next: "What came is kept. Try again." }),
  bot_unavailable: (bot) => ({
    what: `${bot} is not available any more.`,
    next: "The creator may have made it private.",
  }),
  limit_reached: () => ({ what: "That’s today’s limit you set yourself.", next: "The room stays readable." }),
  not_configured: (bot) => ({
    what: `${bot} has no model to speak with here.`,
    next: "Pick another model for this bot.",
  }),
  internal: () => ({ what: "Something broke on our side.", next: "Try again." }),
};

/** What a failed reply says. An unknown code is never given a cause it may not have. */
export function failureWords(error: ReplyError, bot: string): FailureWords {
  const words = WORDS[error.code as ErrorCode]?.(bot) ?? {
    what: `${bot} couldn’t answer, and we couldn’t confirm why.`,
    next: "Try again.",
  };
  return { what: words.what, next: `${words.next} ${SAFE}` };
}
