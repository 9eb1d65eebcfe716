import type { MessageRow } from "../../../shared/fields/message.ts";
import { type PathChange, type Refusal, type RoomState, refuse } from "./state.ts";

/**
 * The move of the room from one path after `message` to another, or why it may not be made now. Null where nothing
 * would move: nothing was said on either. `branch` where several people share the timeline: it does not take another
 * path for one of them.
 */
export function pathMove(
  state: RoomState,
  message: MessageRow,
  from: string,
  to: string,
): Extract<PathChange, { type: "move" }> | Refusal | "branch" | null {
  if (from === to || !(state.isFollowed(message.id) || state.hasPath(message.id, to))) return null;
  if (message.message_thread.thread_id !== undefined)
    return refuse("conflict", "in a thread only the last message can take another path", "message_id");
  if (state.view.members.length > 1) return "branch";
  const isFurtherOn = (id: string) => (state.message(id)?.seq ?? 0) > message.seq;
  if (state.writing().some(({ message_id }) => isFurtherOn(message_id)))
    return refuse("conflict", "a reply further on is still being written: stop it first", "message_id");
  return { type: "move", messageId: message.id, from, to };
}
