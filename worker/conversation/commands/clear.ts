import { accept, type Decision, type RoomState } from "../core/state.ts";
import { runningTurn } from "../core/turns/turn-queue.ts";

/** Removes all messages and every turn; the room, its people and its settings stay. Rule CMD42. */
export function clear(state: RoomState): Decision {
  const running = runningTurn(state.queue);
  const writing = state.writing();
  return accept({
    // A reply that is being shown ends on every device before its message goes with the others.
    events: writing === null ? [] : [{ type: "message.deleted", message_id: writing }],
    path: { type: "clear" },
    queue: { turns: running ? [running] : [], held: state.queue.held },
    effects: running ? [{ type: "stop-reply", turnId: running.id }] : [],
  });
}
