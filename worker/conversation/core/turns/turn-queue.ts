import { MAX_QUEUED_TURNS } from "../../../../shared/protocol/limits.ts";
import type { Ticket } from "../../../../shared/protocol/server-messages.ts";
import type { RoomState, Turn, TurnQueue } from "../state.ts";

/** Most replies that are written at once where bots are asked together (reliability P10). */
const MAX_TOGETHER = 4;

export const EMPTY_QUEUE: TurnQueue = { turns: [], held: false, auto: null, pick: null, lent: null };

const WAITING: readonly Ticket["state"][] = ["queued", "held"];
export const isWaiting = (turn: Turn): boolean => WAITING.includes(turn.state);

/** Turns that are being written; the first of them has the floor. */
export const runningTurns = (queue: TurnQueue): Turn[] => queue.turns.filter((t) => !isWaiting(t));

/** The turn in which a message is being written, or null. A bot writes one reply at a time. */
export function turnWriting({ queue, writing }: RoomState, messageId: string): Turn | null {
  const reply = writing().find((w) => w.message_id === messageId);
  return runningTurns(queue).find((t) => t.bot_id === reply?.bot_id) ?? null;
}

/** The turn that should start now: the first waiting one, unless the queue is held or someone speaks whom it is to hear. */
export function nextTurn(queue: TurnQueue): Turn | null {
  if (queue.held) return null;
  const running = runningTurns(queue);
  const next = queue.turns.find(isWaiting) ?? null;
  return next && (running.length === 0 || isWithThem(next, running)) ? next : null;
}

const isWithThem = (next: Turn, running: readonly Turn[]): boolean =>
  next.before_seq !== null &&
  running.length < MAX_TOGETHER &&
  running.every((t) => t.before_seq === next.before_seq && t.bot_id !== next.bot_id);

/**
 * Adds turns at the end, at most MAX_QUEUED_TURNS waiting. A bot that already waits for a normal turn is not queued
 * twice; being asked for by name again gives its waiting turn the stronger reason.
 */
export function enqueue(queue: TurnQueue, added: readonly Turn[]): TurnQueue {
  let turns = [...queue.turns];
  for (const turn of added) {
    const same = turns.find((t) => isWaiting(t) && t.bot_id === turn.bot_id && t.trigger === turn.trigger);
    if (same && isSameAsking(same, turn)) {
      const { reason } = isAsked(turn) ? turn : same;
      turns = turns.map((t) => (t === same ? { ...t, reason, before_seq: turn.before_seq } : t));
    } else if (turns.filter(isWaiting).length < MAX_QUEUED_TURNS) {
      turns.push({ ...turn, state: queue.held ? "held" : "queued" });
    }
  }
  return { ...queue, turns };
}

/** Asked for a reply of its own in the same place, to the same ears. */
const isSameAsking = (waiting: Turn, turn: Turn): boolean =>
  turn.message_id === null && waiting.whisper === turn.whisper && waiting.thread_id === turn.thread_id;

/** Someone named this bot: it also speaks while muted, and does not count against `max_replies`. */
export const isAsked = (turn: Pick<Turn, "reason">): boolean =>
  ["mentioned", "picked", "replying", "continuing"].includes(turn.reason.code);

/** The queue with one turn in another state, the running one first. */
export function setTurnState(queue: TurnQueue, turnId: string, state: Ticket["state"]): TurnQueue {
  const turns = queue.turns.map((t) => (t.id === turnId ? { ...t, state } : t));
  return { ...queue, turns: [...turns.filter((t) => !isWaiting(t)), ...turns.filter(isWaiting)] };
}

export const withoutTurn = (queue: TurnQueue, turnId: string): TurnQueue => ({
  ...queue,
  turns: queue.turns.filter((t) => t.id !== turnId),
});

/** Waiting turns in the given order; ids that are not waiting are ignored, unnamed ones keep their places after. */
export function reorder(queue: TurnQueue, order: readonly string[]): TurnQueue {
  const waiting = queue.turns.filter(isWaiting);
  const named = [...new Set(order)].flatMap((id) => waiting.filter((t) => t.id === id));
  const rest = waiting.filter((t) => !named.includes(t));
  return { ...queue, turns: [...queue.turns.filter((t) => !isWaiting(t)), ...named, ...rest] };
}

/** The queue with one turn written to its end while another has the floor. */
export function setTurnReady(queue: TurnQueue, turnId: string, words: number): TurnQueue {
  const turns = queue.turns.map((t): Turn => (t.id === turnId ? { ...t, state: "done", words } : t));
  return { ...queue, turns };
}

/** Holds or releases the waiting turns. */
export function hold(queue: TurnQueue, held: boolean): TurnQueue {
  const state = held ? "held" : "queued";
  return { ...queue, held, turns: queue.turns.map((t) => (isWaiting(t) ? { ...t, state } : t)) };
}

/** After the object died: whoever had the floor lost it. Waiting turns stay. */
export const afterDeath = (queue: TurnQueue): TurnQueue => ({ ...queue, turns: queue.turns.filter(isWaiting) });

/** What everyone sees of the queue. */
export const ticketsOf = (queue: TurnQueue): Ticket[] =>
  queue.turns.map(({ id, bot_id, state, reason, asked_by, payer, words }) => ({
    ...{ id, bot_id, state, reason, asked_by, payer },
    ...(words !== undefined && { words }),
  }));
