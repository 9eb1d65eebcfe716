import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { AT_THE_END, type FollowState } from "./follow-hold.ts";
import { elementIdOf } from "./message.tsx";
import type { RoomModel } from "./room-model.ts";
import { ScrollKeeper } from "./scroll-keeper.ts";
import { loadVirtualLines } from "./transcript-older.ts";
import { lastPlace } from "./transcript-place.ts";
import { inRoom } from "./transcript-rows.ts";

/** Stands for the cards a room opens with, where a message's id is asked for. */
export const INTRO_ID = "intro";

export interface TranscriptRefs {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  readonly tail: RefObject<HTMLElement | null>;
}

export interface TranscriptScroll {
  readonly keeper: RefObject<ScrollKeeper | null>;
  readonly state: FollowState;
  readonly isEndInSight: boolean;
  /** To the newest line, following from there. */
  readonly jump: () => void;
}

const liveOf = (room: RoomModel): string | null =>
  inRoom(room.messages.peek()).findLast((m) => m.streaming)?.id ?? null;

/** Not of the page's: two rooms may stand in it, and each opens with cards. */
const elementIn = ({ current }: TranscriptRefs["content"], message_id: string): HTMLElement | null =>
  current?.querySelector<HTMLElement>(`#${elementIdOf(message_id)}`) ?? null;

/**
 * Follow and hold for the transcript of `room`. Runs before every paint that may move something. `target` is a message
 * the visit is for: nothing is followed until the reader is brought there.
 */
export function useTranscriptScroll(
  room: RoomModel,
  refs: TranscriptRefs,
  talk: readonly MessageRow[],
  visit: { readonly target: string | null; readonly unread: number },
): TranscriptScroll {
  const { preferences } = useApp();
  const keeper = useRef<ScrollKeeper | null>(null);
  const [state, setState] = useState<FollowState>(AT_THE_END);
  const [isEndInSight, setEndInSight] = useState(true);
  useLayoutEffect(() => {
    const { scroller, content } = refs;
    if (!scroller.current || !content.current) return;
    keeper.current = new ScrollKeeper(scroller.current, content.current, {
      elementOf: (message_id) => elementIn(content, message_id),
      live: () => liveOf(room),
      onState: (next) => {
        // Back at the newest line, what was fetched around an old one is no longer in the way.
        if (next.mode === "follow") room.leave();
        setState(next);
      },
      onEnd: setEndInSight,
      onNearTop: () => {
        if (room.hasMore.peek()) void loadVirtualLines().then(room.loadOlder);
      },
      followsLong: () => preferences.values.peek().long_replies === "follow",
    });
    return () => keeper.current?.dispose();
  }, [room]);
  useEntry(keeper, refs, talk, room, visit);
  useArrivals(keeper, room, talk);
  useEffect(() => {
    // Who only ever follows would hold the whole night. A stretch fetched apart is left by the reader's own way back.
    if (state.mode === "follow" && room.gap.peek() === null) room.leave();
  }, [state.mode, talk]);
  useLayoutEffect(() => {
    if (!keeper.current) return;
    keeper.current.tail = refs.tail.current;
    keeper.current.settle();
  });
  return { keeper, state, isEndInSight, jump: () => keeper.current?.step({ type: "jumped", live: liveOf(room) }) };
}

/**
 * Where a visit begins: at the message it is for; the cards of a room without talk; the first unread message, at the
 * upper third where all of them fit in two screens, else at the top; where the reader left off; else the newest line.
 */
function useEntry(
  keeper: RefObject<ScrollKeeper | null>,
  { scroller, content }: TranscriptRefs,
  talk: readonly MessageRow[],
  room: RoomModel,
  visit: { readonly target: string | null; readonly unread: number },
): void {
  const hasBegun = useRef(false);
  useLayoutEffect(() => {
    const list = scroller.current;
    if (hasBegun.current || room.view.value === null || !list || !keeper.current) return;
    hasBegun.current = true;
    enter(keeper.current, { list, content }, talk.length > 0, room, visit);
  });
}

function enter(
  keeper: ScrollKeeper,
  { list, content }: { readonly list: HTMLElement; readonly content: TranscriptRefs["content"] },
  isTalk: boolean,
  room: RoomModel,
  visit: { readonly target: string | null; readonly unread: number },
): void {
  const topOf = (element: Element) =>
    element.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
  const divider = list.querySelector(".unread-divider");
  const place = lastPlace.of(room.room_id.peek());
  const left = place && elementIn(content, place.message_id);
  if (visit.target !== null) keeper.stay();
  else if (!isTalk) keeper.begin(0, INTRO_ID);
  else if (divider) {
    const isShort = list.scrollHeight - topOf(divider) <= 2 * list.clientHeight;
    keeper.begin(topOf(divider) - (isShort ? list.clientHeight / 3 : 0), null, visit.unread);
  } else if (left) keeper.begin(topOf(left) - place.offset, null);
}

/** Tells the keeper what is new: messages of others are counted, one's own bring the list to the end. */
function useArrivals(keeper: RefObject<ScrollKeeper | null>, room: RoomModel, talk: readonly MessageRow[]): void {
  const newest = useRef<string | null>(null);
  const sent = useRef(0);
  const bubbles = room.bubbles.value;
  useLayoutEffect(() => {
    const known = talk.findIndex((m) => m.id === newest.current);
    const me = room.you.peek()?.user_id;
    const fresh = known < 0 ? [] : talk.slice(known + 1).filter((m) => m.bot !== null || m.user !== me);
    newest.current = talk.at(-1)?.id ?? null;
    if (fresh.length > 0) keeper.current?.step({ type: "arrived", count: fresh.length });
  }, [talk]);
  useLayoutEffect(() => {
    if (bubbles.length > sent.current) keeper.current?.step({ type: "sent", live: liveOf(room) });
    sent.current = bubbles.length;
  }, [bubbles]);
}
