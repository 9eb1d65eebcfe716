import type { MessageRow } from "../../../shared/fields/message.ts";
import type { RunningGeneration, Welcome } from "../../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../../shared/room/events.ts";
import { botRow, messageRow, roomBot, roomInfo } from "../../room/testing/room-fixtures.ts";
import { createRoomStore, type RoomPorts, type RoomStore } from "../room-store.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const AT = "2026-11-23T14:06:00.000Z";

/** A room store over a socket that writes down what it is given. */
export interface Rig {
  readonly room: RoomStore;
  readonly clock: VirtualClock;
  /** Frames handed to the socket, oldest first. */
  readonly sent: Frame[];
  /** Sent frames of one type. */
  of(type: string): Frame[];
  /** Makes the socket refuse frames. */
  isDeaf: boolean;
}
// biome-ignore lint/suspicious/noExplicitAny: frames are looked at, not processed.
type Frame = Record<string, any>;

export function rig(ports: Partial<RoomPorts> = {}): Rig {
  const clock = new VirtualClock();
  const sent: Frame[] = [];
  let refs = 0;
  const self = { isDeaf: false };
  const room = createRoomStore({
    socket: {
      send: (frame) => {
        if (!self.isDeaf) sent.push(structuredClone(frame));
        return !self.isDeaf;
      },
    },
    clock,
    newRef: () => `r${++refs}`,
    device: { device_id: "d1" },
    ...ports,
  });
  const of = (type: string) => sent.filter((frame) => frame["type"] === type);
  return Object.assign(self, { room, clock, sent, of });
}

/** A rig with an open socket and a welcome of one message, `m1`, at event 1. */
export function liveRig(ports: Partial<RoomPorts> = {}): Rig {
  const it = rig(ports);
  it.room.opened();
  it.room.receive(welcome());
  it.sent.length = 0;
  return it;
}

export function welcome(changes: Partial<Welcome> = {}): Welcome {
  return {
    type: "welcome",
    v: 1,
    seq: 1,
    you: { user_id: "anna", role: "owner" },
    room: roomInfo(),
    bots: [roomBot()],
    members: [
      { user_id: "anna", name: "Anna", role: "owner", joined_at: AT, read_up_to: null },
      { user_id: "ben", name: "Ben", role: "member", joined_at: AT, read_up_to: null },
    ],
    messages: [messageRow()],
    has_more: false,
    queue: [],
    held: false,
    generations: [],
    presence: [],
    ...changes,
  };
}

/** A welcome to someone who has a view: the events that follow bring the rest. */
export function welcomeBack(changes: Partial<Welcome> = {}): Welcome {
  const { messages: _messages, has_more: _has_more, ...rest } = welcome(changes);
  return rest;
}

export const event = (e: RoomEvent) => ({ type: "event" as const, event: e });
export const created = (seq: number, row: Partial<MessageRow>, ref?: string): RoomEvent => ({
  type: "message.created",
  seq,
  at: AT,
  message: messageRow({ id: `m${seq}`, seq, ...row }),
  ...(ref !== undefined && { ref }),
});
export const updated = (seq: number, message: MessageRow): RoomEvent => ({
  type: "message.updated",
  seq,
  at: AT,
  message,
});

/** A bot's message being written: `b1`, take `t1`. */
export const openRow = (changes: Partial<MessageRow> = {}): MessageRow =>
  botRow({
    id: "b1",
    seq: 2,
    entry: "",
    streaming: true,
    current_take_id: "t1",
    takes: [{ id: "t1", text: "", model: "practice", state: "streaming", created_at: AT, segments: [] }],
    ...changes,
  });

/** The same message finished with `text`. */
export const closedRow = (text: string, changes: Partial<MessageRow> = {}): MessageRow =>
  botRow({
    id: "b1",
    seq: 2,
    entry: text,
    streaming: false,
    current_take_id: "t1",
    takes: [{ id: "t1", text, model: "practice", state: "done", created_at: AT, segments: [] }],
    length: text.length,
    ...changes,
  });

export const ids = { generation_id: "g1", message_id: "b1", take_id: "t1" };
export const delta = (at: number, text: string, changes: object = {}) => ({
  type: "delta" as const,
  ...ids,
  at,
  text,
  ...changes,
});
export const running = (text: string, changes: Partial<RunningGeneration> = {}): RunningGeneration => ({
  ...ids,
  bot_id: "mara",
  state: "speaking",
  text,
  ...changes,
});
