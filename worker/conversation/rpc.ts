import type { ErrorCode } from "../../shared/app-error.ts";
import type {
  ConversationSettings,
  RoomBot,
  RoomInfo,
  RoomMember,
  TurnTaking,
} from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Firing } from "../../shared/lore/evaluate.ts";
import type { Command } from "../../shared/protocol/client-messages.ts";
import type { CallActor, CommandAnswer } from "./call-command.ts";
import type { BranchSeed } from "./core/branch-seed.ts";
import type { Invitation } from "./core/door.ts";
import type { Doorway, Entry } from "./enter.ts";
import type { PlacedMessage } from "./room-store.ts";

/**
 * What the Worker may ask of a conversation object by RPC. Answers are values: across RPC `instanceof` says nothing.
 * The caller has authenticated and checked rights; the object believes it.
 */
export type RpcResult<T> = { ok: true; value: T } | { ok: false; code: ErrorCode };

/** A new room, all rights already checked. The first bot is primary and its greeting becomes message 0. */
export interface CreateRoom {
  readonly id: string;
  readonly owner: Pick<RoomMember, "user_id" | "name">;
  readonly title: string | null;
  readonly personaId: string | null;
  /** Name that {{user}} stands for in the greeting. */
  readonly personaName: string | null;
  readonly bots: readonly Omit<RoomBot, "joined_at" | "role" | "is_active">[];
  readonly settings?: Partial<ConversationSettings>;
  readonly turnTaking?: Partial<TurnTaking>;
}

/** The conversation as D1 and HTTP hold it (schema.md Conversation). */
export interface ConversationSnapshot {
  readonly room: RoomInfo;
  readonly bots: readonly RoomBot[];
  readonly members: readonly RoomMember[];
  readonly rev: number;
}

/** The same on its way to D1, with what each member has not read. */
export interface ConversationCopy extends ConversationSnapshot {
  readonly members: readonly (RoomMember & { readonly unread: number })[];
}

export interface MessagePage {
  /** Oldest first. */
  readonly messages: readonly MessageRow[];
  readonly hasMoreBefore: boolean;
  readonly hasMoreAfter: boolean;
}

/** The conversation, and which messages stand on its path now: ids, oldest first, in portions that one answer can carry. */
export interface ConversationOutline extends ConversationSnapshot {
  readonly portions: readonly (readonly string[])[];
}

/** What lore is evaluated on for one reply: the newest messages that count before it, and where it stands among them. */
export interface LoreState {
  readonly placed: readonly PlacedMessage[];
  /** *L*, and the round the reply belongs to. */
  readonly length: number;
  readonly round: number;
  readonly ledger: readonly Firing[];
}

/** Who takes someone's place in a room; with a null id nobody does, and their words stand under `name`. */
export interface Heir {
  readonly user_id: string | null;
  readonly name: string;
}

export interface ConversationRpc {
  /** Makes the room once; a repeat with the same id answers the same. `persisted` says whether D1 has it yet. */
  create(input: CreateRoom): Promise<RpcResult<ConversationSnapshot & { persisted: boolean }>>;
  /** Makes a branch room once, like `create`. The caller has checked every right. */
  createBranch(seed: BranchSeed): Promise<RpcResult<{ persisted: boolean }>>;
  snapshot(): Promise<RpcResult<ConversationSnapshot>>;
  /** Messages of the path, or of one thread, before or after one (exclusive), at most `limit` (1–100); neither gives the newest. */
  history(page: { before?: string; after?: string; thread?: string; limit: number }): Promise<RpcResult<MessagePage>>;
  /** What there is to read of the whole path; portions are read with `messages`. One call of some 40 bytes a message. */
  outline(): Promise<RpcResult<ConversationOutline>>;
  /** Messages of any path by their ids, oldest first; what is gone by now is left out. */
  messages(ids: readonly string[]): Promise<RpcResult<readonly MessageRow[]>>;
  /** One message as it is now, or null. */
  message(messageId: string): Promise<RpcResult<MessageRow | null>>;
  /** Whether someone who takes part reads this message here now, and it shows this picture. */
  shows(picture: { messageId: string; mediaId: string }, userId: string): Promise<RpcResult<boolean>>;
  /** The stored trace of a bot message's current take (JSON of `Trace`), or null. `trace` is a name the platform keeps for itself. */
  traceOf(messageId: string): Promise<RpcResult<string | null>>;
  /** What a bot message's lore was evaluated on, or that of the reply to a human one, or (null) of the next reply. */
  loreState(messageId: string | null): Promise<RpcResult<LoreState | null>>;
  /** The stored receipt of a bot message's current take (JSON of `PromptReceipt`), or null. */
  receipt(messageId: string): Promise<RpcResult<string | null>>;
  /** Does what a command of the protocol asks, on behalf of a member; repeats of its `ref` have one effect. */
  act(actor: CallActor, command: Command): Promise<RpcResult<CommandAnswer>>;
  /** Nobody sees the room for now: sockets close 4410 and no bot goes on; a repeat of `ref` stops nothing anew. What it holds stays. */
  shut(ref: string): Promise<RpcResult<null>>;
  /** Deletes everything here and closes sockets 4410. */
  destroy(): Promise<RpcResult<null>>;
  /** Makes what someone is and said here another's, or nobody's; a repeat changes nothing. */
  passOn(from: string, heir: Heir): Promise<RpcResult<null>>;
  /** What an invitation opens for someone; null is whoever has not said who they are. */
  lookIn(invitation: Invitation, userId: string | null): Promise<RpcResult<Doorway>>;
  /** Lets someone in by an invitation, exactly as often as it says; a repeat changes nothing. */
  enter(invitation: Invitation, person: Pick<RoomMember, "user_id" | "name">): Promise<RpcResult<Entry>>;
  /** Takes an invitation back; a repeat changes nothing. `persisted` says whether D1 has it yet. */
  takeBack(invitationId: string): Promise<RpcResult<{ persisted: boolean }>>;
  /** Someone's rights changed: re-check now, cut off who lost them. */
  accessChanged(userId: string): Promise<RpcResult<null>>;
  /** Someone was signed out everywhere: their sockets are closed. */
  signedOut(userId: string): Promise<RpcResult<null>>;
  /** Someone's object says that they came to BotCafe, or left it. False where nobody here wants to know of them any more. */
  whereabouts(userId: string, isAround: boolean): Promise<boolean>;
  /** Outbox rows not yet in D1. */
  backlog(): Promise<number>;
  /** Names this one-time ticket as used; false where it was used before. */
  redeem(jti: string, expiresAtMs: number): Promise<boolean>;
}
