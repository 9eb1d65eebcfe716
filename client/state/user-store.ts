import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type {
  JobCard,
  Notification,
  PlaceFrame,
  RoomCard,
  UserDevice,
  UserEvent,
  UserLimits,
  UserServerMessage,
  UserWelcome,
} from "../../shared/protocol/user-frames.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { ClientClock, DeviceName, FrameSocket } from "./ports.ts";

/** A page in sight says so this often, milliseconds: minutes of use are counted by it. */
const IN_SIGHT_MS = 60_000;
/** How long an answer may take, milliseconds. Chosen: the time of a slow network. */
const ANSWER_MS = 8_000;
/** Notifications that are kept, as many as the server keeps. */
const MAX_NOTIFICATIONS = 100;

/** Where somebody is in a room. */
export interface Place {
  readonly room: string;
  readonly message_id?: string;
  readonly pane?: string;
}

export interface UserStorePorts {
  readonly socket: FrameSocket;
  readonly clock: ClientClock;
  readonly newRef: () => string;
  readonly device: DeviceName;
  /** As `Intl` names it. */
  readonly time_zone: string;
  /** What others keep: lists of rooms and of long work. */
  readonly rooms: { told(card: RoomCard): void; gone(id: string): void; forget(): void };
  readonly jobs: { told(job: JobCard): void; forget(): void };
  /** Something has just happened to this person; what happened while the page was away is only listed. */
  notified(notification: Notification): void;
  /** Another device of this person's sends here. */
  placed(place: PlaceFrame): void;
}

/** What concerns the person on all their devices, as their object on the server has it (rooms.md §8). */
export class UserStore {
  readonly status: Signal<"connecting" | "live" | "lost"> = signal("connecting");
  /** Newest first. */
  readonly notifications: Signal<readonly Notification[]> = signal([]);
  readonly unseen: ReadonlySignal<number>;
  /** Null until they are known. */
  readonly limits: Signal<UserLimits | null> = signal(null);
  /** Micro-tokens. */
  readonly balance: Signal<number | null> = signal(null);
  /** Other devices of this person's that are connected now. */
  readonly others: ReadonlySignal<readonly UserDevice[]>;
  readonly #ports: UserStorePorts;
  readonly #devices: Signal<readonly UserDevice[]> = signal([]);
  readonly #seenUpTo = signal(0);
  readonly #asked = new Map<string, (isThere: boolean) => void>();
  #seq = 0;
  /** Up to here the newest `welcome` tells; events before it may leave numbers out. */
  #head = 0;
  #isAsking = false;
  #isInSight = false;
  #room: string | null = null;
  #cancelBeat = () => {};

  constructor(ports: UserStorePorts) {
    this.#ports = ports;
    this.others = computed(() =>
      this.status.value === "live" ? this.#devices.value.filter((d) => d.device_id !== ports.device.device_id) : [],
    );
    this.unseen = computed(() => this.notifications.value.filter(({ seq }) => seq > this.#seenUpTo.value).length);
  }

  /** A socket has opened. */
  opened(): void {
    this.#isAsking = false;
    this.#hello();
    if (this.#isInSight) this.#sayInSight();
  }

  closed(): void {
    this.status.value = "lost";
    // What the server says over HTTP may be newer from now on.
    this.#ports.rooms.forget();
    this.#ports.jobs.forget();
    for (const answer of this.#asked.values()) answer(false);
    this.#asked.clear();
  }

  /** One frame changes what is shown once. */
  receive(frame: UserServerMessage): void {
    batch(() => this.#receive(frame));
  }

  #receive(frame: UserServerMessage): void {
    switch (frame.type) {
      case "welcome":
        this.#welcome(frame);
        break;
      case "event":
        this.#apply(frame.event);
        break;
      case "events":
        for (const event of frame.list) this.#apply(event);
        break;
      case "place":
        this.#ports.placed(frame);
        break;
      case "ack":
        this.#asked.get(frame.ref)?.(true);
        break;
      case "nack":
        if (frame.ref !== undefined) this.#asked.get(frame.ref)?.(false);
        break;
      default:
    }
  }

  /** The page has come into sight or gone out of it. */
  inSight(on: boolean): void {
    if (on === this.#isInSight) return;
    this.#isInSight = on;
    this.#sayInSight();
  }

  /** The room on screen, or none. */
  at(room: string | null): void {
    if (room === this.#room) return;
    this.#room = room;
    if (this.#isInSight) this.#sayInSight();
  }

  /** Whether that room is on this page. */
  isAt = (room: string | undefined): boolean => room === this.#room;

  /** Whether it was looked at, on any device. */
  isSeen = ({ seq }: Notification): boolean => seq <= this.#seenUpTo.peek();

  /** Everything there is to notice was looked at. */
  see(): void {
    const newest = this.notifications.peek()[0]?.seq ?? 0;
    if (newest > this.#seenUpTo.peek()) this.#ports.socket.send({ type: "seen", up_to: newest });
  }

  /** Sends a place to another device. @returns Whether it is there. */
  send(device_id: string, place: Place): Promise<boolean> {
    return this.#ask({ type: "place", device_id, ...place });
  }

  /** Ends the sign-in of another device. @returns Whether that is done. */
  signOut(device_id: string): Promise<boolean> {
    return this.#ask({ type: "sign_out", device_id });
  }

  #ask(frame: object): Promise<boolean> {
    const ref = this.#ports.newRef();
    return new Promise((resolve) => {
      const cancel = this.#ports.clock.after(ANSWER_MS, () => answer(false));
      const answer = (isThere: boolean) => {
        cancel();
        this.#asked.delete(ref);
        resolve(isThere);
      };
      this.#asked.set(ref, answer);
      if (!this.#ports.socket.send({ ...frame, ref })) answer(false);
    });
  }

  dispose(): void {
    this.#cancelBeat();
    this.closed();
  }

  #hello(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { device, time_zone, socket } = this.#ports;
    const since = this.#seq > 0 && { since: this.#seq };
    socket.send({ type: "hello", v: PROTOCOL_VERSION, ...device, time_zone, ...since });
  }

  #welcome(frame: UserWelcome): void {
    this.#isAsking = false;
    this.#head = frame.seq;
    if (frame.rooms) {
      this.#seq = frame.seq;
      this.notifications.value = frame.notifications ?? [];
      this.#seenUpTo.value = frame.seen_up_to ?? 0;
      for (const room of frame.rooms) this.#ports.rooms.told(room);
      for (const job of (frame.jobs ?? []).toReversed()) this.#ports.jobs.told(job);
    }
    this.limits.value = frame.limits;
    this.balance.value = frame.balance;
    this.#devices.value = frame.devices;
    this.status.value = "live";
  }

  #apply(event: UserEvent): void {
    if (event.seq <= this.#seq) return;
    if (event.seq > Math.max(this.#seq, this.#head) + 1) {
      this.#hello();
      return;
    }
    this.#seq = event.seq;
    this.#take(event);
  }

  #take(event: UserEvent): void {
    const { rooms, jobs } = this.#ports;
    switch (event.type) {
      case "room.changed":
        rooms.told(event.room);
        break;
      case "room.gone":
        rooms.gone(event.room_id);
        break;
      case "job.changed":
        jobs.told(event.job);
        break;
      case "notification.created":
        this.notifications.value = [event.notification, ...this.notifications.peek()].slice(0, MAX_NOTIFICATIONS);
        if (event.seq > this.#head) this.#ports.notified(event.notification);
        break;
      case "notification.seen":
        this.#seenUpTo.value = event.up_to;
        break;
      case "balance.changed":
        this.balance.value = event.balance;
        break;
      case "limit.changed":
        this.limits.value = event.limits;
        break;
      case "device.changed":
        this.#devices.value = event.devices;
        break;
      default:
    }
  }

  #sayInSight(): void {
    this.#cancelBeat();
    this.#ports.socket.send({ type: "in_sight", on: this.#isInSight, room: this.#room });
    if (this.#isInSight) this.#cancelBeat = this.#ports.clock.after(IN_SIGHT_MS, () => this.#sayInSight());
  }
}
