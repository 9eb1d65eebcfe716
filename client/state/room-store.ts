import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Send } from "../../shared/protocol/client-messages.ts";
import type { KeptDraft, ServerMessage, Welcome } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import type { PendingCommand } from "./pending-commands.ts";
import { type CommandBody, type PendingPorts, PendingStore } from "./pending-store.ts";
import type { Digest } from "./ports.ts";
import { ReadMarks } from "./read-marks.ts";
import type { RoomListener } from "./room-listener.ts";
import {
  type CloseReason,
  type MirrorFollower,
  type MirrorPorts,
  RoomMirror,
  type RoomStatus,
  type TurnedAway,
  type Watch,
} from "./room-mirror.ts";
import { RoomMoment } from "./room-moment.ts";
import { StreamStore } from "./stream-store.ts";
import { TypingMarks } from "./typing-marks.ts";

/** What may accompany a message: persona_id, mentions, aside, respond … (rooms.md §3). */
export type SendOptions = Omit<Send, "type" | "ref" | "text">;

export interface RoomPorts extends PendingPorts, MirrorPorts {
  /** Checks finished replies against their hash; without it only their length is checked. */
  readonly digest?: Digest;
}

/** Makes the mirror of one room; the caller feeds it `opened`, `receive` and `closed` from its socket. */
export const createRoomStore = (ports: RoomPorts): RoomStore => new RoomStore(ports);

/**
 * One room as this device knows it. `view` is only what the room confirmed; our own guesses live in `pending`.
 * Components read signals and call methods; they never assign `.value`. Knows no socket library, no DOM and no clock,
 * so the room's own tests run it over queues. Rules: SPEC.md beside this file.
 */
export class RoomStore {
  readonly view: ReadonlySignal<RoomView | null>;
  readonly status: ReadonlySignal<RoomStatus>;
  /** When `status` last changed, Unix milliseconds. */
  readonly statusSince: ReadonlySignal<number>;
  /** Why the room is `closed`, else null. */
  readonly closeReason: ReadonlySignal<CloseReason | null>;
  /** When the device's own copy that is shown was kept, Unix milliseconds; null where the room itself is shown. */
  readonly copyOf: ReadonlySignal<number | null>;
  readonly turnedAway: ReadonlySignal<TurnedAway | null>;
  /** Messages of others that came in with the latest reconnect. */
  readonly arrived: ReadonlySignal<number>;
  /** Who this device speaks as; the role follows the view. */
  readonly you: ReadonlySignal<Welcome["you"] | null>;
  /** Commands without a visible effect yet, in the order given. */
  readonly pending: ReadonlySignal<readonly PendingCommand[]>;
  /** Those to draw below `view.messages`: with it, each message exactly once. */
  readonly bubbles: ReadonlySignal<readonly PendingCommand[]>;
  /** False where the browser keeps nothing: closing the tab loses what is not sent yet. */
  readonly durable: ReadonlySignal<boolean>;
  /** Settles when what an earlier tab left behind is in `pending`. Never rejects. */
  readonly restored: Promise<void>;
  readonly queue: RoomMoment["queue"];
  readonly held: RoomMoment["held"];
  readonly auto: RoomMoment["auto"];
  readonly presence: RoomMoment["presence"];
  /** User ids of who else is typing, in the order they began. */
  readonly typing: ReadonlySignal<readonly string[]>;
  readonly budget: RoomMoment["budget"];
  readonly notice: RoomMoment["notice"];
  /** How far the reader has read. */
  readonly reading: ReadMarks;
  /** What the room keeps of what the reader is writing; null where there never was anything. */
  readonly draft: Signal<KeptDraft | null> = signal(null);
  /** Running text of replies, one signal a message. */
  readonly streams: StreamStore;

  readonly #ports: RoomPorts;
  readonly #moment = new RoomMoment();
  readonly #mirror: RoomMirror;
  readonly #commands: PendingStore;
  readonly #marks: TypingMarks;
  readonly #listeners = new Set<RoomListener>();

  constructor(ports: RoomPorts) {
    const mirror = new RoomMirror(ports, this.#follower());
    this.#ports = ports;
    this.#mirror = mirror;
    this.#commands = new PendingStore(ports, () => mirror.view.peek()?.seq ?? 0);
    const say = (frame: object) => mirror.isCurrent && ports.socket.send(frame);
    this.#marks = new TypingMarks(ports.clock, say);
    this.reading = new ReadMarks(say, () => mirror.you.peek()?.user_id);
    this.streams = new StreamStore({
      rowOf: (id) => mirror.view.peek()?.messages.find((m) => m.id === id),
      resync: () => mirror.resync(),
      ...(ports.digest && { digest: ports.digest }),
    });
    ({ view: this.view, status: this.status, statusSince: this.statusSince, you: this.you } = mirror);
    ({ closeReason: this.closeReason, arrived: this.arrived } = mirror);
    ({ copyOf: this.copyOf, turnedAway: this.turnedAway } = mirror);
    ({ list: this.pending, bubbles: this.bubbles, durable: this.durable, restored: this.restored } = this.#commands);
    ({ queue: this.queue, held: this.held, auto: this.auto, presence: this.presence } = this.#moment);
    ({ budget: this.budget, notice: this.notice } = this.#moment);
    this.typing = this.#marks.users;
  }

  /** A socket is open: `hello` goes first. */
  opened(): void {
    batch(() => this.#mirror.opened());
  }

  /** The socket is gone. After a final code (`shared/protocol/close-codes.ts`) the room is `closed`. */
  closed(code: number, reason: string, retryMs?: number): void {
    batch(() => {
      this.#mirror.closed(code, reason, retryMs);
      this.#marks.clear();
    });
  }

  /** Shows what the device has kept of the room until the room answers; see `room-copy.ts`. */
  restore(copy: Welcome, at_ms: number): void {
    batch(() => this.#mirror.restore(copy, at_ms) && this.streams.welcome(copy.generations));
  }

  /** Takes over messages that another tab of this browser has left behind meanwhile. */
  inherit(): void {
    this.#commands.inherit();
  }

  /** One frame of the room. Those that come without an open socket are late and dropped. */
  receive(frame: ServerMessage): void {
    if (this.#mirror.isOpen) batch(() => this.#receive(frame));
  }

  /** Posts a message; drawn from `bubbles` until the room shows it. */
  send(text: string, options: SendOptions = {}): string {
    this.#marks.sent();
    this.reading.resume();
    return this.command({ ...options, type: "send", text });
  }

  /** Gives any command; its fate is in `pending`, under the `ref` returned. */
  command(body: CommandBody): string {
    return batch(() => this.#commands.add(body));
  }

  /** Gives a refused command again; its new `ref`, or null where `ref` is not a refused one. */
  retry(ref: string): string | null {
    return batch(() => this.#commands.retry(ref));
  }

  /** Forgets a command. One already handed over may still take effect. */
  discard(ref: string): void {
    batch(() => this.#commands.discard(ref));
  }

  /** The answer to "Still want answers?" about a message with `ask`. */
  release(ref: string, respond: boolean): void {
    batch(() => this.#commands.release(ref, respond));
  }

  /** Read up to here. Waits for a connection; only the newest counts. */
  read(message_id: string): void {
    const you = this.you.peek()?.user_id;
    const me = this.view.peek()?.members.find((m) => m.user_id === you);
    if (me?.read_up_to === message_id) return;
    this.reading.read(message_id);
  }

  /** Gives the room what is written now, going on from the draft `rev`; false where nobody could be told. */
  keepDraft(text: string, rev: number): boolean {
    return this.#mirror.isCurrent && this.#ports.socket.send({ type: "draft", text, rev });
  }

  /** Tells the others that this person writes; lost where there is no connection. */
  setTyping(on: boolean): void {
    this.#marks.say(on);
  }

  /** Starts or stops the live trace on this device; remembered over reconnects. */
  watch(change: Watch): void {
    this.#mirror.watch(change);
  }

  /** Follows the room; the returned function stops it. */
  listen(listener: RoomListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Holds no more than the newest `most` messages: in a long night that nobody reloads, memory would only grow. */
  forget(most: number): void {
    batch(() => {
      if (!this.#mirror.forget(most)) return;
      const ids = new Set(this.view.peek()?.messages.map(({ id }) => id));
      for (const follower of [this.streams, ...this.#listeners]) follower.kept?.(ids);
    });
  }

  /** Ends timers and deaf to further frames. The signals keep their last values. */
  dispose(): void {
    this.#mirror.dispose();
    this.#commands.hold();
    this.#marks.clear();
    this.#listeners.clear();
  }

  #follower(): MirrorFollower {
    return {
      waiting: () => this.#commands.hold(),
      shown: (ref) => this.#commands.shown(ref),
      welcomed: (frame) => {
        this.#moment.welcomed(frame);
        if (frame.you.unread) this.reading.unread.value = frame.you.unread;
        this.draft.value = frame.you.draft ?? null;
        this.streams.welcome(frame.generations);
      },
      replaced: (view, me, known) => {
        this.#commands.replaced(view, me, known);
        for (const listener of this.#listeners) listener.replaced?.(view);
      },
      folded: (event, isNews) => this.#folded(event, isNews),
      caughtUp: () => {
        this.streams.settle();
        this.#commands.ready();
        this.#commands.inherit();
        this.reading.tell();
      },
    };
  }

  #folded(event: RoomEvent, isNews: boolean): void {
    if (isNews) for (const follower of [this.streams, this.reading]) follower.applied(event);
    if (event.type === "message.created") this.#marks.set(event.message.user, false);
    this.#commands.reached();
    for (const listener of this.#listeners) listener.applied?.(event);
  }

  #receive(frame: ServerMessage): void {
    switch (frame.type) {
      case "welcome":
        this.#mirror.welcome(frame);
        break;
      case "event":
        this.#mirror.apply([frame.event]);
        break;
      case "events":
        this.#mirror.apply(frame.list);
        break;
      case "ack":
        this.#commands.acknowledged(frame.ref, frame.seq);
        for (const listener of this.#listeners) listener.answered?.(frame);
        break;
      case "nack":
        if (frame.ref === undefined) this.#commands.refusedUnnamed(frame.error);
        else this.#commands.refused(frame.ref, frame.error);
        break;
      case "delta":
        this.streams.delta(frame);
        break;
      case "generation":
        this.streams.generation(frame);
        break;
      default:
        this.#ephemeral(frame);
    }
  }

  /** No event and no answer: the newest is the truth. */
  #ephemeral(frame: ServerMessage): void {
    switch (frame.type) {
      case "typing":
        if (frame.user_id !== this.you.peek()?.user_id) this.#marks.set(frame.user_id, frame.on);
        break;
      case "unread":
        this.reading.unread.value = frame;
        break;
      case "draft":
        this.draft.value = frame;
        break;
      case "activation":
        for (const listener of this.#listeners) listener.activation?.(frame);
        break;
      case "probe":
        this.#ports.socket.send({ type: "ping", probe: frame.id });
        break;
      default: // Of this moment, `pong`, and kinds of a later version.
        this.#moment.told(frame);
    }
  }
}
