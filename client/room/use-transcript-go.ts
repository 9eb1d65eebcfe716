import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { VirtualizerHandle } from "virtua";
import { useApp } from "../ui/app-context.ts";
import { elementIdOf } from "./message.tsx";
import { messagesIn } from "./message-elements.ts";
import { useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import type { Line } from "./transcript-line.tsx";
import { loadVirtualLines } from "./transcript-older.ts";
import { lastPlace } from "./transcript-place.ts";
import type { TranscriptState } from "./transcript-state.ts";
import type { TranscriptRefs, TranscriptScroll } from "./use-transcript-scroll.ts";

/** The message the address is about: `/r/:room/m/:msg`. */
export const useTarget = (): string | null => useLocation().path.split("/m/")[1] ?? null;

interface Going {
  readonly room: RoomModel;
  readonly state: TranscriptState;
  readonly scroll: TranscriptScroll;
  readonly refs: TranscriptRefs;
  readonly virtual: RefObject<VirtualizerHandle | null>;
  readonly history: readonly Line[];
  readonly target: string | null;
}

/** Most frames until rows just fetched are drawn, measured and in their place. */
const MOST_FRAMES = 20;

/** How to bring any message into sight, held there and marked. Goes to the one of the address by itself. */
export function useTranscriptGo(going: Going): (message_id: string) => void {
  const { toasts } = useApp();
  const { openPane } = useRoomScene();
  const latest = useRef(going);
  useLayoutEffect(() => {
    latest.current = going;
  });
  const { room, state, target } = going;
  const go = async (message_id: string) => {
    latest.current.scroll.keeper.current?.stay();
    if (!room.messages.peek().some(({ id }) => id === message_id)) await loadVirtualLines();
    const problem = await room.show(message_id);
    if (problem) {
      toasts.say(problem.detail, { tone: "problem", of: room });
      return;
    }
    const said = room.messages.peek().find(({ id }) => id === message_id);
    const thread_id = said?.message_thread.thread_id;
    if (thread_id !== undefined) {
      // It stands beside the room; here the message that starts its thread is shown.
      openPane("threads", thread_id);
      await go(thread_id);
      return;
    }
    state.flash(message_id);
    let calm = 0;
    for (let frame = 0; frame < MOST_FRAMES && calm < 2; frame++) {
      await new Promise((done) => requestAnimationFrame(done));
      calm = (await bring(latest.current, message_id)) ? calm + 1 : 0;
    }
  };
  const begin = (message_id: string) => void go(message_id);
  state.go = begin;
  useEffect(() => {
    if (target !== null) begin(target);
  }, [target, room]);
  usePlace(latest);
  return begin;
}

/** @returns Whether it stood in its place already. */
async function bring({ history, virtual, scroll, refs }: Going, message_id: string): Promise<boolean> {
  const before = refs.scroller.current?.scrollTop;
  const at = history.findIndex(({ key }) => key === message_id);
  if (at >= 0) virtual.current?.scrollToIndex(at, { align: "center" });
  else if (refs.content.current) document.getElementById(elementIdOf(message_id))?.scrollIntoView({ block: "center" });
  // The virtual list scrolls after this turn; held any earlier, the list would be put back.
  await Promise.resolve();
  scroll.keeper.current?.stay();
  return refs.scroller.current?.scrollTop === before && document.getElementById(elementIdOf(message_id)) !== null;
}

/** Remembers where the reader stood when they leave, unless that is the newest line. */
function usePlace(latest: RefObject<Going>): void {
  useEffect(() => {
    const keep = () => {
      const { room, refs, scroll } = latest.current ?? {};
      if (!room || !refs?.scroller.current) return;
      const place = scroll?.keeper.current?.place(messagesIn(refs.scroller.current)) ?? null;
      const message_id = place?.element.id.slice(elementIdOf("").length);
      lastPlace.keep(room.room_id.peek(), place && message_id ? { message_id, offset: place.offset } : null);
    };
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, []);
}
