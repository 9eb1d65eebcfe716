import type { RefObject, VNode } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { dayOf } from "../ui/date-words.ts";
import { greetingOf } from "./greeting-cards.ts";
import { HistoryEdge } from "./history-edge.tsx";
import { Intro } from "./intro.tsx";
import { JumpPill } from "./jump-pill.tsx";
import { TranscriptLine } from "./message.tsx";
import { PendingBubble } from "./pending-bubble.tsx";
import { useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { TranscriptGap } from "./transcript-gap.tsx";
import { ReadersContext, useReaders } from "./transcript-receipts.tsx";
import { type Reader, type TranscriptRow, tailStart, transcriptRows } from "./transcript-rows.ts";
import { TranscriptContext, TranscriptState } from "./transcript-state.ts";
import { useReadMarker } from "./use-read-marker.ts";
import { useTarget, useTranscriptGo } from "./use-transcript-go.ts";
import { useTranscriptInput } from "./use-transcript-input.ts";
import { useTranscriptScroll } from "./use-transcript-scroll.ts";

const TranscriptSearch = lazy(() => import("./transcript-search.tsx").then(({ TranscriptSearch: panel }) => panel));

/** A line of the list: the cards a room opens with, a message, or the mark of what is not fetched. */
export type Line =
  | { readonly key: string; readonly cards: readonly RoomBot[] }
  | { readonly key: string; readonly row: TranscriptRow }
  | { readonly key: string; readonly isGap: true };

/** Guess for rows nobody has measured yet, CSS pixels: a message of two lines with its header. */
const USUAL_ROW_PX = 96;
/** How far beyond the edges rows are drawn, and so measured before they come into sight: a page up lands within it. */
const MEASURED_AHEAD_PX = 1_200;

/**
 * The messages. Old ones are virtual rows; the last ones, whatever streams and what we are sending stand in normal flow
 * below, so that a growing reply is never measured (ux §3.6).
 */
export function Transcript(): VNode {
  const { room } = useRoomScene();
  const state = useMemo(() => new TranscriptState(), [room]);
  const refs = {
    scroller: useRef<HTMLElement>(null),
    content: useRef<HTMLDivElement>(null),
    tail: useRef<HTMLOListElement>(null),
  };
  const virtual = useRef<VirtualizerHandle>(null);
  const target = useTarget();
  const { talk, lines, size, unread } = useLines(room);
  const scroll = useTranscriptScroll(room, refs, talk, { target, unread: unread?.unread ?? 0 });
  const split = useSplit(talk, lines, scroll.state.mode === "hold", unread?.message.id ?? null);
  const go = useTranscriptGo({ room, state, scroll, refs, virtual, history: split.history, target });
  const search = useSearch();
  const input = useTranscriptInput({ room, state, scroll, refs, go, unread, onSearch: search.open });
  useReadMarker(room, refs.scroller);
  useLayoutEffect(() => state.resize(size), [size]);
  return (
    <TranscriptContext.Provider value={state}>
      <ReadersContext.Provider value={useReaders()}>
        <div class="transcript">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it */}
          <section class="scroller" ref={refs.scroller} tabIndex={0} aria-label="Messages" {...input.handlers}>
            <div class="transcript-content" ref={refs.content}>
              <VirtualLines handle={virtual} scroller={refs.scroller} split={split} focused={input.focused} />
              <Tail lines={split.recent} list={refs.tail} />
              <div id="newest" tabIndex={-1} />
            </div>
          </section>
          <HistoryEdge />
          {talk.length > 0 && <JumpPill state={scroll.state} isEndInSight={scroll.isEndInSight} onJump={scroll.jump} />}
          {search.isOpen && <SearchPanel list={refs.scroller} onGo={go} onClose={search.close} />}
        </div>
      </ReadersContext.Provider>
    </TranscriptContext.Provider>
  );
}

interface VirtualLinesProps {
  readonly handle: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly split: ReturnType<typeof useSplit>;
  /** The message that has the focus: it stays drawn wherever it stands. */
  readonly focused: string | null;
}

function VirtualLines({ handle, scroller, split: { history, isPrepended }, focused }: VirtualLinesProps): VNode | null {
  const pinned = useMemo(() => {
    const at = focused === null ? -1 : history.findIndex(({ key }) => key === focused);
    return at < 0 ? [] : [at];
  }, [focused, history]);
  if (history.length === 0) return null;
  return (
    <Virtualizer
      ref={handle}
      as="ol"
      item="li"
      scrollRef={scroller}
      data={history}
      shift={isPrepended}
      itemSize={USUAL_ROW_PX}
      bufferSize={MEASURED_AHEAD_PX}
      keepMounted={pinned}
    >
      {(line) => <LineView key={line.key} line={line} />}
    </Virtualizer>
  );
}

/** The newest lines in normal flow, with what we are sending. */
function Tail({ lines, list }: { lines: readonly Line[]; list: RefObject<HTMLOListElement | null> }): VNode {
  const { room } = useRoomScene();
  return (
    <ol class="tail" ref={list}>
      {lines.map((line) => (
        <li key={line.key}>
          <LineView line={line} />
        </li>
      ))}
      {room.bubbles.value.map((item) => (
        <li key={item.ref}>
          <PendingBubble item={item} />
        </li>
      ))}
    </ol>
  );
}

/** Closing it gives the focus back to the list. */
function SearchPanel({
  list,
  onGo,
  onClose,
}: {
  list: RefObject<HTMLElement | null>;
  onGo: (message_id: string) => void;
  onClose: () => void;
}): VNode | null {
  const room_id = useRoomScene().room.room_id.value;
  const close = () => {
    onClose();
    list.current?.focus({ preventScroll: true });
  };
  if (room_id === null) return null;
  return (
    <Suspense fallback={null}>
      <TranscriptSearch room_id={room_id} onGo={onGo} onClose={close} />
    </Suspense>
  );
}

function LineView({ line }: { line: Line }): VNode {
  if ("isGap" in line) return <TranscriptGap />;
  return "row" in line ? <TranscriptLine row={line.row} /> : <Intro cards={line.cards} />;
}

/** The search of this room; `?find` in the address opens it too. */
function useSearch() {
  const { query } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const isAsked = query["find"] !== undefined;
  useEffect(() => {
    if (isAsked) setOpen(true);
  }, [isAsked]);
  return { isOpen, open: () => setOpen(true), close: () => setOpen(false) };
}

/** The talk, and the lines to draw for it: the cards first, where the beginning of the room is known. */
function useLines(room: RoomModel) {
  const { bots } = useRoomScene();
  const messages = room.messages.value;
  const hasMore = room.hasMore.value;
  const gap = room.gap.value;
  const total = room.view.value?.room.total_messages ?? 0;
  const reader = useReader(room);
  return useMemo(() => {
    const { cards, greeted } = hasMore ? { cards: [], greeted: 0 } : greetingOf(bots.value, messages);
    const talk = messages.slice(greeted);
    const size = hasMore || gap !== null ? Math.max(total, talk.length) : talk.length;
    const rows = transcriptRows(talk, dayOf, reader, { size, gap, hasMore });
    const lines = rows.flatMap((row): Line[] => {
      const line = { key: row.message.id, row };
      return row.message.id === gap ? [{ key: "gap", isGap: true }, line] : [line];
    });
    const unread = rows.find((row) => row.unread !== null) ?? null;
    return { talk, size, unread, lines: cards.length > 0 ? [{ key: "intro", cards }, ...lines] : lines };
  }, [messages, hasMore, gap, total, bots.value, reader]);
}

/** What the reader had read when they came in; it does not move during the visit. */
function useReader(room: RoomModel): Reader {
  const user_id = room.you.value?.user_id ?? "";
  return useMemo(() => {
    const view = room.view.peek();
    const me = view?.members.find((member) => member.user_id === user_id);
    return { user_id, read_up_to: me?.read_up_to ?? null, newest: view?.messages.at(-1)?.id ?? null };
  }, [user_id]);
}

/** Virtual rows above, rows in normal flow below; on entering, all that are unread stand in normal flow. */
function useSplit(
  talk: RoomModel["messages"]["value"],
  lines: readonly Line[],
  isHeld: boolean,
  unread: string | null,
) {
  const firstOfTail = useRef<string | null>(unread);
  const firstLine = useRef<string | null>(null);
  const isEntering = firstLine.current === null;
  const start = tailStart(talk, firstOfTail.current, isHeld || isEntering);
  const at = start === 0 ? 0 : start + lines.length - talk.length;
  const isPrepended = !isEntering && firstLine.current !== lines[0]?.key;
  useLayoutEffect(() => {
    firstOfTail.current = talk[start]?.id ?? null;
    firstLine.current = lines[0]?.key ?? null;
  });
  return { history: useMemo(() => lines.slice(0, at), [lines, at]), recent: lines.slice(at), isPrepended };
}
