import { effect } from "@preact/signals";
import { CLOSE, FINAL_CLOSE_CODES } from "../../shared/protocol/close-codes.ts";
import { decodeServerFrame } from "../../shared/protocol/decode-server-frame.ts";
import { PAGE_SIZE } from "../../shared/protocol/limits.ts";
import type { RunningGeneration, Welcome } from "../../shared/protocol/server-messages.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { ClientClock } from "../state/ports.ts";
import type { RoomStore } from "../state/room-store.ts";
import type { KeptCopies } from "./kept-copies.ts";

/** How long after a change the room is written down, milliseconds. Chosen: a reply being written costs a few writes. */
export const KEEP_AFTER_MS = 3_000;
/** How long the room may take to answer before its copy is shown, milliseconds: as long as its skeleton is bearable. */
export const SHOW_AFTER_MS = 2_500;

interface RoomCopyPorts {
  readonly room: RoomStore;
  readonly copies: KeptCopies;
  readonly clock: ClientClock;
  readonly user_id: string;
  readonly room_id: string;
  /** Whether the browser says that there is no network at all. */
  readonly isOffline: () => boolean;
  /** Whether the person is still signed in here: what they leave is not kept. */
  readonly isStillHere: () => boolean;
}

export interface RoomCopyKeeper {
  /** Writes down now what has changed: the page may be going. */
  flush(): void;
  dispose(): void;
}

/**
 * Keeps a copy of a room on the device and shows it where the room does not answer. The copy is the view as it was, up to
 * its newest page, in the form of a `welcome`: the device goes on from its `seq` as after any lost connection.
 */
export function keepRoomCopy(ports: RoomCopyPorts): RoomCopyKeeper {
  const { room, copies, clock, user_id, room_id } = ports;
  let cancelKeep: (() => void) | null = null;
  let isOver = false;
  /** Storage that is full or switched off: the room works without. */
  const ignore = () => undefined;
  const keep = () => {
    cancelKeep?.();
    cancelKeep = null;
    const frame = ports.isStillHere() ? copyOf(room) : null;
    if (frame) copies.put(user_id, room_id, { at_ms: clock.nowMs(), text: JSON.stringify(frame) }).catch(ignore);
  };
  const stopFollowing = effect(() => {
    const isLive = room.status.value === "live";
    if (isLive && room.view.value) cancelKeep ??= clock.after(KEEP_AFTER_MS, keep);
  });
  const stopForgetting = effect(() => {
    const code = room.closeReason.value?.code;
    if (code === undefined || code === CLOSE.version || !FINAL_CLOSE_CODES.includes(code)) return;
    cancelKeep?.();
    cancelKeep = null;
    copies.remove(user_id, room_id).catch(ignore);
  });
  const show = async () => {
    if (isOver || room.view.peek()) return;
    const copy = await copies.get(user_id, room_id).catch(ignore);
    const frame = copy && decodeServerFrame(copy.text);
    if (frame?.type === "welcome" && frame.you.user_id === user_id && !isOver) room.restore(frame, copy?.at_ms ?? 0);
  };
  const cancelShow = clock.after(ports.isOffline() ? 0 : SHOW_AFTER_MS, () => void show());
  return {
    flush: () => cancelKeep && keep(),
    dispose() {
      if (cancelKeep) keep();
      isOver = true;
      cancelShow();
      stopFollowing();
      stopForgetting();
    },
  };
}

/** The newest page of a room as it is shown, running text included; null before there is any. */
function copyOf({ view, you, streams }: RoomStore): Welcome | null {
  const now = view.peek();
  const me = you.peek();
  if (!now || !me) return null;
  const messages = now.messages.slice(-PAGE_SIZE);
  return {
    type: "welcome",
    v: PROTOCOL_VERSION,
    seq: now.seq,
    you: me,
    room: now.room,
    bots: [...now.bots],
    members: [...now.members],
    messages,
    has_more: now.has_more || messages.length < now.messages.length,
    queue: [],
    held: false,
    generations: streams.running.peek().flatMap((id) => runningOf(streams.of(id).peek())),
    presence: [],
  };
}

function runningOf(stream: ReturnType<RoomStore["streams"]["of"]>["value"]): RunningGeneration[] {
  if (!stream || stream.generation_id === null || stream.bot_id === null) return [];
  const { generation_id, message_id, take_id, bot_id, state, text, reasoning } = stream;
  return [{ generation_id, message_id, take_id, bot_id, state, text, ...(reasoning && { reasoning }) }];
}
