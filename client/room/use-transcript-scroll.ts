import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { AT_THE_END, type FollowState } from "./follow-hold.ts";
import { elementIdOf } from "./message.tsx";
import type { RoomModel } from "./room-model.ts";
import { ScrollKeeper } from "./scroll-keeper.ts";

/** Stands for the cards a room opens with, where a message's id is asked for. */
export const INTRO_ID = "intro";

export interface TranscriptRefs {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  readonly tail: RefObject<HTMLElement | null>;
}

const liveOf = (room: RoomModel): string | null => room.messages.peek().findLast((m) => m.streaming)?.id ?? null;
const elementOf = (message_id: string): HTMLElement | null => document.getElementById(elementIdOf(message_id));

/** Follow and hold for the transcript of `room`; `jump` is the pill. Runs before every paint that may move something. */
export function useTranscriptScroll(
  room: RoomModel,
  refs: TranscriptRefs,
  talk: readonly MessageRow[],
): { readonly state: FollowState; readonly isEndInSight: boolean; readonly jump: () => void } {
  const keeper = useRef<ScrollKeeper | null>(null);
  const [state, setState] = useState<FollowState>(AT_THE_END);
  const [isEndInSight, setEndInSight] = useState(true);
  useLayoutEffect(() => {
    const { scroller, content } = refs;
    if (!scroller.current || !content.current) return;
    keeper.current = new ScrollKeeper(scroller.current, content.current, {
      elementOf,
      live: () => liveOf(room),
      onState: setState,
      onEnd: setEndInSight,
      onNearTop: () => void room.loadOlder(),
    });
    return () => keeper.current?.dispose();
  }, [room]);
  useEntry(keeper, refs, talk, room.view.value !== null);
  useArrivals(keeper, room, talk);
  useLayoutEffect(() => {
    if (!keeper.current) return;
    keeper.current.tail = refs.tail.current;
    keeper.current.settle();
  });
  return { state, isEndInSight, jump: () => keeper.current?.step({ type: "jumped", live: liveOf(room) }) };
}

/** Where a visit begins: the cards of a room without talk, the first unread message, else the newest line. */
function useEntry(
  keeper: RefObject<ScrollKeeper | null>,
  { scroller }: TranscriptRefs,
  talk: readonly MessageRow[],
  isKnown: boolean,
): void {
  const hasBegun = useRef(false);
  useLayoutEffect(() => {
    const list = scroller.current;
    if (hasBegun.current || !isKnown || !list || !keeper.current) return;
    hasBegun.current = true;
    const divider = document.getElementById("unread");
    if (talk.length === 0) keeper.current.begin(0, INTRO_ID);
    else if (divider) {
      const offset = divider.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
      keeper.current.begin(offset - list.clientHeight / 3, null);
    }
  });
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
