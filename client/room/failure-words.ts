import type { ErrorCode } from "../../shared/app-error.ts";
import type { ReplyError } from "../../shared/fields/message.ts";

/** What a person may do about a failed reply; all of them exist. */
export type Remedy = "retry" | "rephrase" | "remove_bot" | "new_room" | "keys";

/** One cause of a failure, as data: how an error bubble reads and what it offers (ux §3.9). */
interface Failure {
  readonly what: (bot: string) => string;
  /** What one can do, in words. */
  readonly next: string;
  /** The main way on, and another one. */
  readonly ways: readonly Remedy[];
  /** Tried again by this device when the provider's wait is over. */
  readonly retriesItself?: true;
}

const cannot =
  (why: string) =>
  (bot: string): string =>
    `${bot} couldn’t answer: ${why}`;

/** Each code of rooms.md §7 that a reply can end with. */
const FAILURES: Partial<Record<ErrorCode, Failure>> = {
  invalid_key: {
    what: cannot("the key was refused."),
    next: "Only the key’s owner can fix it.",
    ways: ["keys", "retry"],
  },
  key_lacks_model: {
    what: cannot("this key can’t use the model."),
    next: "Pick another model or ask the key’s owner.",
    ways: ["keys", "retry"],
  },
  provider_no_credit: {
    what: cannot("the provider account behind the key has no credit left."),
    next: "Top it up with the provider, or use another key.",
    ways: ["retry", "keys"],
  },
  balance_empty: {
    what: cannot("your tokens are used up."),
    next: "Use a key of your own, or wait until they refill.",
    ways: ["keys", "retry"],
  },
  rate_limited: {
    what: cannot("the provider asks us to wait."),
    next: "It is tried again by itself when the wait is over.",
    ways: ["retry"],
    retriesItself: true,
  },
  context_too_long: {
    what: cannot("the conversation is longer than the model holds."),
    next: "Start a new room, or pick a model that holds more.",
    ways: ["new_room"],
  },
  content_filtered: {
    what: () => "The provider declined to answer this.",
    next: "Put it in other words and try again.",
    ways: ["rephrase"],
  },
  provider_unavailable: {
    what: cannot("the provider isn’t responding."),
    next: "We tried three times.",
    ways: ["retry"],
  },
  provider_timeout: {
    what: (bot) => `${bot} has been quiet for too long.`,
    next: "What came is kept.",
    ways: ["retry"],
  },
  bot_unavailable: {
    what: (bot) => `${bot} is not available any more.`,
    next: "The creator may have made it private. What it said stays.",
    ways: ["remove_bot"],
  },
  limit_reached: {
    what: () => "That’s today’s limit you set yourself.",
    next: "The room stays readable.",
    ways: [],
  },
  not_configured: {
    what: (bot) => `${bot} has no model to speak with here.`,
    next: "Pick another model for this bot.",
    ways: ["retry"],
  },
  internal: { what: () => "Something broke on our side.", next: "Try again.", ways: ["retry"] },
};

const SAFE = "Your message is saved.";

/** What a failed reply says and offers: what happened · what one can do · what is safe. */
export interface FailureWords {
  readonly what: string;
  readonly next: string;
  readonly ways: readonly Remedy[];
  readonly retriesItself: boolean;
}

/** An unknown code is never given a cause it may not have. */
export function failureWords(error: ReplyError, bot: string): FailureWords {
  const failure = FAILURES[error.code as ErrorCode];
  if (!failure) {
    const what = `${bot} couldn’t answer, and we couldn’t confirm why.`;
    return { what, next: `Try again. ${SAFE}`, ways: ["retry"], retriesItself: false };
  }
  const { what, next, ways, retriesItself = false } = failure;
  return { what: what(bot), next: `${next} ${SAFE}`, ways, retriesItself };
}

/** "2 more bots could not answer for the same reason." */
export const repeatWords = (more: number): string =>
  more === 1 ? "1 more reply failed for the same reason." : `${more} more replies failed for the same reason.`;
