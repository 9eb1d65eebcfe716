import type { LorePin } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { PAGE_SIZE } from "../../shared/protocol/limits.ts";
import type { Ack, UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { NewEvent, RoomEvent } from "../../shared/room/events.ts";
import { applyEvent, type RoomView } from "../../shared/room/room-view.ts";
import { asksForCount, concernsD1, countOn, isSameTable, lastActivity, seat, snapshotOf } from "./commit-facts.ts";
import { isFor } from "./core/for-person.ts";
import type { PathChange, ReadChange, RoomState, TurnQueue } from "./core/state.ts";
import { EMPTY_QUEUE } from "./core/turns/turn-queue.ts";
import { projectMessage } from "./message-projection.ts";
import { changePath } from "./path-changes.ts";
import type { Counters, RoomStore, StoredRoom } from "./room-store.ts";
import type { ConversationCopy, ConversationSnapshot, LoreState, MessagePage } from "./rpc.ts";
import { parentEvents } from "./thread-parents.ts";

/** Messages of a `LoreState`: the engine reads the newest hundred of each kind. */
const MAX_LORE_MESSAGES = 200;

/** One change of the room: all of it is committed, or none. */
export interface Change {
  readonly events?: readonly NewEvent[];
  readonly queue?: TurnQueue;
  readonly path?: PathChange;
  readonly inherits?: {
    readonly messageId: string;
    readonly from: string;
    readonly to: string;
    readonly generations?: readonly string[];
  };
  readonly reads?: ReadChange;
  /** People whom somebody else sent away. */
  readonly letGo?: readonly string[];
  /** The command this answers; a repeat will find it. */
  readonly command?: { actorId: string; ref: string; bodyHash: string; answer: Omit<Ack, "type" | "ref" | "seq"> };
  /** Further writes of the same commit. Synchronous. */
  readonly also?: () => void;
}

export interface Committed {
  readonly events: readonly RoomEvent[];
  readonly ack: Ack | null;
}

/**
 * The room's state and the one place where it changes: decide, then `commit`, then tell. Fields are caches of SQLite
 * and follow it only after the transaction stood.
 */
export class RoomCore {
  readonly store: RoomStore;
  #view: RoomView;
  #queue: TurnQueue;
  /** The queue as it stands on disk: most messages of people leave it as it is. */
  #savedQueue: TurnQueue;
  #counters: Counters;
  /** What each member has not read, as far as it was asked for since it may last have changed. */
  #unread = new Map<string, UnreadCount>();
  readonly #listeners: ((events: readonly RoomEvent[]) => void)[] = [];

  constructor(store: RoomStore, stored: StoredRoom) {
    this.store = store;
    const { messages, hasMore } = store.messages.newest(PAGE_SIZE);
    const { seq, room, bots, members } = stored;
    this.#view = { seq, room, bots, members, messages, has_more: hasMore };
    this.#queue = stored.queue;
    this.#savedQueue = stored.queue;
    this.#counters = stored.counters;
  }

  /** A room that was never used, with its first messages. */
  static create(
    store: RoomStore,
    first: Pick<StoredRoom, "room" | "bots" | "members">,
    events: readonly NewEvent[],
    now: string,
  ): RoomCore {
    const counters = { total_messages: 0, total_tokens: 0, last_activity: now, rev: 0 };
    const stored: StoredRoom = { seq: 0, ...first, queue: EMPTY_QUEUE, counters };
    return store.transaction(() => {
      store.log.saveRoom(first);
      store.log.saveCounters(counters);
      const core = new RoomCore(store, stored);
      core.#write({ events }, now, true);
      return new RoomCore(store, store.log.load() ?? stored);
    });
  }

  get view(): RoomView {
    return this.#view;
  }
  get queue(): TurnQueue {
    return this.#queue;
  }
  get counters(): Counters {
    return this.#counters;
  }

  /** What someone has not read: exact at every commit. */
  unreadOf(userId: string): UnreadCount {
    const known = this.#unread.get(userId) ?? this.store.people.unread(userId);
    this.#unread.set(userId, known);
    return known;
  }

  /** Calls `listener` after every commit. It must not throw, nor change the room. */
  listen(listener: (events: readonly RoomEvent[]) => void): void {
    this.#listeners.push(listener);
  }

  /** What a command handler may look at. */
  state(): RoomState {
    const pinnedTurnsLeft = (pin: LorePin) => this.pinnedTurnsLeft(pin, Number.MAX_SAFE_INTEGER);
    const hasPath = (id: string, path: string) => this.store.messages.hasShelf(id, path);
    const writing = () => this.store.turns.generations();
    return {
      view: this.#view,
      queue: this.#queue,
      message: (id) => this.message(id),
      writing,
      hasPath,
      pinnedTurnsLeft,
      readMark: (userId, threadId) => this.store.people.readMark(userId, threadId),
      isFollowed: (id) => this.store.messages.isFollowed(id),
      thread: (id) => this.store.messages.thread(id),
      before: (message, userId) => this.#before(message, userId),
    };
  }

  /** The newest message for `userId` that stands before another in the room or its thread. */
  #before(message: MessageRow, userId: string): MessageRow | null {
    const { thread_id } = message.message_thread;
    for (let before = message.seq; ; ) {
      const { messages, hasMore } = this.store.messages.page({ before }, PAGE_SIZE);
      const found = messages.findLast((m) => isFor(userId, m) && m.message_thread.thread_id === thread_id);
      if (found || !hasMore) return found ?? null;
      before = messages[0]?.seq ?? 0;
    }
  }

  message(id: string): MessageRow | null {
    return this.#view.messages.find((m) => m.id === id) ?? this.store.messages.get(id);
  }

  /** Whether someone who takes part reads this message, and it shows this picture. */
  shows({ messageId, mediaId }: { messageId: string; mediaId: string }, userId: string): boolean {
    const message = this.message(messageId);
    if (!message || !isFor(userId, message) || !this.#view.members.some((m) => m.user_id === userId)) return false;
    return message.message_content.media_attachments.includes(mediaId);
  }

  /** Bot turns for which a pin stays, as seen by a reply that stands at `seq`; 0 for one from before the pin. */
  pinnedTurnsLeft({ since, turns }: LorePin, seq: number): number {
    return seq <= since ? 0 : Math.max(0, turns - this.store.messages.repliesBetween(since, seq));
  }

  /** The conversation as D1 and HTTP hold it, exact as of the last commit. */
  snapshot(): ConversationSnapshot {
    return snapshotOf(this.#view, this.#counters);
  }

  /** Messages before or after one, exclusive; neither gives the newest. An unknown id gives none. */
  history(page: { before?: string; after?: string; thread?: string; limit: number }): MessagePage {
    const { messages } = this.store;
    const limit = Math.min(Math.max(1, page.limit), 100);
    const anchor = page.after ?? page.before;
    const seq = anchor === undefined ? Number.MAX_SAFE_INTEGER : messages.get(anchor)?.seq;
    if (seq === undefined) return { messages: [], hasMoreBefore: false, hasMoreAfter: false };
    const forward = page.after !== undefined;
    const found = messages.page(forward ? { after: seq } : { before: seq }, limit, page.thread);
    return {
      messages: found.messages,
      hasMoreBefore: forward || found.hasMore,
      hasMoreAfter: forward ? found.hasMore : anchor !== undefined,
    };
  }

  /** The stored trace or receipt of a message's current take, JSON; null where there is none. */
  explanation(kind: "trace" | "receipt", messageId: string): string | null {
    const take = this.message(messageId)?.current_take_id;
    return take ? this.store.turns[kind](messageId, take) : null;
  }

  /** See `ConversationRpc.loreState`. */
  loreState(messageId: string | null): LoreState | null {
    const { messages, turns } = this.store;
    const row = messageId === null ? null : this.message(messageId);
    if (messageId !== null && row === null) return null;
    const thread = row?.message_thread.thread_id ?? null;
    const beforeSeq = row === null ? Number.MAX_SAFE_INTEGER : row.seq + (row.bot === null ? 1 : 0);
    return {
      placed: messages.counted(beforeSeq, MAX_LORE_MESSAGES, thread),
      ...messages.measure(beforeSeq, thread),
      ledger: turns.ledger(beforeSeq, thread),
    };
  }

  /** Makes the change durable, then takes it over. Throws only when SQLite does; then nothing has changed. */
  commit(change: Change, now: string): Committed {
    const written = this.#transact(change, now);
    this.#view = this.#aPage(written.view);
    this.#counters = written.counters;
    if (change.queue) this.#queue = this.#savedQueue = change.queue;
    for (const listener of this.#listeners) listener(written.events);
    return { events: written.events, ack: written.ack };
  }

  #transact(change: Change, now: string) {
    try {
      return this.store.transaction(() => this.#write(change, now, false));
    } catch (cause) {
      // Counted on what is not there.
      this.#unread.clear();
      throw cause;
    }
  }

  /** Takes over a queue whose difference need not survive: how far the running reply is. */
  noteQueue(queue: TurnQueue): void {
    this.#queue = queue;
    for (const listener of this.#listeners) listener([]);
  }

  /** The view keeps about a page: what is older is read when asked for, and read again where much was deleted. */
  #aPage(view: RoomView): RoomView {
    const { length } = view.messages;
    if (length <= 2 * PAGE_SIZE && (length >= PAGE_SIZE || !view.has_more)) return view;
    const { messages, hasMore } = this.store.messages.newest(PAGE_SIZE);
    return { ...view, messages, has_more: hasMore };
  }

  #write(change: Change, now: string, first: boolean): Committed & { view: RoomView; counters: Counters } {
    const { store } = this;
    const events = store.log.append(change.events ?? [], now);
    let view = this.#view;
    let counters = this.#counters;
    const threads = new Set<string>();
    for (const event of events) {
      counters = projectMessage(store, event, counters, threads);
      view = applyEvent(view, event);
      seat(store, event);
    }
    for (const event of store.log.append(parentEvents(store, threads), now)) {
      counters = projectMessage(store, event, counters);
      view = applyEvent(view, event);
      events.push(event);
    }
    if (change.path) {
      const moved = store.log.append(changePath(store, view, change.path), now);
      events.push(...moved);
      view = moved.reduce(applyEvent, view);
      counters = { ...counters, ...store.messages.totals() };
    }
    if (!isSameTable(view, this.#view)) store.log.saveRoom(view);
    this.#count(events, this.#movesMarks(change));
    if (first || change.reads || events.some(concernsD1)) {
      counters = { ...counters, last_activity: lastActivity(events, counters, now), rev: counters.rev + 1 };
      store.log.saveCounters(counters);
      this.#enqueueConversation(view, counters, events[0]?.seq ?? view.seq);
    }
    this.#writeBeside(change, now);
    const ack = change.command ? this.#remember(change.command, view.seq) : null;
    return { events, ack, view, counters };
  }

  /** What is no event of the room. */
  #writeBeside({ queue, inherits, letGo = [], also }: Change, now: string): void {
    const { log, turns, door } = this.store;
    if (inherits) turns.inherit(inherits.messageId, inherits.from, inherits.to, inherits.generations);
    if (queue && queue !== this.#savedQueue) log.saveQueue(queue);
    for (const userId of letGo) door.saveLetGo(userId, now);
    also?.();
  }

  /** Follows what is unread: a message that only came adds one, whatever else happened has it counted when asked for. */
  #count(events: readonly RoomEvent[], hasMovedMarks: boolean): void {
    if (hasMovedMarks || events.some(asksForCount)) this.#unread.clear();
    for (const [userId, known] of this.#unread) this.#unread.set(userId, countOn(known, events, userId));
  }

  #movesMarks({ reads }: Change): boolean {
    if (reads) this.store.people.markRead(reads.userId, reads.threadId, reads.seq);
    return reads !== undefined;
  }

  #enqueueConversation(view: RoomView, counters: Counters, seq: number): void {
    const { room, bots, members, rev } = snapshotOf(view, counters);
    const counted = members.map((m) => ({ ...m, unread: this.unreadOf(m.user_id).unread }));
    const payload = JSON.stringify({ room, bots, members: counted, rev } satisfies ConversationCopy);
    this.store.outbox.put({ kind: "conversation", key: view.room.id, rev: counters.rev, seq, payload });
  }

  #remember(command: NonNullable<Change["command"]>, seq: number): Ack {
    const ack: Ack = { type: "ack", ref: command.ref, seq, ...command.answer };
    this.store.log.rememberCommand(command.actorId, command.ref, { bodyHash: command.bodyHash, ack });
    return ack;
  }
}
