import { decodeServerFrame } from "../../shared/protocol/decode-server-frame.ts";
import { ActivationStore } from "../state/activation-store.ts";
import { ComposerStore } from "../state/composer-store.ts";
import type { DraftPorts } from "../state/draft-sync.ts";
import { HistoryStore } from "../state/history-store.ts";
import { createRoomStore, type RoomStore } from "../state/room-store.ts";
import type { Api } from "./api.ts";
import { browserClock } from "./browser-clock.ts";
import { createDeviceStorage } from "./device-storage.ts";
import { deviceId, deviceNameOf, newUuid } from "./ids.ts";
import { createIndexedDbOutbox } from "./indexeddb-outbox.ts";
import { pageHints } from "./page-hints.ts";
import { connectParty } from "./party-connection.ts";
import { fetchActivations, fetchMessages, fetchNewerMessages } from "./room-calls.ts";
import type { RoomSocket } from "./room-socket.ts";
import { browserDigest } from "./sha256.ts";
import { openTabName } from "./tab-name.ts";

/** A room on screen: its stores, connected. */
export interface OpenRoom {
  readonly conversation_id: string;
  readonly user_id: string;
  readonly room: RoomStore;
  readonly history: HistoryStore;
  readonly activations: ActivationStore;
  readonly composer: ComposerStore;
  /** Tries now, also after a final close. */
  reconnect(): void;
  /** Leaves the room; nothing of it may be used afterwards. */
  close(): void;
}

/** Opens a conversation for the person signed in. What an earlier tab could not send goes out first. */
export function openRoom(api: Api, conversation_id: string, user_id: string): OpenRoom {
  const storage = createDeviceStorage(() => localStorage);
  const tab = openTabName(navigator.locks, newUuid);
  const device_name = deviceNameOf(navigator.userAgent);
  const digest = browserDigest(globalThis.crypto?.subtle);
  const room = createRoomStore({
    socket: { send: (frame) => socket.send(frame), renew: () => socket.renew() },
    clock: browserClock,
    newRef: newUuid,
    device: { device_id: deviceId(storage, newUuid), ...(device_name && { device_name }) },
    ...(typeof indexedDB !== "undefined" && {
      outbox: createIndexedDbOutbox(indexedDB, `${user_id} ${conversation_id}`, tab),
    }),
    ...(digest && { digest }),
  });
  const socket = connect(api, conversation_id, room);
  const history = new HistoryStore({
    view: room.view,
    listen: (listener) => room.listen(listener),
    forget: (most) => room.forget(most),
    fetchPage: (before, signal) => fetchMessages(api, conversation_id, before, signal),
    fetchNewer: (after, signal) => fetchNewerMessages(api, conversation_id, after, signal),
  });
  const activations = new ActivationStore({
    listen: (listener) => room.listen(listener),
    fetchRows: (message_id, signal) => fetchActivations(api, conversation_id, message_id, signal),
  });
  const composer = new ComposerStore({
    room_id: conversation_id,
    view: room.view,
    storage,
    send: (text, options) => room.send(text, options),
    join: (bot_ids) => room.command({ type: "bots", add: [...bot_ids] }),
  });
  // The tab that wrote them may be gone while this one was out of sight.
  const unlisten = pageHints.onWake(() => room.inherit());
  const endDrafts = syncDrafts({ room_id: conversation_id, room, composer, storage });
  const close = () => {
    unlisten();
    socket.close();
    endDrafts();
    history.dispose();
    activations.dispose();
    room.dispose();
    tab?.end();
  };
  return { conversation_id, user_id, room, history, activations, composer, reconnect: () => socket.reconnect(), close };
}

/** Its code comes after the room: nothing of it is seen at first. Without it the draft stays on this device. */
function syncDrafts(parts: Omit<DraftPorts, "clock">): () => void {
  const sync = import("../state/draft-sync.ts").then(
    ({ DraftSync }) => new DraftSync({ ...parts, clock: browserClock }),
  );
  return () =>
    void sync.then(
      (it) => it.dispose(),
      () => {},
    );
}

const connect = (api: Api, conversation_id: string, room: RoomStore): RoomSocket =>
  connectParty(api, "conversation", conversation_id, {
    opened: () => room.opened(),
    received: (raw) => {
      const frame = decodeServerFrame(raw);
      if (frame) room.receive(frame);
    },
    closed: (code, reason, retryMs) => room.closed(code, reason, retryMs),
    wasLive: () => room.status.peek() === "live" || room.copyOf.peek() !== null,
  });
