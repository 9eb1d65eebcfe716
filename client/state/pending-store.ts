import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Command } from "../../shared/protocol/client-messages.ts";
import { MAX_FRAME_BYTES } from "../../shared/protocol/limits.ts";
import type { NackError } from "../../shared/protocol/server-messages.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import { type Outbox, type StoredCommand, storedForm } from "./outbox.ts";
import { advance, bubblesOf, matchSnapshot, type PendingCommand, retire, retireReached } from "./pending-commands.ts";
import type { ClientClock, FrameSocket } from "./ports.ts";

/** A command before it has its `ref`. */
export type CommandBody = Command extends infer C ? (C extends Command ? Omit<C, "ref"> : never) : never;

/** From this age on, milliseconds, a restored message is not sent before asking whether answers are wanted (ux.md §3.8). */
export const ASK_AFTER_MS = 10 * 60_000;
/** How long a command of the moment may wait for a connection, milliseconds. Chosen: longer than any reconnect, shorter than a reply forgotten. */
export const MOMENT_MS = 60_000;
/**
 * Most commands said at once, and the pause before the next lot, milliseconds. Chosen: well inside what the room allows
 * one socket (40 frames at once, 20 a second), since a long absence may leave a long queue.
 */
export const SAY_AT_ONCE = 20;
export const SAY_PAUSE_MS = 1_250;
const OF_THE_MOMENT: readonly Command["type"][] = ["speak", "stop", "queue", "continue"];

export interface PendingPorts {
  readonly socket: FrameSocket;
  readonly clock: ClientClock;
  readonly newRef: () => string;
  readonly outbox?: Outbox;
}

/** Our guesses: what this device asked of the room and has not seen done. First in, first out. */
export class PendingStore {
  readonly list: Signal<readonly PendingCommand[]> = signal([]);
  /** Messages to draw below the transcript. */
  readonly bubbles: ReadonlySignal<readonly PendingCommand[]> = computed(() => bubblesOf(this.list.value));
  /** False where the browser keeps no messages, or refused to: closing the tab loses what is not sent. */
  readonly durable: Signal<boolean>;
  /** Settles when what an earlier tab left behind is in `list`. Never rejects. */
  readonly restored: Promise<void>;
  readonly #ports: PendingPorts;
  /** Newest event of the view. */
  readonly #seenSeq: () => number;
  /** Whether the room may be told things now: open, and caught up. */
  #ready = false;
  #loading: boolean;
  /** What the room showed while the outbox was still being read. */
  readonly #early = { refs: new Set<string>(), rows: [] as RoomView["messages"], me: "", known: 0 };
  /** What was said since the room was last ready for it. */
  readonly #said = new Set<string>();
  #lot = { said: 0, endsAtMs: 0 };
  #cancelLater = () => {};
  /** Storage calls in the order they were made. */
  #writes: Promise<void> = Promise.resolve();

  constructor(ports: PendingPorts, seenSeq: () => number) {
    this.#ports = ports;
    this.#seenSeq = seenSeq;
    this.durable = signal(ports.outbox !== undefined);
    this.#loading = ports.outbox !== undefined;
    this.restored = this.#restore(ports.outbox);
  }

  add(body: CommandBody): string {
    const ref = this.#ports.newRef();
    const command: Command = { ...body, ref };
    const item: PendingCommand = {
      ref,
      command,
      state: "queued",
      queued_at_ms: this.#ports.clock.nowMs(),
      after_seq: this.#seenSeq(),
    };
    this.#change([...this.list.peek(), item]);
    if (isTooLarge(command)) this.refused(ref, TOO_LARGE);
    this.#say();
    return ref;
  }

  /** The view has caught up: everything without an answer is said again, in order; the room drops repeats. */
  ready(): void {
    this.#ready = true;
    this.#sayAgain();
  }

  /** No socket, or one that has to catch up first: commands wait. */
  hold(): void {
    this.#ready = false;
    this.#cancelLater();
  }

  acknowledged(ref: string, acked_seq: number): void {
    const item = this.list.peek().find((other) => other.ref === ref);
    // Given up here, done there: the room is right.
    if (item?.state === "failed") this.#change(retire(this.list.peek(), ref));
    else this.#change(retireReached(advance(this.list.peek(), ref, "sent", { acked_seq }), this.#seenSeq()));
  }

  refused(ref: string, error: NackError): void {
    this.#change(advance(this.list.peek(), ref, "failed", { error }));
  }

  /** The room turned a frame away without saying which: after the wait, whatever has no answer is said again. */
  refusedUnnamed(error: NackError): void {
    if (error.retryable) this.#later(error.retry_after_ms ?? SAY_PAUSE_MS, () => this.#sayAgain());
  }

  /** The room has shown the command of that `ref`. */
  shown(ref: string): void {
    if (this.#loading) this.#early.refs.add(ref);
    this.#change(retire(this.list.peek(), ref));
  }

  /** The view has moved on: what was acknowledged up to there is shown. */
  reached(): void {
    this.#change(retireReached(this.list.peek(), this.#seenSeq()));
  }

  /** A snapshot replaced the view; `known` is the newest event the device had before. */
  replaced(view: RoomView, me: string, known: number): void {
    if (this.#loading) Object.assign(this.#early, { rows: view.messages, me, known });
    const open = this.list.peek().filter((item) => item.state !== "sent");
    this.#change(matchSnapshot(open, view.messages, me, known));
  }

  /** Gives a refused command again, as a new one at the end. Null where `ref` is not a refused one. */
  retry(ref: string): string | null {
    const item = this.list.peek().find((other) => other.ref === ref && other.state === "failed");
    if (!item) return null;
    this.discard(ref);
    const { ref: _old, ...body } = item.command;
    return this.add(body);
  }

  /** Forgets a command. One already handed over may still take effect. */
  discard(ref: string): void {
    this.#change(retire(this.list.peek(), ref));
    this.#say();
  }

  /** The person's answer about an old message: send it, and wake bots or not. */
  release(ref: string, respond: boolean): void {
    const list = this.list.peek().map((item) => {
      if (item.ref !== ref || !item.ask || item.command.type !== "send") return item;
      return { ...item, ask: false, command: respond ? item.command : { ...item.command, respond } };
    });
    this.#change(list);
    this.#say();
  }

  #sayAgain(): void {
    this.#said.clear();
    this.#say();
  }

  /** Hands over what has not been since the room was ready, in order and in lots. */
  #say(): void {
    if (!this.#ready || this.#loading) return;
    let isAsking = false;
    for (const item of this.list.peek()) {
      isAsking ||= item.ask === true;
      const isWaiting = item.state === "queued" || item.state === "sending";
      if (!isWaiting || this.#said.has(item.ref) || (isAsking && item.command.type === "send")) continue;
      if (!this.#sayOne(item)) return;
    }
  }

  /** False where the rest has to wait too. */
  #sayOne(item: PendingCommand): boolean {
    if (this.#hasPassed(item)) {
      this.refused(item.ref, PASSED);
      return true;
    }
    if (!this.#mayGoOn()) return false;
    // Without a socket the next welcome starts over.
    if (!this.#ports.socket.send(item.command)) return false;
    this.#lot.said += 1;
    this.#said.add(item.ref);
    this.#change(advance(this.list.peek(), item.ref, "sending", { after_seq: this.#seenSeq() }));
    return true;
  }

  #mayGoOn(): boolean {
    const now = this.#ports.clock.nowMs();
    if (now >= this.#lot.endsAtMs) this.#lot = { said: 0, endsAtMs: now + SAY_PAUSE_MS };
    if (this.#lot.said < SAY_AT_ONCE) return true;
    this.#later(this.#lot.endsAtMs - now, () => this.#say());
    return false;
  }

  #later(ms: number, task: () => void): void {
    this.#cancelLater();
    this.#cancelLater = this.#ports.clock.after(ms, () => batch(task));
  }

  #hasPassed(item: PendingCommand): boolean {
    return OF_THE_MOMENT.includes(item.command.type) && this.#ports.clock.nowMs() - item.queued_at_ms > MOMENT_MS;
  }

  /** The one place where `list` changes, so that the outbox follows. */
  #change(next: readonly PendingCommand[]): void {
    const before = this.list.peek();
    if (next === before) return;
    this.list.value = next;
    const { outbox } = this.#ports;
    if (!outbox) return;
    for (const item of next) if (!before.includes(item)) this.#keep(outbox, item);
    for (const { ref } of before) if (!next.some((item) => item.ref === ref)) this.#write(() => outbox.remove(ref));
  }

  #keep(outbox: Outbox, item: PendingCommand): void {
    const stored = storedForm(item);
    // Once acknowledged the room keeps it.
    if (item.state === "sent") this.#write(() => outbox.remove(item.ref));
    else if (stored) this.#write(() => outbox.put(stored));
  }

  #write(job: () => Promise<void>): void {
    this.#writes = this.#writes.then(job).catch(() => {
      this.durable.value = false;
    });
  }

  async #restore(outbox: Outbox | undefined): Promise<void> {
    if (!outbox) return;
    const stored = await outbox.load().catch(() => {
      this.durable.value = false;
      return [];
    });
    const { refs, rows, me, known } = this.#early;
    const earlier = stored.filter((item) => !refs.has(item.ref)).map((item) => this.#revive(item));
    this.#loading = false;
    this.list.value = matchSnapshot([...earlier, ...this.list.peek()], rows, me, known);
    this.#sayAgain();
  }

  /** The tab may have closed between handing a message over and noting it: so it counts as handed over, unless it is old. */
  #revive(item: StoredCommand): PendingCommand {
    if (item.state !== "queued") return item;
    const isOld = this.#ports.clock.nowMs() - item.queued_at_ms > ASK_AFTER_MS;
    return isOld ? { ...item, ask: true } : { ...item, state: "sending" };
  }
}

const TOO_LARGE: NackError = {
  code: "too_large",
  message: "This message is too long to send at once. Shorten it or split it.",
  retryable: false,
};
const PASSED: NackError = {
  code: "offline",
  message: "There was no connection for a minute, so this was not done. Try again if you still want it.",
  retryable: true,
};

/** Whether the room would close the socket over this frame; a resend would then close it again and again. */
function isTooLarge(command: Command): boolean {
  const frame = JSON.stringify(command);
  return frame.length * 3 > MAX_FRAME_BYTES && new TextEncoder().encode(frame).length > MAX_FRAME_BYTES;
}
