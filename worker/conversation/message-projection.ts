import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { applyToMessage, messageIdOf } from "../../shared/room/room-view.ts";
import { unsaid, withoutOpenTakes } from "./core/takes.ts";
import type { Counters, RoomStore } from "./room-store.ts";

/**
 * Brings the message an event touches up to date, in the table, the counters and the outbox. Part of a commit.
 * @param threads Takes in the thread that it is said in.
 */
export function projectMessage(
  store: RoomStore,
  event: RoomEvent,
  counters: Counters,
  threads?: Set<string>,
): Counters {
  const id = messageIdOf(event);
  if (id === null) return counters;
  const found = store.messages.find(id);
  const before = found?.row ?? null;
  const after = applyToMessage(before, event);
  if (after) keep(store, before, after);
  else store.messages.delete(id);
  const { thread_id } = (after ?? before)?.message_thread ?? {};
  if (thread_id !== undefined) threads?.add(thread_id);
  // Of another path D1 knows nothing, and counters neither.
  if (found?.isAside) return counters;
  if (after) offer(store, after, event.seq);
  else if (before)
    store.outbox.put({ kind: "message_deleted", key: id, rev: before.rev + 1, seq: event.seq, payload: "{}" });
  return {
    ...counters,
    total_messages: counters.total_messages + (after ? 1 : 0) - (before ? 1 : 0),
    total_tokens: counters.total_tokens + tokensOf(after) - tokensOf(before),
  };
}

function keep({ messages, turns }: RoomStore, before: MessageRow | null, after: MessageRow): void {
  messages.put(after);
  if (!before) return;
  for (const [takeId, generationId] of unsaid(before, after)) turns.forget(after.id, takeId, generationId);
}

/** What still streams is not for D1: it gets the closed message. */
function offer({ outbox }: RoomStore, row: MessageRow, seq: number): void {
  if (row.streaming) return;
  const payload = JSON.stringify(withoutOpenTakes(row));
  outbox.put({ kind: "message", key: row.id, rev: row.rev, seq, payload });
}

const tokensOf = (row: MessageRow | null): number => row?.token_tracking.total_tokens ?? 0;
