import type { VNode } from "preact";
import { useRoomScene } from "./room-context.ts";

/** What happens at the oldest end of the list. Laid over it, so that it moves no message. */
export function HistoryEdge(): VNode | null {
  const { room } = useRoomScene();
  const problem = room.historyProblem.value;
  if (problem !== null) {
    return (
      <p class="history-edge">
        {problem}
        <button type="button" class="button button-small" onClick={() => void room.loadOlder()}>
          Try again
        </button>
      </p>
    );
  }
  return room.isLoadingOlder.value ? <p class="history-edge">Loading messages…</p> : null;
}
