import { accept, type Decision, type Effect, type RoomState } from "../core/state.ts";
import { runningTurns } from "../core/turns/turn-queue.ts";

/** Removes all messages and every turn; the room, its people and its settings stay. Rule CMD42. */
export function clear(state: RoomState): Decision {
  const running = runningTurns(state.queue);
  return accept({
    // A reply that is being shown ends on every device before its message goes with the others.
    events: state.writing().map(({ message_id }) => ({ type: "message.deleted", message_id })),
    path: { type: "clear" },
    queue: { ...state.queue, turns: running, auto: null, pick: null },
    effects: running.map((turn): Effect => ({ type: "stop-reply", turnId: turn.id })).reverse(),
  });
}
