import type { RoomInfo } from "../../../../shared/fields/conversation.ts";
import type { ReplyError } from "../../../../shared/fields/message.ts";
import type { TurnQueue } from "../state.ts";

/** How often others have had the owner's key pay on one day, `YYYY-MM-DD` in UTC. */
export interface Lent {
  readonly day: string;
  readonly turns: number;
}

/** Turns a day that the owner lets others have on their key; null is any number. */
export const lentTurns = ({ settings }: Pick<RoomInfo, "settings">): number | null =>
  settings.others_key_turns === undefined ? 0 : settings.others_key_turns;

interface Asking {
  /** Who pays for the model that was chosen. */
  readonly payer: string;
  readonly askedBy: string;
  readonly ownerId: string;
  readonly allowed: number | null;
  readonly now: string;
}

/** A key is the owner's: whoever else asks spends it only as far as the owner has said. Rules PAY1 and PAY2. */
export function lendingRefusal(queue: TurnQueue, asking: Asking): ReplyError | null {
  const { allowed, now } = asking;
  if (!isLent(asking) || allowed === null || turnsOn(queue, now) < allowed) return null;
  const message =
    allowed === 0
      ? "It is not open to others in this room."
      : `Others may use it for ${allowed} ${allowed === 1 ? "turn" : "turns"} a day, and have today.`;
  return { code: "forbidden", message, retryable: false };
}

/** The queue with one more turn counted, where it is one that somebody else's key pays. */
export function countLent(queue: TurnQueue, asking: Pick<Asking, "payer" | "askedBy" | "ownerId" | "now">): TurnQueue {
  if (!isLent(asking)) return queue;
  return { ...queue, lent: { day: dayOf(asking.now), turns: turnsOn(queue, asking.now) + 1 } };
}

const isLent = ({ payer, askedBy, ownerId }: Pick<Asking, "payer" | "askedBy" | "ownerId">): boolean =>
  payer === ownerId && askedBy !== ownerId;

const dayOf = (now: string): string => now.slice(0, 10);

const turnsOn = ({ lent }: TurnQueue, now: string): number => (lent?.day === dayOf(now) ? lent.turns : 0);
