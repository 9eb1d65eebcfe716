import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useRoomScene } from "./room-context.ts";

/**
 * Stands where messages are not fetched. It is drawn only when it comes near the view; from above it then fetches what
 * is missing, from below that waits for a press: rows that come above the view would move what is read.
 */
export function TranscriptGap(): VNode {
  const { room } = useRoomScene();
  const line = useRef<HTMLDivElement>(null);
  const messages = room.messages.value;
  const problem = room.historyProblem.value;
  useEffect(() => {
    const isBelow = (line.current?.getBoundingClientRect().top ?? 0) > 0;
    if (isBelow && problem === null) void room.loadNewer();
  }, [messages.length]);
  return (
    <div class="transcript-gap" ref={line}>
      <span>There are messages in between</span>
      <button type="button" class="button button-small" onClick={() => void room.loadNewer()}>
        {problem === null ? "Show them" : "Try again"}
      </button>
    </div>
  );
}
