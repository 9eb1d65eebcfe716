import type { RoomBot, RoomInfo, RoomMember } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Firing } from "../../shared/lore/evaluate.ts";
import type { Ack, KeptDraft, UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { NewEvent, RoomEvent } from "../../shared/room/events.ts";
import type { UsedInvitation } from "./core/door.ts";
import type { TurnQueue } from "./core/state.ts";
import type { OutboxKind, OutboxRow } from "./ports.ts";

/** Numbers that change with every message; kept apart so that they are exact at every commit. */
export interface Counters {
  readonly total_messages: number;
  readonly total_tokens: number;
  readonly last_activity: string;
  /** Counts up with every change of the conversation's row in D1. */
  readonly rev: number;
}

/** The room without its messages, as it was at the last commit. */
export interface StoredRoom {
  readonly seq: number;
  readonly room: RoomInfo;
  readonly bots: readonly RoomBot[];
  readonly members: readonly RoomMember[];
  readonly queue: TurnQueue;
  readonly counters: Counters;
}

/** A reply in progress as a restart finds it. */
export interface StoredGeneration {
  readonly generation_id: string;
  readonly message_id: string;
  readonly take_id: string;
  readonly bot_id: string;
  /** Text and reasoning committed by this generation; what stood before it is in the message. */
  readonly text: string;
  readonly reasoning: string;
}

/** A message among those that count: its place (greeting 0) and its round (0 before the first human message). */
export interface PlacedMessage {
  readonly row: MessageRow;
  readonly index: number;
  readonly round: number;
}

export interface RememberedCommand {
  readonly bodyHash: string;
  readonly ack: Ack;
}

/** The log, what it amounts to, and which commands it already holds. */
export interface LogStore {
  load(): StoredRoom | null;
  saveRoom(room: Pick<StoredRoom, "room" | "bots" | "members">): void;
  saveQueue(queue: TurnQueue): void;
  saveCounters(counters: Counters): void;
  /** Appends to the log and gives each event its number. */
  append(events: readonly NewEvent[], at: string): RoomEvent[];
  /** Lets the numbers of a room that is being made begin after `seq`. */
  startAfter(seq: number, at: string): void;
  /** Events after `since`, oldest first; null where the log does not reach back or ahead so far, or it would be too much. */
  eventsAfter(since: number): RoomEvent[] | null;
  /** Forgets how the room came to be as it is: devices that come back later get a snapshot. */
  forgetPast(): void;
  command(actorId: string, ref: string): RememberedCommand | null;
  rememberCommand(actorId: string, ref: string, command: RememberedCommand): void;
  /** Marks a one-time ticket as used; false where it already was. */
  redeemTicket(jti: string, expiresAtMs: number, nowMs: number): boolean;
}

/** Messages as they are now, and their places among those that count. */
export interface MessageStore {
  /** A message of the current path. */
  get(id: string): MessageRow | null;
  /** A message of any path, and whether it is put aside. */
  find(id: string): { row: MessageRow; isAside: boolean } | null;
  put(row: MessageRow): void;
  /** Removes the message with its explanations and firings, and every path that hangs on it. */
  delete(id: string): void;
  /** Removes all messages with their explanations and firings. */
  deleteAll(): void;
  newest(limit: number): { messages: MessageRow[]; hasMore: boolean };
  /** Messages of the path, or of one thread, next to a `seq`, oldest first, and whether more lie beyond. */
  page(
    from: { before: number } | { after: number },
    limit: number,
    threadId?: string,
  ): { messages: MessageRow[]; hasMore: boolean };
  /** What is said in the thread that a message starts, oldest first. */
  thread(messageId: string): MessageRow[];
  /** Whether anything stands after a message of the path, in the room or in its thread. */
  isFollowed(messageId: string): boolean;
  /** The path up to and including a message, oldest first. */
  pathTo(messageId: string): MessageRow[];
  /** Ids of the whole path, oldest first, in portions of a hundred at most and of no more than one answer carries. */
  portions(): string[][];
  /** Messages of any path by their ids, oldest first. */
  named(ids: readonly string[]): MessageRow[];
  /** What is put aside after a message on a path, oldest first. */
  shelf(messageId: string, path: string): MessageRow[];
  /** The next messages after a `seq`, of all paths. */
  everywhereAfter(seq: number, limit: number): MessageRow[];
  /** Puts what follows a message on the path aside; each row counts one change. @returns The rows. */
  shelve(messageId: string, path: string): MessageRow[];
  /** Brings back what follows a message on another path. @returns The rows. */
  unshelve(messageId: string, path: string): MessageRow[];
  hasShelf(messageId: string, path: string): boolean;
  /** Removes what is put aside there, and what hangs on it in turn. */
  dropShelf(messageId: string, path: string): void;
  /**
   * The newest `limit` messages that count, before `beforeSeq`, oldest first, with their places: those of the room, or,
   * in a thread, of the room up to the message that starts it and then of the thread.
   */
  counted(beforeSeq: number, limit: number, threadId?: string | null): PlacedMessage[];
  /** Bot messages that count, after one event and before another. */
  repliesBetween(afterSeq: number, beforeSeq: number): number;
  /** What the conversation comes to: exact, and linear in its messages. */
  totals(): Pick<Counters, "total_messages" | "total_tokens">;
  /** How many messages count before `beforeSeq` (*L*), and in which round the next one falls. */
  measure(beforeSeq: number, threadId?: string | null): { length: number; round: number };
}

/** What an explanation explains. */
export interface Explained {
  readonly messageId: string;
  readonly takeId: string;
  readonly generationId: string;
}

/** What woke for a reply, as it is stored. */
export interface StoredFiring {
  readonly message_id: string;
  readonly take_id: string;
  readonly generation_id: string;
  readonly entry_id: string;
  readonly method: string | null;
  readonly score: number | null;
}

/** Running replies, and why each bot message came out as it did. */
export interface TurnStore {
  open(generation: Omit<StoredGeneration, "text" | "reasoning">): void;
  appendChunk(generationId: string, text: string, reasoning: string): void;
  /** Ends a generation; with `forgotten` nothing came of it, and what woke for it counts no more. */
  close(generationId: string, forgotten?: boolean): void;
  generations(): StoredGeneration[];
  saveTrace(of: Explained, trace: string, firings: readonly Firing[]): void;
  saveReceipt(of: Explained, receipt: string): void;
  /** The newest of a take. */
  trace(messageId: string, takeId: string): string | null;
  receipt(messageId: string, takeId: string): string | null;
  /** Makes one take's explanations and firings another's too: all, or those of some generations. */
  inherit(messageId: string, from: string, to: string, generations?: readonly string[]): void;
  /** Takes a take's explanations and firings out: all, or those of one generation. */
  forget(messageId: string, takeId: string, generationId?: string): void;
  /** Firings on messages before `beforeSeq` that still count, in the room or as seen from one thread. */
  ledger(beforeSeq: number, threadId?: string | null): Firing[];
  /** All that woke for a message, whichever take it was for, in the order in which it did. */
  firingsOf(messageId: string): StoredFiring[];
  addFirings(firings: readonly StoredFiring[]): void;
  cachedLore(key: string): { version: string; json: string } | null;
  cacheLore(key: string, version: string, json: string): void;
  /** Forgets what is cached beyond `most` keys, but for these. */
  keepLore(keys: Iterable<string>, most: number): void;
}

/** What is each person's own here: how far they have read, and what they are writing. */
export interface PeopleStore {
  /** Number of the newest event that counts as read, in the room or (by the id that starts it) in one thread. */
  readMark(userId: string, threadId: string | null): number;
  /** Moves it, forward or back. */
  markRead(userId: string, threadId: string | null, seq: number): void;
  /** Someone comes: what was said until `seq`, in threads too, is old to them. Who was here before keeps their marks. */
  comeIn(userId: string, seq: number): void;
  /** Finished messages of others after the marks; hidden ones and whispers of others count for nobody. */
  unread(userId: string): UnreadCount;
  draft(userId: string): KeptDraft | null;
  saveDraft(userId: string, draft: KeptDraft): void;
  /** Someone has left, with all of this. */
  forget(userId: string): void;
  /** All of this becomes another's, who keeps the further marks of both. */
  passOn(from: string, to: string): void;
}

/** Who came in by which invitation, as counts, and who was let go. */
export interface DoorStore {
  invitation(id: string): UsedInvitation;
  saveInvitation(id: string, used: UsedInvitation): void;
  /** When someone was last let go by another, ISO; null where never. */
  letGoAt(userId: string): string | null;
  saveLetGo(userId: string, at: string): void;
}

/** Rows on their way to D1, in the order in which they first changed. */
export interface OutboxStore {
  /**
   * Puts a row in line; one of the same kind and key that still waits is replaced in its place. What it makes pointless
   * leaves the line: of a message only its newest fate travels, and of cleared ones nothing.
   */
  put(row: { kind: OutboxKind; key: string; rev: number; seq: number; payload: string }): void;
  next(limit: number): OutboxRow[];
  size(): number;
  /** Whether nothing waits; asked with every change, and as quick with thousands in line as with none. */
  isEmpty(): boolean;
  /** Removes rows that D1 now has; one that changed since (another rev) stays. */
  remove(rows: readonly Pick<OutboxRow, "id" | "rev">[]): void;
  /** Counts a refusal of D1 against a row; after `max` of them it is parked and the rest goes on. */
  blame(id: number, max: number): void;
  /** Everything up to this event is in D1. */
  persistedSeq(head: number): number;
}

/**
 * The room's own SQLite: the truth of the conversation. Every call is synchronous; all writes of one change stand in
 * one `transaction`, which rolls back when its work throws. An async function must never be passed to it.
 */
export interface RoomStore {
  transaction<T>(work: () => T): T;
  readonly log: LogStore;
  readonly messages: MessageStore;
  readonly turns: TurnStore;
  readonly people: PeopleStore;
  readonly door: DoorStore;
  readonly outbox: OutboxStore;
  /** The room is deleted: from now on every call throws, so that nothing still under way writes into the emptied object. */
  end(): void;
}
