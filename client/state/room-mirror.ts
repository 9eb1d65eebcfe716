import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import { CLOSE, FINAL_CLOSE_CODES } from "../../shared/protocol/close-codes.ts";
import type { Welcome } from "../../shared/protocol/server-messages.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { applyEvent, type RoomView } from "../../shared/room/room-view.ts";
import type { ClientClock, DeviceName, FrameSocket } from "./ports.ts";

/** How long the room may take to go on answering a `hello`, milliseconds. Chosen: a cold room over a slow network fits. */
export const SILENCE_MS = 15_000;

export type RoomStatus = "connecting" | "live" | "reconnecting" | "closed";
export interface CloseReason {
  readonly code: number;
  readonly reason: string;
}
export interface TurnedAway {
  readonly code: number;
  readonly until_ms: number;
}
/** What this socket wants to hear beside the room itself. */
export interface Watch {
  readonly activation?: boolean;
  readonly prompt?: boolean;
}

export interface MirrorPorts {
  readonly socket: FrameSocket;
  readonly clock: ClientClock;
  readonly device: DeviceName;
}

/** What else follows the view. Called in the tick of the change, after the view has it. */
export interface MirrorFollower {
  /** Nothing may be said until `caughtUp`. */
  waiting(): void;
  /** A `welcome` is accepted; the view may still be behind it. */
  welcomed(frame: Welcome): void;
  /** A snapshot took the place of the view; `known` is the newest event the device had. */
  replaced(view: RoomView, me: string, known: number): void;
  /** An event is in the view. `isNews` is false for those a `welcome` had already counted in. */
  folded(event: RoomEvent, isNews: boolean): void;
  /** The room has shown the command of that `ref`, now or before. */
  shown(ref: string): void;
  caughtUp(): void;
}

/**
 * The handshake and the view it keeps: `hello`, `welcome`, events without gaps. The view is made by `welcome` and
 * `applyEvent` alone and never goes back while it waits for either.
 */
export class RoomMirror {
  readonly view: Signal<RoomView | null> = signal(null);
  readonly status: Signal<RoomStatus> = signal("connecting");
  readonly statusSince: Signal<number>;
  readonly closeReason: Signal<CloseReason | null> = signal(null);
  readonly arrived: Signal<number> = signal(0);
  readonly you: ReadonlySignal<Welcome["you"] | null> = computed(() => this.#youNow());
  /** When the room was last live, where what is shown is the device's own copy of then; else null. Unix milliseconds. */
  readonly copyOf: Signal<number | null> = signal(null);
  /** The room is full or asks for quiet: which of them, and when the next connection is tried, Unix milliseconds. Else null. */
  readonly turnedAway: Signal<TurnedAway | null> = signal(null);
  readonly #ports: MirrorPorts;
  readonly #follower: MirrorFollower;
  readonly #youSaid: Signal<Welcome["you"] | null> = signal(null);
  #watch: Watch = {};
  #isOpen = false;
  /** A `hello` is on its way and its `welcome` is not here yet. */
  #isAsking = false;
  /** Event to reach before the view is current; null once reached. */
  #head: number | null = null;
  /** Newest event before the connection was lost; null on the first connection. */
  #seqBefore: number | null = null;
  #cancelPatience = () => {};

  constructor(ports: MirrorPorts, follower: MirrorFollower) {
    this.#ports = ports;
    this.#follower = follower;
    this.statusSince = signal(ports.clock.nowMs());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Open and caught up: the room may be told things. */
  get isCurrent(): boolean {
    return this.#isOpen && !this.#isAsking && this.#head === null;
  }

  opened(): void {
    this.#isOpen = true;
    this.#seqBefore = this.view.peek()?.seq ?? null;
    this.closeReason.value = null;
    this.turnedAway.value = null;
    this.#move(this.#seqBefore === null ? "connecting" : "reconnecting");
    this.#hello();
  }

  /** @param retryMs When the next connection is tried, from now. */
  closed(code: number, reason: string, retryMs = 0): void {
    this.#isOpen = false;
    this.#head = null;
    this.#cancelPatience();
    this.#follower.waiting();
    const isFinal = FINAL_CLOSE_CODES.includes(code);
    if (isFinal) this.closeReason.value = { code, reason };
    // A copy is shown on trust; whoever has lost the room has lost it.
    if (isFinal && code !== CLOSE.version && this.copyOf.peek() !== null) this.view.value = null;
    if (isFinal) this.copyOf.value = null;
    const isTurnedAway = code === CLOSE.flood || code === CLOSE.room_full;
    this.turnedAway.value = isTurnedAway ? { code, until_ms: this.#ports.clock.nowMs() + retryMs } : null;
    const lost = this.view.peek() === null ? "connecting" : "reconnecting";
    this.#move(isFinal ? "closed" : lost);
  }

  watch(change: Watch): void {
    this.#watch = { ...this.#watch, ...change };
    if (this.#isOpen) this.#ports.socket.send({ type: "watch", ...change });
  }

  /** Shows what the device has kept of the room, until the room itself answers. @param at_ms When it was kept. */
  restore(copy: Welcome, at_ms: number): boolean {
    if (this.view.peek() !== null || this.closeReason.peek() !== null || !copy.messages) return false;
    this.copyOf.value = at_ms;
    this.#youSaid.value = copy.you;
    this.#replace(copy, copy.messages);
    return true;
  }

  /**
   * Lets go of all but the newest `most` messages, as a new `welcome` would, and of none that are being written.
   * @returns Whether any went.
   */
  forget(most: number): boolean {
    const view = this.view.peek();
    const messages = view?.messages ?? [];
    const open = messages.findIndex(isBeingWritten);
    const at = Math.min(messages.length - most, open < 0 ? messages.length : open);
    if (view === null || at <= 0) return false;
    this.view.value = { ...view, messages: messages.slice(at), has_more: true };
    return true;
  }

  /** Says `hello` again; once until it is answered. */
  resync(): void {
    if (this.#isOpen && !this.#isAsking) this.#hello();
  }

  welcome(frame: Welcome): void {
    const view = this.view.peek();
    if (!frame.messages && view === null) return; // Events after nothing: not an answer to our `hello`.
    if (!frame.messages && view !== null && frame.seq < view.seq) {
      this.#hello({ fromScratch: true }); // The log has become shorter than what we hold.
      return;
    }
    this.#isAsking = false;
    this.#head = frame.seq;
    this.#youSaid.value = frame.you;
    if (frame.messages) this.#replace(frame, frame.messages);
    this.#follower.welcomed(frame);
    this.#settle();
  }

  apply(events: readonly RoomEvent[]): void {
    for (const event of events) {
      const view = this.view.peek();
      if (view === null) return;
      if (event.seq > view.seq + 1) {
        this.resync(); // A gap: what follows it comes again after the `welcome`.
        return;
      }
      if (event.seq > view.seq) this.#fold(applyEvent(view, event), event);
      if (event.type === "message.created" && event.ref !== undefined) this.#follower.shown(event.ref);
      this.#settle();
    }
  }

  dispose(): void {
    this.#isOpen = false;
    this.#cancelPatience();
  }

  #fold(view: RoomView, event: RoomEvent): void {
    this.view.value = view;
    if (this.#head !== null) this.#wait();
    this.#follower.folded(event, this.#head === null || event.seq > this.#head);
  }

  /** `room`, `bots` and `members` of a welcome are as of its `seq`: without its messages, the events bring them. */
  #replace(frame: Welcome, messages: RoomView["messages"]): void {
    const known = this.view.peek()?.seq ?? 0;
    const { seq, room, bots, members, has_more = false } = frame;
    const view: RoomView = { seq, room, bots, members, messages, has_more };
    this.view.value = view;
    this.#follower.replaced(view, frame.you.user_id, known);
  }

  #settle(): void {
    const view = this.view.peek();
    if (this.#isAsking || this.#head === null || view === null || view.seq < this.#head) return;
    this.#head = null;
    this.#cancelPatience();
    this.copyOf.value = null;
    if (this.#seqBefore !== null) this.arrived.value = this.#countNew(view, this.#seqBefore);
    this.#seqBefore = null;
    this.#move("live");
    this.#follower.caughtUp();
  }

  #hello({ fromScratch = false } = {}): void {
    const since = fromScratch ? undefined : this.view.peek()?.seq;
    this.#isAsking = true;
    this.#follower.waiting();
    this.#wait();
    this.#ports.socket.send({
      type: "hello",
      v: PROTOCOL_VERSION,
      ...this.#ports.device,
      ...(since !== undefined && { since }),
      watch: this.#watch,
    });
  }

  /** An open socket whose room says nothing is no connection: pings are answered without the room. */
  #wait(): void {
    this.#cancelPatience();
    this.#cancelPatience = this.#ports.clock.after(SILENCE_MS, () => this.#ports.socket.renew?.());
  }

  #move(status: RoomStatus): void {
    if (this.status.peek() === status) return;
    this.status.value = status;
    this.statusSince.value = this.#ports.clock.nowMs();
  }

  #countNew(view: RoomView, after: number): number {
    const me = this.#youSaid.peek()?.user_id;
    return view.messages.filter((m) => m.seq > after && (m.user !== me || m.bot !== null)).length;
  }

  #youNow(): Welcome["you"] | null {
    const you = this.#youSaid.value;
    const member = this.view.value?.members.find((m) => m.user_id === you?.user_id);
    return you && { user_id: you.user_id, role: member?.role ?? you.role };
  }
}

const isBeingWritten = ({ streaming, takes }: MessageRow): boolean =>
  streaming || takes.some(({ state }) => state === "streaming");
