import type { UserEvent, UserServerMessage } from "../../shared/protocol/user-frames.ts";
import { isoTime } from "../clock.ts";
import type { Clock } from "../conversation/ports.ts";
import { eventOf } from "./item-events.ts";
import type { UserSockets } from "./user-sockets.ts";
import type { Item, ItemKind, UserStore } from "./user-store.ts";

/** Most things of a kind that are kept. Chosen: what lists show. */
const KEPT: Readonly<Record<ItemKind, number>> = {
  room: 300,
  job: 60,
  notification: 100,
  seen: 1,
  balance: 1,
  limits: 1,
};

/** Notes one thing as it is now, or as it has been since `at`; null where it is gone. What is so already stays as it was. */
export type Put = (kind: ItemKind, id: string, value: unknown, at?: string) => Item | null;

/** The one place where what is kept of a person changes: decided, committed, then told to all devices. */
export class UserBook {
  readonly store: UserStore;
  readonly #sockets: UserSockets;
  readonly #clock: Clock;
  readonly #onDevices: () => void;

  /** @param onDevices Called when devices came, went or moved. */
  constructor(store: UserStore, sockets: UserSockets, clock: Clock, onDevices: () => void) {
    this.store = store;
    this.#sockets = sockets;
    this.#clock = clock;
    this.#onDevices = onDevices;
  }

  /** Commits all that `work` puts, or none of it; then tells it. Throws only when SQLite does. */
  change(work: (put: Put) => void): void {
    const now = isoTime(this.#clock.nowMs());
    const events = this.store.transaction(() => {
      const items: Item[] = [];
      work((kind, id, value, at = now) => {
        const payload = value === null ? null : JSON.stringify(value);
        if ((this.store.get(kind, id)?.payload ?? null) === payload) return null;
        const item = this.store.put(kind, id, payload, at);
        this.store.prune(kind, KEPT[kind]);
        items.push(item);
        return item;
      });
      return items.map(eventOf);
    });
    this.#tell(events);
  }

  /** Tells which devices are here: a number in the log, and nothing kept, since `welcome` says it anew. */
  tellDevices(): void {
    const stamp = { seq: this.store.nextSeq(), at: isoTime(this.#clock.nowMs()) };
    this.#tell([{ ...stamp, type: "device.changed", devices: this.#sockets.devices() }]);
    this.#onDevices();
  }

  #tell(events: readonly UserEvent[]): void {
    const [only] = events;
    if (!only) return;
    const frame: UserServerMessage =
      events.length === 1 ? { type: "event", event: only } : { type: "events", list: [...events] };
    this.#sockets.broadcast(frame);
    if (this.#sockets.haveLostSome()) this.tellDevices();
  }
}
