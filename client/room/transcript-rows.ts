import type { MessageRow } from "../../shared/fields/message.ts";

/** Messages of one person closer than this stand under one header (ux §3.2). A bot's reply is a turn of its own. */
const GROUP_WINDOW_MS = 7 * 60_000;

/** One line of the transcript: a message and what is drawn above it. */
export interface TranscriptRow {
  readonly message: MessageRow;
  /** Draws its own name, label and time. */
  readonly has_header: boolean;
  /** First of its day, in the reader's time zone: `YYYY-MM-DD`. */
  readonly day: string | null;
  /** First of those the reader had not seen on entering; how many they were. */
  readonly unread: number | null;
  /** One of them: it keeps a light mark until the next visit. */
  readonly is_recent: boolean;
  /** What it answers, where that is known. */
  readonly answers: MessageRow | null;
  /** Its place among all messages of the room, from 1; null where that is not known. */
  readonly place: number | null;
}

/** Who reads, and what they had read on entering. */
export interface Reader {
  readonly user_id: string;
  /** The first message they had not read, and how many in all the room said; null where there was none. */
  readonly first_unread: string | null;
  readonly unread: number;
  /** The newest message on entering: later ones are news, not unread. */
  readonly newest: string | null;
}

/** Where the rows stand in the whole transcript. */
export interface Extent {
  /** Messages of the room, fetched or not. */
  readonly size: number;
  /** The first message after a stretch that is not fetched. */
  readonly gap: string | null;
  readonly hasMore: boolean;
}

/** Which day an ISO time falls on, where the reader is. Given, since days depend on a time zone. */
export type DayOf = (iso: string) => string;

/** Those said in the room itself: threads stand beside it. The same list where there are none. */
export function inRoom(messages: readonly MessageRow[]): readonly MessageRow[] {
  const isThere = ({ message_thread }: MessageRow) => message_thread.thread_id === undefined;
  return messages.every(isThere) ? messages : messages.filter(isThere);
}

/**
 * The rows of a transcript, oldest first, with what was unread on entering. O(messages).
 */
export function transcriptRows(
  messages: readonly MessageRow[],
  dayOf: DayOf,
  reader: Reader,
  extent: Extent = { size: messages.length, gap: null, hasMore: false },
): TranscriptRow[] {
  const known = new Map(messages.map((message) => [message.id, message]));
  const gapAt = Math.max(0, extent.gap === null ? 0 : messages.findIndex(({ id }) => id === extent.gap));
  const first = messages.findIndex(({ id }) => id === reader.first_unread);
  const last = messages.findIndex(({ id }) => id === reader.newest);
  const placeOf = (at: number) => {
    if (at >= gapAt && (extent.hasMore || gapAt > 0)) return extent.size - messages.length + at + 1;
    return extent.hasMore ? null : at + 1;
  };
  return messages.map((message, at) => {
    const before = messages[at - 1];
    const day = dayOf(message.created_timestamp);
    const isNewDay = !before || dayOf(before.created_timestamp) !== day;
    const isFirstUnread = first >= 0 && first === at;
    return {
      message,
      has_header: isNewDay || isFirstUnread || at === gapAt || !before || !continuesGroup(before, message),
      day: isNewDay ? day : null,
      unread: isFirstUnread ? reader.unread : null,
      is_recent: first >= 0 && at >= first && at <= last && isOthers(message, reader.user_id),
      answers: known.get(message.message_thread.reply_to_id ?? "") ?? null,
      place: placeOf(at),
    };
  });
}

function continuesGroup(before: MessageRow, message: MessageRow): boolean {
  const apartMs = Date.parse(message.created_timestamp) - Date.parse(before.created_timestamp);
  return (
    message.bot === null &&
    authorOf(before) === authorOf(message) &&
    before.persona_id === message.persona_id &&
    before.aside === message.aside &&
    message.message_thread.reply_to_id === null &&
    apartMs < GROUP_WINDOW_MS
  );
}

/** The bot that speaks, else the person. */
export const authorOf = (message: MessageRow): string => message.bot ?? message.user;

const isOthers = (m: MessageRow, user_id: string): boolean => m.bot !== null || m.user !== user_id;

/**
 * The first message of `count` unread ones, counted back from the newest as the room counts them: finished messages of
 * others that are shown to bots. The oldest known where not all of them are; null where there is none.
 */
export function firstUnread(messages: readonly MessageRow[], user_id: string, count: number): string | null {
  const news = messages.filter((m) => isOthers(m, user_id) && !m.hidden && !m.streaming);
  return count > 0 ? (news.at(-count)?.id ?? news[0]?.id ?? null) : null;
}

/** How many rows stand in normal flow at the end of a long list; the rest is virtual (ux §3.6). */
const TAIL = 20;
/** Up to here all do: a first page is drawn as it is. */
export const TAIL_MOST = 60;
/** While the reader holds, rows stay where they are up to here: fewer than 150 message elements with the virtual ones. */
const TAIL_MOST_HELD = 110;

/**
 * Index where the normal-flow tail begins; `first` is the id it began with before. It moves in steps, so that a row
 * rarely changes sides, seldom while the reader holds, and never past a message that is streaming: measuring a growing
 * row would move what is read.
 */
export function tailStart(messages: readonly MessageRow[], first: string | null, isHeld = false): number {
  const count = messages.length;
  const current = messages.findIndex((m) => m.id === first);
  const length = count - current;
  const isUsable = current >= 0 && length <= (isHeld ? TAIL_MOST_HELD : TAIL_MOST) && length >= Math.min(TAIL, count);
  const usual = count <= TAIL_MOST ? 0 : count - TAIL;
  const start = isUsable ? current : usual;
  const streaming = messages.findIndex((m) => m.streaming);
  return streaming < 0 ? start : Math.min(start, streaming);
}
