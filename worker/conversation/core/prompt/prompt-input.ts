import type { ErrorCode } from "../../../../shared/app-error.ts";
import type { GenerationTrigger } from "../../../../shared/fields/knowledge.ts";
import type { Insertion } from "../../../../shared/lore/trace.ts";
import type { LeftOff, PromptReceipt } from "../../../../shared/prompt/receipt.ts";
import type { BotCard, ChatPreferences, ModelChoice, PersonaCard, PromptMessage } from "../../ports.ts";

/**
 * One message of the transcript as the speaking bot may know it. The caller has taken out what is hidden, failed,
 * an aside, or whispered to another bot.
 */
export interface TranscriptLine {
  readonly id: string;
  readonly kind: "user" | "bot" | "system";
  /** Of a bot's line. */
  readonly botId: string | null;
  /** Of a person's line: tells two people from one person with two personas. */
  readonly userId: string | null;
  readonly personaId: string | null;
  /** As bots may know the speaker: the persona or nickname of a person (`spokenName`), never the account's name. */
  readonly name: string;
  readonly text: string;
}

/** Everything one prompt is made of. */
export interface PromptInput {
  readonly bot: BotCard;
  /** The other active bots of the room. */
  readonly otherBots: readonly { readonly name: string; readonly description: string }[];
  readonly persona: PersonaCard | null;
  readonly preferences: ChatPreferences;
  /** What bots call the person who asked; {{user}} stands for it. */
  readonly userName: string;
  /** Oldest first. */
  readonly lines: readonly TranscriptLine[];
  /** Lore for this turn, ordered within each position, as the lore engine lists it. */
  readonly insertions: readonly Insertion[];
  /** Titles of entries, for the receipt. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Lore that fired and did not fit its budget, for the receipt. */
  readonly loreLeftOff?: readonly LeftOff[];
  readonly choice: Pick<ModelChoice, "model" | "label" | "payer">;
  /** What it cost to choose this bot, for the receipt. */
  readonly director?: PromptReceipt["director"];
  /** Tokens the model holds. */
  readonly window: number;
  /** Tokens kept free for the reply. */
  readonly reserved: number;
  readonly countTokens: (text: string) => number;
  readonly trigger: GenerationTrigger;
  /** Text of the reply so far, when it is continued; "" otherwise. */
  readonly prefix: string;
  /** A person's wish for this take, or null. */
  readonly hint: string | null;
  /** Decides {{random}} and {{roll}}, so that a turn can be replayed. */
  readonly seed: string;
  /** Decides {{pick}}: the conversation's id. */
  readonly stableSeed?: string;
  /** Now, ISO 8601 UTC, for {{date}} and {{time}}. */
  readonly now?: string;
}

/** A prompt within the window, or why there can be none. */
export type AssembledPrompt =
  | { readonly ok: true; readonly messages: readonly PromptMessage[]; readonly receipt: PromptReceipt }
  | {
      readonly ok: false;
      readonly code: Extract<ErrorCode, "context_too_long">;
      /** Tokens of the least that would have to be sent, and tokens there are for it. */
      readonly needed: number;
      readonly limit: number;
    };
