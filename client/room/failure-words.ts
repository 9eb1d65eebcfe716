import type { ErrorCode } from "../../shared/app-error.ts";
import type { ReplyError } from "../../shared/fields/message.ts";

/** What a person may do about a failed reply; all of them exist. */
export type Remedy = "retry" | "rephrase" | "remove_bot" | "new_room" | "keys" | "practice" | "receipt" | "lend";

/** Whose key a reply was asked for with: the reader's, somebody's by name, or nobody's own. */
export type KeyOwner = { readonly name: string; readonly isMe: boolean } | null;

/** One cause of a failure, as data: how an error bubble reads and what it offers (ux §3.9). */
interface Failure {
  readonly what: (bot: string, key: string) => string;
  /** What one can do, in words; `owner` is who can. */
  readonly next: string | ((owner: KeyOwner, message: string) => string);
  /** The main way on, and another one. */
  readonly ways: readonly Remedy[];
  /** Tried again by this device when the provider's wait is over. */
  readonly retriesItself?: true;
}

const cannot =
  (why: string) =>
  (bot: string, key: string): string =>
    `${bot} couldn’t answer: ${why.replace("KEY", key)}`;

/** Named is who can do something about it. */
const fixKey = (owner: KeyOwner): string => {
  if (owner?.isMe) return "Look at your key, or let the practice model answer.";
  return owner ? `Only ${owner.name} can fix it: it is their key.` : "Only the key’s owner can fix it.";
};

/** Each code of rooms.md §7 that a reply can end with. */
const FAILURES: Partial<Record<ErrorCode, Failure>> = {
  invalid_key: {
    what: cannot("KEY was refused."),
    next: fixKey,
    ways: ["keys", "retry", "practice"],
  },
  key_lacks_model: {
    what: cannot("KEY can’t use the model."),
    next: fixKey,
    ways: ["keys", "retry", "practice"],
  },
  provider_no_credit: {
    what: cannot("the provider account behind KEY has no credit left."),
    next: (owner) => (owner && !owner.isMe ? fixKey(owner) : "Top it up with the provider, or use another key."),
    ways: ["retry", "keys", "practice"],
  },
  balance_empty: {
    what: cannot("your tokens are used up."),
    next: "Use a key of your own, or let the practice model answer.",
    ways: ["keys", "practice", "retry"],
  },
  rate_limited: {
    what: cannot("the provider asks us to wait."),
    next: "It is tried again by itself when the wait is over.",
    ways: ["retry", "practice"],
    retriesItself: true,
  },
  context_too_long: {
    what: cannot("the conversation is longer than the model holds."),
    next: "See what fills it, or start a new room.",
    ways: ["receipt", "new_room"],
  },
  content_filtered: {
    what: () => "The provider declined to answer this.",
    next: "Put it in other words and try again.",
    ways: ["rephrase"],
  },
  provider_unavailable: {
    what: cannot("the provider isn’t responding."),
    next: "We tried three times.",
    ways: ["retry", "practice"],
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
    what: () => "You have reached the limit you set for today.",
    next: "The room stays readable.",
    ways: [],
  },
  not_configured: {
    what: (bot) => `${bot} has no model to speak with here.`,
    next: "The practice model can speak for it.",
    ways: ["practice", "retry"],
  },
  forbidden: {
    what: cannot("KEY pays for it."),
    next: (owner, message) =>
      `${message} ${owner?.isMe ? "You" : (owner?.name ?? "The room’s owner")} can change that.`,
    ways: ["lend", "practice", "retry"],
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
export function failureWords(error: ReplyError, bot: string, owner: KeyOwner = null): FailureWords {
  const failure = FAILURES[error.code as ErrorCode];
  if (!failure) {
    const what = `${bot} couldn’t answer, and we couldn’t confirm why.`;
    return { what, next: `Try again. ${SAFE}`, ways: ["retry"], retriesItself: false };
  }
  const { what, next, ways, retriesItself = false } = failure;
  const words = typeof next === "string" ? next : next(owner, error.message);
  return { what: what(bot, keyWords(owner)), next: `${words} ${SAFE}`, ways, retriesItself };
}

const keyWords = (owner: KeyOwner): string => {
  if (!owner) return "the key";
  return owner.isMe ? "your key" : `${owner.name}’s key`;
};

/** "2 more bots could not answer for the same reason." */
export const repeatWords = (more: number): string =>
  more === 1 ? "1 more reply failed for the same reason." : `${more} more replies failed for the same reason.`;
