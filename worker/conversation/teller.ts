import type { QueueFrame, ServerMessage, Ticket, UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { countOn } from "./commit-facts.ts";
import { eventFor } from "./core/for-person.ts";
import { talkShown } from "./core/speakers/auto-talk.ts";
import { ticketsOf } from "./core/turns/turn-queue.ts";
import type { Clock } from "./ports.ts";
import type { Committed, RoomCore } from "./room-core.ts";
import type { Sessions } from "./sessions.ts";

/** Events as they are for one person, of now or of the log. */
export function eventsFor(core: RoomCore, userId: string, events: readonly RoomEvent[]): readonly RoomEvent[] {
  const message = (id: string) => core.message(id) ?? core.store.messages.find(id)?.row ?? null;
  const to = { userId, ownerId: core.view.room.user, message };
  const theirs = events.map((event) => eventFor(event, to));
  return theirs.every((event, at) => event === events[at]) ? events : theirs;
}

/** Tells everyone connected what was committed, each what is for them. */
export function tellEvents(core: RoomCore, sessions: Sessions, events: readonly RoomEvent[]): void {
  if (events.length === 0) return;
  sessions.broadcastEach((userId) => {
    const list = eventsFor(core, userId, events);
    return { frame: frameOf(list), isEverybodys: list === events };
  });
}

function frameOf(list: readonly RoomEvent[]): ServerMessage {
  const [only] = list;
  return list.length === 1 && only ? { type: "event", event: only } : { type: "events", list: [...list] };
}

/** The queue as everyone sees it. */
export function queueShown({ queue, view }: RoomCore, isPaused = false): Omit<QueueFrame, "type"> {
  const { auto } = queue;
  return {
    tickets: ticketsOf(queue),
    held: queue.held,
    ...(auto && { auto: talkShown(auto, view.room.turn_taking, isPaused) }),
  };
}

/** Tells everyone what was committed: the events, and the queue where it changed. Never before the commit. */
export class Teller {
  readonly #core: RoomCore;
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  #toldQueue: unknown = null;
  /** Tickets as they were last told; what the room knew when it woke, everyone here was told before. */
  #toldTickets: readonly Ticket[];
  /** How turns ended whose tickets are about to go. */
  readonly #endings = new Map<string, Ticket["state"]>();
  /** By what they were told and what they counted since. */
  readonly #knownUnread = new Map<string, UnreadCount>();
  #isPaused = false;

  constructor(core: RoomCore, sessions: Sessions, clock: Clock) {
    this.#core = core;
    this.#sessions = sessions;
    this.#clock = clock;
    this.#toldTickets = ticketsOf(core.queue);
  }

  /** Now, as events and rows carry it. */
  now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }

  tell({ events }: Committed): void {
    tellEvents(this.#core, this.#sessions, events);
    this.tellQueue();
    this.#tellUnread(events);
  }

  /** To each person here what they have not read, if it is another number than their devices come to by themselves. */
  #tellUnread(events: readonly RoomEvent[]): void {
    const people = this.#sessions.people();
    // Who is away counts nothing: they are told anew by their welcome.
    for (const userId of this.#knownUnread.keys()) if (!people.has(userId)) this.#knownUnread.delete(userId);
    for (const userId of people) {
      const count = this.#core.unreadOf(userId);
      const told = this.#knownUnread.get(userId);
      this.#knownUnread.set(userId, count);
      if (told === count) continue;
      if (!told || !isSameCount(countOn(told, events, userId), count))
        this.#sessions.tell(userId, { type: "unread", ...count });
    }
  }

  /** The queue to everyone, if it is another than they know. */
  tellQueue(): void {
    const { queue } = this.#core;
    if (queue === this.#toldQueue) return;
    this.#toldQueue = queue;
    const shown = queueShown(this.#core, this.#isPaused);
    const over = this.#endedSince(shown.tickets);
    // Once, with how it ended, and then no more: nobody has to guess why a ticket is gone.
    if (over.length > 0) this.#sessions.broadcast({ type: "queue", ...shown, tickets: [...over, ...shown.tickets] });
    this.#sessions.broadcast({ type: "queue", ...shown });
  }

  /** The turn's ticket goes with the next telling. What was said in full needs no word more: its message is there. */
  ended(turnId: string, state: Ticket["state"]): void {
    this.#endings.set(turnId, state);
  }

  /** Tickets that were told and are gone, unless their reply is done. */
  #endedSince(tickets: readonly Ticket[]): Ticket[] {
    const here = new Set(tickets.map(({ id }) => id));
    const gone = this.#toldTickets.filter(({ id }) => !here.has(id));
    const over = gone.map((ticket) => ({ ...ticket, state: this.#endings.get(ticket.id) ?? endUntold(ticket) }));
    this.#endings.clear();
    this.#toldTickets = tickets;
    return over.filter(({ state }) => state !== "done");
  }

  /** Somebody types, or no longer does: bots that keep talking wait for them. */
  tellPause(isPaused: boolean): void {
    const { auto } = this.#core.queue;
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (auto === null || auto.ended !== null) return;
    this.#toldQueue = null;
    this.tellQueue();
  }
}

/** What never began was skipped; what had begun and was ended by nobody ended with the room's last life. */
const endUntold = ({ state }: Ticket): Ticket["state"] =>
  state === "queued" || state === "held" ? "skipped" : "interrupted";

/** Each number, whatever the order: threads are few. */
function isSameCount(a: UnreadCount, b: UnreadCount): boolean {
  const of = ({ threads }: UnreadCount) => Object.entries(threads);
  return a.unread === b.unread && of(a).length === of(b).length && of(a).every(([id, n]) => b.threads[id] === n);
}
