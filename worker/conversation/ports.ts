import type { BehaviorSettings, PersonalityTraits } from "../../shared/fields/bot.ts";
import type { ConversationStatus, RoomBot } from "../../shared/fields/conversation.ts";
import type { GenerationTrigger, InsertRole, LoreEntry } from "../../shared/fields/knowledge.ts";
import type { LoreSettings } from "../../shared/fields/knowledge-collections.ts";
import type { Attachment, ReplyError } from "../../shared/fields/message.ts";
import type { Command } from "../../shared/protocol/client-messages.ts";
import type { UserNews } from "../user/news.ts";
import type { BranchSeed } from "./core/branch-seed.ts";
import type { SessionFacts } from "./core/session-facts.ts";

/** Everything the room runtime needs of its surroundings. Adapters implement these; tests bring their own. */

export interface Clock {
  nowMs(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. Lost on eviction: never the only way onward. */
  after(ms: number, task: () => void): () => void;
}

/** New row ids, sortable by time. */
export type NewId = () => string;
/** Uniform in [0, 1). */
export type Rng = () => number;
/** SHA-256 of the text's UTF-8, lower-case hex. */
export type Sha256 = (text: string) => string;

/** One connected device, with what its object remembers of it. `send` may drop the frame when the socket is gone. */
export interface DeviceSocket<Facts> {
  readonly id: string;
  send(frame: string): void;
  close(code: number, reason: string): void;
  /** Remembers what the object knows of this device, past hibernation. */
  save(facts: Facts): void;
  /** Time of the newest automatic pong, or null where none was asked yet. */
  lastPingMs(): number | null;
}
export type RoomSocket = DeviceSocket<SessionFacts>;

/** The one alarm of the object. */
export interface Alarms {
  /** Wakes the room at `atMs`; null lets it sleep. */
  set(atMs: number | null): void;
}

export const OUTBOX_KINDS = [
  "conversation",
  "message",
  "message_deleted",
  "messages_cleared",
  "activation_log",
  "invitation",
] as const;
export type OutboxKind = (typeof OUTBOX_KINDS)[number];

/** A row on its way to D1. `payload` is the row as the kind says; `rev` guards replays; `seq` is its event's number. */
export interface OutboxRow {
  readonly id: number;
  readonly kind: OutboxKind;
  readonly key: string;
  readonly rev: number;
  readonly seq: number;
  readonly payload: string;
}

/** Where outbox rows go. Resolves when all rows are durable; idempotent, at most 50 rows a call. */
export interface OutboxSink {
  write(rows: readonly OutboxRow[]): Promise<void>;
}

/** A row D1 refuses for what it is, not for the moment. The others of its batch are innocent. */
export class PoisonRow extends Error {
  override readonly name = "PoisonRow";
  readonly rowId: number;
  constructor(rowId: number, options?: { cause?: unknown }) {
    super(`outbox row ${rowId} was refused`, options);
    this.rowId = rowId;
  }
}

/** A person on one sign-in; without an id it is one that cannot be ended apart. */
export interface SignIn {
  readonly user_id: string;
  readonly session_id: string;
}
/** Whether someone may go on: their part in the conversation stands; their sign-in was ended; their part was. */
export type Standing = "in" | "signed_out" | "no_part";

/** Who may do what here, asked of D1. A failing call throws; the room then keeps its last answer. */
export interface AccessPort {
  /** How each sign-in stands here now, in the order asked. */
  standings(conversationId: string, people: readonly SignIn[]): Promise<readonly Standing[]>;
  /** Public facts of a bot that `userId` may chat with, or null where it may not (or there is none). */
  botFor(botId: string, userId: string): Promise<RoomBotFacts | null>;
  /** The owner's persona of that id, or null. */
  personaFor(personaId: string, userId: string): Promise<PersonaCard | null>;
  /**
   * Those of the uploads that are `userId`'s own, in no order; whatever else the ids name is left out. From now on they are
   * kept for the message: what was never taken is swept, so that a message may only show what was.
   */
  takeUploads(userId: string, ids: readonly string[]): Promise<readonly Attachment[]>;
  /** Whether a provider key of that id is `userId`'s own and in use. */
  ownsKey(userId: string, keyId: string): Promise<boolean>;
  /** Proof of identity from `auth {token|ticket}`: who it is and until when, or null. */
  verify(
    proof: { token?: string | undefined; ticket?: string | undefined },
    conversationId: string,
  ): Promise<VerifiedProof | null>;
}
/** How members other than the owner have put a room away for themselves, which D1 alone keeps (api.md). */
export interface MemberStatusPort {
  /** Resolves when it is kept; the same again changes nothing. */
  set(conversationId: string, userId: string, status: ConversationStatus): Promise<void>;
}
/** The objects of people (rooms.md §8). */
export interface PeoplePort {
  /** Hands news on and does not wait; what is lost, they find themselves. */
  tell(userId: string, news: UserNews): void;
  /**
   * Whether that person has BotCafe open and is seen by the people of that room; from now on the room is told of each
   * change. @throws where their object does not answer.
   */
  isAround(userId: string, conversationId: string): Promise<boolean>;
}
/** Other rooms of the house, where branches are opened. */
export interface BranchPort {
  /** Makes the room, once however often it is called. @throws AppError `limit_reached`. */
  open(seed: BranchSeed): Promise<void>;
  /** Has that room do what a command asks. @throws AppError as it refuses. */
  act(roomId: string, actor: { user_id: string; name: string }, command: Command): Promise<void>;
}
export interface VerifiedProof {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}
export type RoomBotFacts = Pick<RoomBot, "bot_id" | "name" | "picture" | "description" | "talkativeness" | "greeting">;

/** A bot as prompts need it. */
export interface BotCard {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly gender: string | null;
  readonly age: number | null;
  readonly system_prompt: string;
  readonly greeting: string;
  readonly speech_examples: readonly { example: string }[];
  readonly personality_traits: PersonalityTraits;
  readonly behavior_settings: BehaviorSettings;
  readonly signature_phrases: readonly { phrase: string }[];
}

export interface PersonaCard {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly gender: string | null;
  readonly age: number | null;
  readonly pronouns: string | null;
  readonly custom_pronouns: string | null;
  readonly preferred_topics: readonly string[];
  readonly avoid_topics: readonly string[];
  readonly custom_instructions: string;
}

/** What bots may know of a person who speaks without a persona. The real name is never among it. */
export interface ChatPreferences {
  readonly nickname: string | null;
  readonly pronouns: string | null;
  readonly custom_pronouns: string | null;
  readonly description: string | null;
}

/** What one bot turn needs from outside the room, read in one go. */
export interface TurnContext {
  /** Null when the bot is gone or the room's owner may no longer chat with it. */
  readonly bot: BotCard | null;
  readonly persona: PersonaCard | null;
  /** Of whoever asked. */
  readonly preferences: ChatPreferences;
  /** What those who take part want to be called, by user id; who chose nothing is not in it. */
  readonly nicknames: Readonly<Record<string, string>>;
  /** Entries of all collections linked to the bot, the conversation and the persona that the owners of those links may read. */
  readonly entries: readonly LoreEntry[];
  readonly collections: readonly { id: string; name: string; lore_settings: LoreSettings }[];
  /** Changes whenever `entries` or `collections` do. */
  readonly loreVersion: string;
  /** Whether the room's owner may edit the bot, and so read its prompt. */
  readonly ownerEditsBot: boolean;
  /** Entry ids that `viewer` may read, by user id; everyone in the room is asked for. */
  readonly readableBy: Readonly<Record<string, readonly string[]>>;
  readonly model: ModelChoice;
}

/** Which model answers and who pays for it. */
export interface ModelChoice {
  /** `practice` or a provider's name. */
  readonly provider: string;
  readonly model: string;
  /** Name people see beside the bot, e.g. `practice model`. */
  readonly label: string;
  /** Tokens. */
  readonly contextWindow: number;
  /** Tokens kept free for the reply, and the most it may have. */
  readonly maxOutputTokens: number;
  /** `practice`, `platform`, or the user id whose key is used. */
  readonly payer: string;
  readonly byoKey: boolean;
}

export interface ContextQuery {
  readonly conversationId: string;
  readonly ownerId: string;
  /** Whoever asked for the turn: without a persona bots call them what they want to be called. */
  readonly askerId: string;
  readonly botId: string;
  readonly personaId: string | null;
  readonly viewers: readonly string[];
  readonly provider: string | null;
  readonly model: string | null;
  readonly apiKeyId: string | null;
  /** The caller already holds lore of this version; `entries` and `collections` may then be empty and `loreVersion` equal. */
  readonly knownLoreVersion: string | null;
}
export interface ContextPort {
  load(query: ContextQuery): Promise<TurnContext>;
}

export interface PromptMessage {
  readonly role: InsertRole;
  /** Who speaks, for models that take names. */
  readonly name?: string;
  readonly content: string;
}

export interface ModelRequest {
  readonly choice: ModelChoice;
  /** System text first, then the transcript in order; the last is what to answer. */
  readonly messages: readonly PromptMessage[];
  /** Makes the practice model and replays deterministic. */
  readonly seed: string;
  readonly trigger: GenerationTrigger;
  /** Facts the practice model speaks from; real providers ignore them. */
  readonly scene: PracticeScene;
}

/** What the practice model needs to answer in character. */
export interface PracticeScene {
  readonly bot: BotCard;
  readonly userName: string;
  readonly otherBots: readonly string[];
  /** Texts of the lore that woke, most important first. */
  readonly lore: readonly string[];
  /** Newest lines of the transcript, oldest first. */
  readonly lines: readonly { name: string; kind: "user" | "bot" | "system"; text: string }[];
  /** Text of this reply so far, when it is continued. */
  readonly prefix: string;
  /** Instead of a reply: one of these answers and nothing else. */
  readonly choices?: readonly string[];
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type ModelChunk =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "finish"; readonly usage: ModelUsage | null; readonly reason: "stop" | "length" | "filter" };

/** A provider failure, sorted. `emitted` chunks before it are kept. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly error: ReplyError;
  constructor(error: ReplyError, options?: { cause?: unknown }) {
    super(`${error.code}: ${error.message}`, options);
    this.error = error;
  }
}

export interface ModelPort {
  /** Streams a reply. Throws ModelFailure; ends early and silently when `signal` aborts (and closes the request). */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk>;
}

/** Everything of the object's storage, at once and for good. */
export type EraseRoom = () => Promise<void>;

/** Named facts for the operator's log; never texts, keys or addresses. */
export interface RoomLog {
  warn(message: string, facts?: Record<string, string | number>): void;
  error(message: string, cause: unknown): void;
}
