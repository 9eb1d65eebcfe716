import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../../shared/fields/conversation.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import type { ActivationsState } from "../state/activation-store.ts";
import { ComposerStore } from "../state/composer-store.ts";
import type { PendingCommand } from "../state/pending-commands.ts";
import type { ApiProblem, DeviceStorage } from "../state/ports.ts";
import type { RoomListener } from "../state/room-listener.ts";
import type { RoomStatus } from "../state/room-mirror.ts";
import type { RoomStore, SendOptions } from "../state/room-store.ts";
import type { RunningText } from "../state/stream-store.ts";
import type { RoomModel } from "./room-model.ts";

const GUEST = { user_id: "guest", role: "owner" } as const;

export interface SampleRoomPorts {
  /** Makes a guest and opens their own copy of the room; answers why not where that fails. Called until it succeeds. */
  open(): Promise<RoomModel | ApiProblem>;
  readonly newRef: () => string;
  readonly nowMs: () => number;
  readonly storage: DeviceStorage;
}

/** The room everybody starts in, before and after there is a session. */
export interface SampleRoom extends RoomModel {
  /** Begins to make the session, so that the first message need not wait for it. Does nothing the second time. */
  prepare(): void;
}

/**
 * Draws the sample room at once from what the page carries and turns into the guest's own copy when that is there:
 * same bots, same place, nothing moves. What is sent meanwhile is shown, and goes out first.
 */
export function createSampleRoom(ports: SampleRoomPorts): SampleRoom {
  const live = signal<RoomModel | null>(null);
  const waiting = createWaitingList(ports);
  const listeners = new Map<RoomListener, (() => void) | undefined>();
  let isOpening = false;
  const connect = async () => {
    isOpening = true;
    const opened = await ports.open();
    isOpening = false;
    if ("code" in opened) return waiting.refuse(opened);
    for (const listener of listeners.keys()) listeners.set(listener, opened.listen(listener));
    opened.watch({ activation: true });
    return batch(() => {
      live.value = opened;
      waiting.handOver(opened);
    });
  };
  const prepare = () => {
    if (live.peek() === null && !isOpening) void connect();
  };
  const of = <T>(read: (room: RoomModel) => ReadonlySignal<T>, before: T) =>
    computed(() => (live.value ? read(live.value).value : before));
  const before = sampleView(new Date(ports.nowMs()).toISOString());
  const view = computed(() => live.value?.view.value ?? before);
  const send = (text: string, options: SendOptions = {}) => {
    const room = live.peek();
    if (room) return room.send(text, options);
    const ref = waiting.add(text, options);
    prepare();
    return ref;
  };
  return {
    ...mirrored(of),
    view,
    you: computed(() => live.value?.you.value ?? GUEST),
    pending: computed(() => live.value?.pending.value ?? waiting.list.value),
    bubbles: computed(() => live.value?.bubbles.value ?? waiting.list.value),
    composer: new ComposerStore({ room_id: "sample", view, storage: ports.storage, send }),
    starters: SAMPLE_ROOM.starters,
    prepare,
    send,
    ...actions(live, waiting, prepare),
    listen: (listener) => {
      listeners.set(listener, live.peek()?.listen(listener));
      return () => {
        listeners.get(listener)?.();
        listeners.delete(listener);
      };
    },
  };
}

type Read = <T>(read: (room: RoomModel) => ReadonlySignal<T>, before: T) => ReadonlySignal<T>;

/** What the live room says once it is there. */
function mirrored(of: Read) {
  return {
    messages: of((room) => room.messages, []),
    hasMore: of((room) => room.hasMore, false),
    isLoadingOlder: of((room) => room.isLoadingOlder, false),
    gap: of((room) => room.gap, null),
    historyProblem: of((room) => room.historyProblem, null),
    queue: of((room) => room.queue, []),
    held: of((room) => room.held, false),
    auto: of((room) => room.auto, null),
    presence: of((room) => room.presence, []),
    typing: of((room) => room.typing, []),
    status: of<RoomStatus>((room) => room.status, "live"),
    statusSince: of((room) => room.statusSince, 0),
    closeReason: of((room) => room.closeReason, null),
    copyOf: of((room) => room.copyOf, null),
    turnedAway: of((room) => room.turnedAway, null),
    arrived: of((room) => room.arrived, 0),
    durable: of((room) => room.durable, true),
    budget: of((room) => room.budget, null),
    notice: of((room) => room.notice, null),
    unread: of((room) => room.unread, null),
    unreadFrom: of((room) => room.unreadFrom, null),
    room_id: of((room) => room.room_id, null),
  };
}

type WaitingList = ReturnType<typeof createWaitingList>;

/** What a person may do. Before there is a room, only messages can wait; the rest has nothing to act on. */
function actions(live: ReadonlySignal<RoomModel | null>, waiting: WaitingList, prepare: () => void) {
  const nothing: ReadonlySignal<RunningText | null> = signal(null);
  const unknown: ReadonlySignal<ActivationsState> = signal({ state: "unknown" });
  const command: RoomStore["command"] = (body) => {
    const room = live.peek();
    if (room) return room.command(body);
    prepare();
    return waiting.later((opened) => opened.command(body));
  };
  return {
    command,
    streamOf: (message_id: string) => live.value?.streamOf(message_id) ?? nothing,
    activationsOf: (message_id: string, take_id: string) => live.value?.activationsOf(message_id, take_id) ?? unknown,
    loadActivations: async (...args: Parameters<RoomModel["loadActivations"]>) => live.peek()?.loadActivations(...args),
    loadOlder: async () => live.peek()?.loadOlder(),
    loadNewer: async () => live.peek()?.loadNewer(),
    show: async (message_id: string) => (await live.peek()?.show(message_id)) ?? null,
    leave: () => live.peek()?.leave(),
    retry: (ref: string) => {
      const room = live.peek();
      if (room) return room.retry(ref);
      prepare();
      return waiting.again(ref);
    },
    discard: (ref: string) => live.peek()?.discard(ref) ?? waiting.drop(ref),
    release: (ref: string, respond: boolean) => live.peek()?.release(ref, respond),
    read: (message_id: string) => live.peek()?.read(message_id),
    markUnread: (message_id: string) => live.peek()?.markUnread(message_id),
    resumeReading: () => live.peek()?.resumeReading(),
    setTyping: (on: boolean) => live.peek()?.setTyping(on),
    watch: () => {},
    reconnect: () => live.peek()?.reconnect(),
  };
}

/** Messages written before there is a room to send them to. */
function createWaitingList({ newRef, nowMs }: Pick<SampleRoomPorts, "newRef" | "nowMs">) {
  const list = signal<readonly PendingCommand[]>([]);
  const jobs: ((room: RoomModel) => void)[] = [];
  const change = (ref: string, changes: Partial<PendingCommand>) => {
    list.value = list.peek().map((item) => (item.ref === ref ? { ...item, ...changes } : item));
  };
  const drop = (ref: string) => {
    list.value = list.peek().filter((item) => item.ref !== ref);
  };
  return {
    list,
    drop,
    add(text: string, options: SendOptions): string {
      const ref = newRef();
      const command = { ...options, type: "send" as const, text, ref };
      list.value = [...list.peek(), { ref, command, state: "sending", queued_at_ms: nowMs(), after_seq: 0 }];
      return ref;
    },
    /** Does `job` when there is a room. */
    later(job: (room: RoomModel) => void): string {
      jobs.push(job);
      return newRef();
    },
    again(ref: string): string {
      change(ref, { state: "sending" });
      return ref;
    },
    refuse({ code, detail }: ApiProblem): void {
      for (const { ref } of list.peek()) {
        change(ref, { state: "failed", error: { code, message: detail, retryable: true } });
      }
    },
    handOver(room: RoomModel): void {
      for (const { command } of list.peek()) {
        if (command.type === "send") {
          const { type: _type, ref: _ref, text, ...options } = command;
          room.send(text, options);
        }
      }
      for (const job of jobs) job(room);
    },
  };
}

function sampleView(at: string): RoomView {
  return {
    seq: 0,
    room: {
      id: "sample",
      user: GUEST.user_id,
      title: SAMPLE_ROOM.title,
      status: "active",
      conversation_type: "multi-bot",
      settings: DEFAULT_SETTINGS,
      turn_taking: DEFAULT_TURN_TAKING,
      persona_id: null,
      created_timestamp: at,
      total_messages: 0,
      total_tokens: 0,
      last_activity: at,
      persisted_seq: 0,
    },
    bots: SAMPLE_SEATS.map(({ id, name, description, greeting, talkativeness }, index) => ({
      bot_id: id,
      joined_at: at,
      role: index === 0 ? "primary" : "secondary",
      is_active: true,
      talkativeness,
      name,
      picture: null,
      description,
      greeting,
      api_key_id: null,
      provider: null,
      model: null,
    })),
    members: [{ user_id: GUEST.user_id, name: "You", role: "owner", joined_at: at, read_up_to: null }],
    messages: [],
    has_more: false,
  };
}
