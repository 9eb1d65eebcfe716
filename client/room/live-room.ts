import { computed, signal } from "@preact/signals";
import type { OpenRoom } from "../net/open-room.ts";
import type { RoomModel } from "./room-model.ts";

/** The room of an open connection, as its screens see it. */
export function liveRoom(open: OpenRoom, conversation_id: string): RoomModel {
  const { history, activations } = open;
  return {
    ...fromStore(open.room),
    messages: history.messages,
    hasMore: history.hasMore,
    isLoadingOlder: history.isLoading,
    gap: history.gap,
    historyProblem: computed(() => history.problem.value?.detail ?? null),
    composer: open.composer,
    starters: [],
    room_id: signal(conversation_id),
    activationsOf: (message_id, take_id) => activations.of(message_id, take_id),
    loadActivations: (message_id, take_id, counts) => activations.load(message_id, take_id, counts),
    loadOlder: () => history.loadOlder(),
    loadNewer: () => history.loadNewer(),
    show: (message_id) => history.show(message_id),
    leave: () => history.leave(),
    reconnect: () => open.reconnect(),
  };
}

function fromStore(room: OpenRoom["room"]) {
  const { view, queue, held, auto, presence, typing, status, statusSince } = room;
  const { closeReason, copyOf, turnedAway, arrived, durable, you, pending, bubbles, budget, notice, reading } = room;
  return {
    ...{
      view,
      queue,
      held,
      auto,
      presence,
      typing,
      status,
      statusSince,
      closeReason,
      copyOf,
      turnedAway,
      arrived,
      durable,
      you,
      pending,
      bubbles,
      budget,
      notice,
      unread: reading.unread,
      unreadFrom: reading.unreadFrom,
    },
    streamOf: (message_id) => room.streams.of(message_id),
    send: (text, options) => room.send(text, options),
    command: (body) => room.command(body),
    retry: (ref) => room.retry(ref),
    discard: (ref) => room.discard(ref),
    release: (ref, respond) => room.release(ref, respond),
    read: (message_id) => room.read(message_id),
    markUnread: (message_id) => reading.markUnread(message_id),
    resumeReading: () => reading.resume(),
    setTyping: (on) => room.setTyping(on),
    watch: (change) => room.watch(change),
    listen: (listener) => room.listen(listener),
  } satisfies Partial<RoomModel>;
}
