import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Virtualizer } from "virtua";
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
import { type TranscriptRow, tailStart, transcriptRows } from "./transcript-rows.ts";
import { useReadMarker } from "./use-read-marker.ts";
import { useTranscriptScroll } from "./use-transcript-scroll.ts";

/** A line of the list: the cards a room opens with, or a message. */
type Line =
  | { readonly key: string; readonly cards: readonly RoomBot[] }
  | { readonly key: string; readonly row: TranscriptRow };

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
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLOListElement>(null);
  const { talk, lines } = useLines(room);
  const { state, jump, isEndInSight } = useTranscriptScroll(room, { scroller, content, tail }, talk);
  const { history, recent, isPrepended } = useSplit(talk, lines, state.mode === "hold");
  useReadMarker(room, scroller);
  return (
    <div class="transcript">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it */}
      <section class="scroller" ref={scroller} tabIndex={0} aria-label="Messages">
        <div class="transcript-content" ref={content}>
          {history.length > 0 && (
            <Virtualizer
              as="ol"
              item="li"
              scrollRef={scroller}
              data={history}
              shift={isPrepended}
              itemSize={USUAL_ROW_PX}
              bufferSize={MEASURED_AHEAD_PX}
            >
              {(line) => <LineView key={line.key} line={line} />}
            </Virtualizer>
          )}
          <ol class="tail" ref={tail}>
            {recent.map((line) => (
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
          <div id="newest" tabIndex={-1} />
        </div>
      </section>
      <HistoryEdge />
      {talk.length > 0 && <JumpPill state={state} isEndInSight={isEndInSight} onJump={jump} />}
    </div>
  );
}

function LineView({ line }: { line: Line }): VNode {
  return "row" in line ? <TranscriptLine row={line.row} /> : <Intro cards={line.cards} />;
}

/** The talk, and the lines to draw for it: the cards first, where the beginning of the room is known. */
function useLines(room: RoomModel) {
  const { bots } = useRoomScene();
  const messages = room.messages.value;
  const hasMore = room.hasMore.value;
  const reader = useReader(room);
  return useMemo(() => {
    const { cards, greeted } = hasMore ? { cards: [], greeted: 0 } : greetingOf(bots.value, messages);
    const talk = messages.slice(greeted);
    const rows = transcriptRows(talk, dayOf, reader).map((row): Line => ({ key: row.message.id, row }));
    const lines: readonly Line[] = cards.length > 0 ? [{ key: "intro", cards }, ...rows] : rows;
    return { talk, lines };
  }, [messages, hasMore, bots.value, reader]);
}

/** What the reader had read when they came in; it does not move during the visit. */
function useReader(room: RoomModel): { readonly user_id: string; readonly read_up_to: string | null } {
  const user_id = room.you.value?.user_id ?? "";
  return useMemo(() => {
    const me = room.view.peek()?.members.find((member) => member.user_id === user_id);
    return { user_id, read_up_to: me?.read_up_to ?? null };
  }, [user_id]);
}

/** Virtual rows above, rows in normal flow below. */
function useSplit(talk: RoomModel["messages"]["value"], lines: readonly Line[], isHeld: boolean) {
  const firstOfTail = useRef<string | null>(null);
  const firstLine = useRef<string | null>(null);
  const start = tailStart(talk, firstOfTail.current, isHeld);
  const at = start === 0 ? 0 : start + lines.length - talk.length;
  const isPrepended = firstLine.current !== null && firstLine.current !== lines[0]?.key;
  useLayoutEffect(() => {
    firstOfTail.current = talk[start]?.id ?? null;
    firstLine.current = lines[0]?.key ?? null;
  });
  return { history: useMemo(() => lines.slice(0, at), [lines, at]), recent: lines.slice(at), isPrepended };
}
