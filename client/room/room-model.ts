import type { ReadonlySignal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { UnreadCount } from "../../shared/protocol/server-messages.ts";
import type { ActivationStore, ActivationsState } from "../state/activation-store.ts";
import type { ComposerStore } from "../state/composer-store.ts";
import type { HistoryStore } from "../state/history-store.ts";
import type { ReadMarks } from "../state/read-marks.ts";
import type { RoomStore, SendOptions } from "../state/room-store.ts";
import type { RunningText } from "../state/stream-store.ts";

type StoreSignals = Pick<
  RoomStore,
  | "view"
  | "queue"
  | "held"
  | "auto"
  | "presence"
  | "typing"
  | "status"
  | "statusSince"
  | "closeReason"
  | "copyOf"
  | "turnedAway"
  | "arrived"
  | "durable"
  | "you"
  | "pending"
  | "bubbles"
  | "budget"
  | "notice"
>;
type Readable = {
  readonly [K in keyof StoreSignals]: StoreSignals[K] extends ReadonlySignal<infer T> ? ReadonlySignal<T> : never;
};

/**
 * What the screens of a room need of it, whether it is live or a sample that has no session yet. Signals are read,
 * never assigned.
 */
export interface RoomModel extends Readable {
  /** Every message known, oldest first; with what was fetched of the history. */
  readonly messages: ReadonlySignal<readonly MessageRow[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly isLoadingOlder: ReadonlySignal<boolean>;
  /** The first message after a stretch of history that is not fetched; null where nothing is missing. */
  readonly gap: ReadonlySignal<string | null>;
  /** Words for why the last page of history did not come; null otherwise. */
  readonly historyProblem: ReadonlySignal<string | null>;
  readonly unread: ReadonlySignal<UnreadCount | null>;
  readonly unreadFrom: ReadonlySignal<string | null>;
  readonly composer: ComposerStore;
  /** Lines of its own that help begin; a room without any gets some made of who sits in it. */
  readonly starters: readonly string[];
  /** Id under which the server knows the room; null while there is none. */
  readonly room_id: ReadonlySignal<string | null>;
  streamOf(message_id: string): ReadonlySignal<RunningText | null>;
  activationsOf(message_id: string, take_id: string): ReadonlySignal<ActivationsState>;
  loadActivations: ActivationStore["load"];
  loadOlder: HistoryStore["loadOlder"];
  loadNewer: HistoryStore["loadNewer"];
  /** Makes a message far back known; answers why not. */
  show: HistoryStore["show"];
  /** Forgets what stands apart from the newest messages. */
  leave: HistoryStore["leave"];
  send(text: string, options?: SendOptions): string;
  command: RoomStore["command"];
  retry: RoomStore["retry"];
  discard: RoomStore["discard"];
  release: RoomStore["release"];
  read: RoomStore["read"];
  markUnread: ReadMarks["markUnread"];
  resumeReading: ReadMarks["resume"];
  setTyping: RoomStore["setTyping"];
  watch: RoomStore["watch"];
  listen: RoomStore["listen"];
  /** Tries to connect now, also after the room has closed the connection. */
  reconnect(): void;
}
