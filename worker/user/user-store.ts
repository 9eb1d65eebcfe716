import type { Span } from "./core/spans.ts";

export const ITEM_KINDS = ["room", "job", "notification", "seen", "balance", "limits"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** The newest state of one thing, and the event that brought it. */
export interface Item {
  readonly kind: ItemKind;
  readonly id: string;
  readonly seq: number;
  /** When it came so, ISO. */
  readonly at: string;
  /** JSON; null where the thing is gone. */
  readonly payload: string | null;
}

/** What is remembered beside the log. */
export interface Upkeep {
  readonly time_zone: string;
  /** Stretches of use already counted, of late. */
  readonly covered: readonly Span[];
  /** When minutes are to be written to D1, Unix milliseconds; null where D1 has them. */
  readonly flush_at_ms: number | null;
}

/** A room that shows where the person is, and whether it knows them to be around. */
export interface Onlooker {
  readonly room: string;
  readonly knows: boolean;
}

/**
 * The object's own SQLite. Its log keeps of each thing only the newest state: each event is the whole thing, so whoever
 * comes back needs no other.
 */
export interface UserStore {
  transaction<T>(work: () => T): T;
  /** The newest event's number. */
  head(): number;
  /** Gives a number to an event of which nothing is kept. */
  nextSeq(): number;
  put(kind: ItemKind, id: string, payload: string | null, at: string): Item;
  get(kind: ItemKind, id: string): Item | null;
  /** Things of a kind that are not gone, newest first. */
  list(kind: ItemKind): Item[];
  /** Notes that a thing is still so. */
  touch(kind: ItemKind, id: string, at: string): void;
  /** Things that changed after an event, in order; null where the log cannot tell. */
  after(seq: number): Item[] | null;
  /** Forgets the oldest of a kind beyond `keep`. */
  prune(kind: ItemKind, keep: number): void;
  upkeep(): Upkeep;
  saveUpkeep(upkeep: Upkeep): void;
  addUse(day: string, ms: number): void;
  /** Milliseconds of use of a day. */
  useOf(day: string): number;
  /** Days of which D1 does not have all whole minutes. */
  unwrittenDays(): { day: string; minutes: number }[];
  noteWritten(days: readonly { day: string; minutes: number }[]): void;
  /** Rooms that asked where the person is, the latest first, with what they know. */
  onlookers(): Onlooker[];
  /** Notes what a room knows; the oldest beyond `keep` are forgotten. */
  putOnlooker(onlooker: Onlooker, keep: number): void;
  dropOnlooker(room: string): void;
  redeemTicket(jti: string, expiresAtMs: number, nowMs: number): boolean;
  /** The account is deleted: from now on every call throws, so that nothing still under way writes into the emptied object. */
  end(): void;
}
