import type { RefObject, VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { VirtualizerHandle } from "virtua";
import type { PendingCommand } from "../state/pending-commands.ts";
import { dayOf } from "../ui/date-words.ts";
import { fetchWhenIdle, lazyPart } from "../ui/lazy-part.tsx";
import { greetingOf } from "./greeting-cards.ts";
import { HistoryEdge } from "./history-edge.tsx";
import { JumpPill } from "./jump-pill.tsx";
import { PendingBubble } from "./pending-bubble.tsx";
import { isInFront, useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { type Line, LineView } from "./transcript-line.tsx";
import { loadVirtualLines, virtualLines } from "./transcript-older.ts";
import { ReadersContext, useReaders } from "./transcript-receipts.tsx";
import { firstUnread, inRoom, type Reader, TAIL_MOST, tailStart, transcriptRows } from "./transcript-rows.ts";
import { TranscriptContext, TranscriptState } from "./transcript-state.ts";
import { useReadMarker } from "./use-read-marker.ts";
import { useTarget, useTranscriptGo } from "./use-transcript-go.ts";
import { useTranscriptInput } from "./use-transcript-input.ts";
import { useTranscriptScroll } from "./use-transcript-scroll.ts";

const TranscriptSearch = lazyPart(() => import("./transcript-search.tsx").then(({ TranscriptSearch: panel }) => panel));

const MessageDeed = lazyPart(() => import("./message-deed.tsx").then(({ MessageDeed: deed }) => deed));
const PathBanner = lazyPart(() => import("./path-banner.tsx").then(({ PathBanner: banner }) => banner));

/**
 * The messages. Older pages are virtual rows; the first page, whatever streams and what we are sending stand in normal
 * flow below, so that a growing reply is never measured (ux §3.6).
 */
export function Transcript(): VNode {
  const scene = useRoomScene();
  const { room } = scene;
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
  useEditing(state);
  useLeftPath(state);
  useOlderSoon(room.hasMore.value || talk.length > TAIL_MOST);
  useLayoutEffect(() => state.resize(size), [size]);
  return (
    <TranscriptContext.Provider value={state}>
      <ReadersContext.Provider value={useReaders()}>
        <div class="transcript">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it */}
          <section class="scroller" ref={refs.scroller} tabIndex={0} aria-label="Messages" {...input.handlers}>
            <div class="transcript-content" ref={refs.content}>
              {split.Older && split.history.length > 0 && (
                <split.Older
                  handle={virtual}
                  scroller={refs.scroller}
                  lines={split.history}
                  draw={(line) => <LineView key={line.key} line={line} />}
                  isPrepended={split.isPrepended}
                  focused={input.focused}
                />
              )}
              <Tail lines={split.recent} list={refs.tail} />
              <div id={isInFront(scene) ? "newest" : undefined} tabIndex={-1} />
            </div>
          </section>
          <HistoryEdge />
          <Doings state={state} />
          {talk.length > 0 && <JumpPill state={scroll.state} isEndInSight={scroll.isEndInSight} onJump={scroll.jump} />}
          {search.words !== null && (
            <SearchPanel
              key={search.words}
              words={search.words}
              list={refs.scroller}
              onGo={go}
              onClose={search.close}
            />
          )}
        </div>
      </ReadersContext.Provider>
    </TranscriptContext.Provider>
  );
}

/** What comes only when a person does something with a message. */
function Doings({ state }: { state: TranscriptState }): VNode {
  const left = state.left.value;
  return (
    <>
      {left && <PathBanner left={left} />}
      {state.deed.value && state.deed.value.kind !== "edit" && <MessageDeed />}
    </>
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
      {room.bubbles.value.filter(isInRoom).map((item) => (
        <li key={item.ref}>
          <PendingBubble item={item} />
        </li>
      ))}
    </ol>
  );
}

/** Not in a thread, which shows its own. */
const isInRoom = ({ command }: PendingCommand): boolean => command.type !== "send" || command.thread_id === undefined;

/** Closing it gives the focus back to the list. */
function SearchPanel({
  words,
  list,
  onGo,
  onClose,
}: {
  words: string;
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
  return <TranscriptSearch room_id={room_id} words={words} onGo={onGo} onClose={close} />;
}

/** The search of this room; `?find` in the address and `/find` open it too. */
function useSearch() {
  const { finding } = useRoomScene();
  const { query } = useLocation();
  const asked = query["find"];
  useEffect(() => {
    if (asked !== undefined) finding.value = asked;
  }, [asked]);
  const open = () => {
    finding.value = finding.peek() ?? "";
  };
  const close = () => {
    finding.value = null;
  };
  return { words: finding.value, open, close };
}

/** After a reload the way back to another path is still there. */
function useLeftPath(state: TranscriptState): void {
  const room_id = useRoomScene().room.room_id.value;
  useEffect(() => {
    if (room_id === null) return;
    const kept = import("./left-path.ts").then(({ keepLeftPath }) => keepLeftPath(state, room_id));
    return () => void kept.then((end) => end());
  }, [state, room_id]);
}

/** Begins what the composer asks for with ↑. */
function useEditing(state: TranscriptState): void {
  const { editing } = useRoomScene();
  const asked = editing.value;
  useEffect(() => {
    if (asked === null) return;
    editing.value = null;
    state.go(asked);
    state.begin("edit", asked);
  }, [asked]);
}

/** Fetches the list for older messages once the room stands, where there are any. */
function useOlderSoon(isLong: boolean): void {
  useEffect(() => (isLong ? fetchWhenIdle([{ fetch: loadVirtualLines }]) : undefined), [isLong]);
}

/** The talk, and the lines to draw for it: the cards first, where the beginning of the room is known. */
function useLines(room: RoomModel) {
  const { bots } = useRoomScene();
  const all = room.messages.value;
  const messages = useMemo(() => inRoom(all), [all]);
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

/** What the reader had not read when they came in; it moves during the visit only where they mark it anew. */
function useReader(room: RoomModel): Reader {
  const user_id = room.you.value?.user_id ?? "";
  const marked = room.unreadFrom.value;
  const returned = useReturned(room);
  return useMemo(() => {
    const messages = inRoom(room.view.peek()?.messages ?? []);
    const newest = messages.at(-1)?.id ?? null;
    if (marked !== null) return { user_id, first_unread: marked, unread: countFrom(room, marked), newest };
    const { unread: sum = 0, threads = {} } = room.unread.peek() ?? {};
    const all = Object.values(threads).reduce((left, n) => left - n, sum);
    // What was on this screen before the connection was lost is not new, also where the room has not heard that yet.
    const unread = returned === 0 ? all : Math.min(all, room.arrived.peek());
    return { user_id, first_unread: firstUnread(messages, user_id, unread), unread, newest };
  }, [user_id, marked, returned]);
}

/** When the device last came back to news, Unix milliseconds: that begins a visit as entering does. 0 before. */
function useReturned(room: RoomModel): number {
  const returned = useRef(0);
  if (room.status.value === "live" && room.arrived.value > 0) returned.current = room.statusSince.value;
  return returned.current;
}

const countFrom = (room: RoomModel, message_id: string): number => {
  const known = inRoom(room.messages.peek());
  const from = known.findIndex(({ id }) => id === message_id);
  const me = room.you.peek()?.user_id;
  return known.filter((m, at) => at >= from && (m.bot !== null || m.user !== me)).length;
};

/**
 * Virtual rows above, rows in normal flow below; on entering, all that are unread stand in normal flow. A room with no
 * more than a page has no virtual rows, and loads nothing for them.
 */
function useSplit(
  talk: RoomModel["messages"]["value"],
  lines: readonly Line[],
  isHeld: boolean,
  unread: string | null,
) {
  const firstOfTail = useRef<string | null>(unread);
  const firstLine = useRef<string | null>(null);
  const isEntering = firstLine.current === null;
  const Older = virtualLines.value;
  const start = Older === null ? 0 : tailStart(talk, firstOfTail.current, isHeld || isEntering);
  const at = start === 0 ? 0 : start + lines.length - talk.length;
  const isPrepended = !isEntering && firstLine.current !== lines[0]?.key;
  useLayoutEffect(() => {
    firstOfTail.current = talk[start]?.id ?? null;
    firstLine.current = lines[0]?.key ?? null;
  });
  return { Older, history: useMemo(() => lines.slice(0, at), [lines, at]), recent: lines.slice(at), isPrepended };
}
