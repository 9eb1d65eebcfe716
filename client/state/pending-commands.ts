import type { Command } from "../../shared/protocol/client-messages.ts";
import type { NackError } from "../../shared/protocol/server-messages.ts";

/**
 * Where a command stands; it only moves forward. `queued`: no socket has had it. `sending`: handed to a socket, no
 * answer yet. `sent`: acknowledged, its event still on the way. `failed`: refused; kept until the person decides.
 */
export type PendingState = "queued" | "sending" | "sent" | "failed";

/** A command the room has not shown the effect of yet. Replaced, never mutated. */
export interface PendingCommand {
  readonly ref: string;
  readonly command: Command;
  readonly state: PendingState;
  readonly queued_at_ms: number;
  /** Newest event the device had when it handed the command over; until then, when it was given. */
  readonly after_seq: number;
  /** Event at which the room acknowledged it; only when `sent`. */
  readonly acked_seq?: number;
  /** Why it was refused; only when `failed`. */
  readonly error?: NackError | undefined;
  /** Too old to send without asking whether answers are still wanted; it and the messages behind it wait. */
  readonly ask?: boolean;
  /** The message of a snapshot that is this very command: not drawn a second time while the answer is awaited. */
  readonly in_view?: string;
}

const RANK: Record<PendingState, number> = { queued: 0, sending: 1, sent: 2, failed: 2 };

/** `list` with `ref` moved to `state`; unchanged where that would be backwards or sideways. */
export function advance(
  list: readonly PendingCommand[],
  ref: string,
  state: PendingState,
  extra: Partial<Pick<PendingCommand, "acked_seq" | "after_seq" | "error">> = {},
): readonly PendingCommand[] {
  return list.map((item) => (item.ref === ref && RANK[state] > RANK[item.state] ? { ...item, ...extra, state } : item));
}

/** Without the one of that `ref`; the same list where there is none. */
export const retire = (list: readonly PendingCommand[], ref: string | undefined): readonly PendingCommand[] =>
  list.some((item) => item.ref === ref) ? list.filter((item) => item.ref !== ref) : list;

/** Without those acknowledged at or before `seq`: the view shows their effect. */
export const retireReached = (list: readonly PendingCommand[], seq: number): readonly PendingCommand[] =>
  list.some((item) => isReached(item, seq)) ? list.filter((item) => !isReached(item, seq)) : list;

const isReached = (item: PendingCommand, seq: number): boolean => item.acked_seq !== undefined && item.acked_seq <= seq;

/** The messages among them that a transcript draws below its own. */
export const bubblesOf = (list: readonly PendingCommand[]): readonly PendingCommand[] =>
  list.filter((item) => item.command.type === "send" && item.in_view === undefined);

/** What a snapshot shows of one message, as far as telling it apart needs. */
interface SnapshotRow {
  readonly id: string;
  readonly seq: number;
  readonly user: string;
  readonly bot: string | null;
  readonly entry: string;
}

/**
 * Marks messages on their way that a snapshot already shows. Events carry the `ref`, rows do not: so a row that is new
 * to this device (`seq` above `known`), mine and of the same text stands for one command of that text, oldest first.
 * A wrong guess only hides a bubble until the answer comes. Pure; O(pending × rows).
 */
export function matchSnapshot(
  list: readonly PendingCommand[],
  rows: readonly SnapshotRow[],
  me: string,
  known: number,
): readonly PendingCommand[] {
  const mine = rows.filter((row) => row.user === me && row.bot === null && row.seq > known);
  return list.map((item) => {
    const mayBeThere = item.state === "sending" || item.ask === true;
    if (item.command.type !== "send" || !mayBeThere || item.in_view !== undefined) return item;
    const { text } = item.command;
    const at = mine.findIndex((row) => row.entry === text && row.seq > item.after_seq);
    const [row] = at < 0 ? [] : mine.splice(at, 1);
    return row ? { ...item, in_view: row.id, ask: false } : item;
  });
}
