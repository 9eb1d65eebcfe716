import { MAX_QUEUED_TURNS } from "../../../../shared/protocol/limits.ts";
import type { Ticket } from "../../../../shared/protocol/server-messages.ts";
import type { Turn, TurnQueue } from "../state.ts";

export const EMPTY_QUEUE: TurnQueue = { turns: [], held: false };

const WAITING: readonly Ticket["state"][] = ["queued", "held"];
export const isWaiting = (turn: Turn): boolean => WAITING.includes(turn.state);

/** The turn that has the floor, or null. */
export const runningTurn = (queue: TurnQueue): Turn | null => queue.turns.find((t) => !isWaiting(t)) ?? null;

/** The turn that should start now: the first waiting one, unless someone speaks or the queue is held. */
export function nextTurn(queue: TurnQueue): Turn | null {
  if (queue.held || runningTurn(queue)) return null;
  return queue.turns.find(isWaiting) ?? null;
}

/**
 * Adds turns at the end, at most MAX_QUEUED_TURNS waiting. A bot that already waits for a normal turn is not queued
 * twice; being asked for by name again gives its waiting turn the stronger reason.
 */
export function enqueue(queue: TurnQueue, added: readonly Turn[]): TurnQueue {
  let turns = [...queue.turns];
  for (const turn of added) {
    const same = turns.find((t) => isWaiting(t) && t.bot_id === turn.bot_id && t.trigger === turn.trigger);
    if (same && turn.message_id === null && same.whisper === turn.whisper) {
      if (isAsked(turn)) turns = turns.map((t) => (t === same ? { ...t, reason: turn.reason } : t));
    } else if (turns.filter(isWaiting).length < MAX_QUEUED_TURNS) {
      turns.push({ ...turn, state: queue.held ? "held" : "queued" });
    }
  }
  return { ...queue, turns };
}

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

/** Holds or releases the waiting turns. */
export function hold(queue: TurnQueue, held: boolean): TurnQueue {
  const state = held ? "held" : "queued";
  return { held, turns: queue.turns.map((t) => (isWaiting(t) ? { ...t, state } : t)) };
}

/** After the object died: whoever had the floor lost it. Waiting turns stay. */
export const afterDeath = (queue: TurnQueue): TurnQueue => ({ ...queue, turns: queue.turns.filter(isWaiting) });

/** What everyone sees of the queue. */
export const ticketsOf = (queue: TurnQueue): Ticket[] =>
  queue.turns.map(({ id, bot_id, state, reason, asked_by, payer }) => ({ id, bot_id, state, reason, asked_by, payer }));
