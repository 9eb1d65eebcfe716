import type { Intent } from "../intent.ts";

/**
 * What a phrase is for. Besides answers to small talk (named like the intent): `ask` and `tell` take up a question or a
 * remark, `unknown` and `opine` answer without any fact at hand, `after` follows a fact, `disagree` and `agree` turn to
 * the bot that spoke last, `interject` answers what was meant for another, `ask_back` and `hand_over` end a reply.
 */
export type Move =
  | Exclude<Intent, "question" | "statement" | "story">
  | "story"
  | "ask"
  | "tell"
  | "unknown"
  | "opine"
  | "after"
  | "disagree"
  | "agree"
  | "interject"
  | "ask_back"
  | "hand_over";

/**
 * Phrases of one manner. Slots: {you} the person's first name, {thing} what the line is about with its article,
 * {Thing} the same at the start of a sentence, {other} the bot that spoke last or was meant, {quote} a few of its
 * words, {peer} another bot, {me} the bot itself. A phrase whose slot has no value is not used, so every list also
 * holds phrases without slots. {thing} may be a plural: no verb may agree with it.
 */
export type Frames = Readonly<Record<Move, readonly string[]>>;
