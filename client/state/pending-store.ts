import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Command } from "../../shared/protocol/client-messages.ts";
import type { NackError } from "../../shared/protocol/server-messages.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import { type Outbox, type StoredCommand, storedForm } from "./outbox.ts";
import { isTooLarge, PASSED, TOO_LARGE } from "./own-refusals.ts";
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
/** How long an answer to a command may take, milliseconds. Chosen: longer than any the room gives; the room drops repeats. */
export const ANSWER_MS = 15_000;
/** How many commands the room has shown are remembered, so that none is said for another tab again. Chosen: a long absence. */
const MAX_SHOWN = 512;
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
  /** What the room has shown, as far as commands that come in from the outbox could be among it. */
  readonly #early = { refs: new Set<string>(), rows: [] as RoomView["messages"], me: "" };
  /** What was said since the room was last ready for it, and when. */
  readonly #said = new Map<string, number>();
  #lot = { said: 0, endsAtMs: 0 };
  #cancelLater = () => {};
  #cancelPatience: (() => void) | null = null;
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
    this.#cancelPatience?.();
    this.#cancelPatience = null;
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
    const { refs } = this.#early;
    refs.add(ref);
    const [oldest] = refs;
    if (refs.size > MAX_SHOWN && oldest !== undefined) refs.delete(oldest);
    this.#change(retire(this.list.peek(), ref));
  }

  /** The view has moved on: what was acknowledged up to there is shown. */
  reached(): void {
    this.#change(retireReached(this.list.peek(), this.#seenSeq()));
  }

  /** A snapshot replaced the view; `known` is the newest event the device had before. */
  replaced(view: RoomView, me: string, known: number): void {
    Object.assign(this.#early, { rows: view.messages, me });
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
    this.#said.set(item.ref, this.#ports.clock.nowMs());
    this.#cancelPatience ??= this.#ports.clock.after(ANSWER_MS, () => this.#lookForAnswers());
    this.#change(advance(this.list.peek(), item.ref, "sending", { after_seq: this.#seenSeq() }));
    return true;
  }

  /** Something was said long ago and never answered: the next connection says it again. */
  #lookForAnswers(): void {
    this.#cancelPatience = null;
    const waiting = this.list.peek().filter(({ state }) => state === "sending");
    const times = waiting.flatMap(({ ref }) => this.#said.get(ref) ?? []);
    if (times.length === 0) return;
    const leftMs = Math.min(...times) + ANSWER_MS - this.#ports.clock.nowMs();
    if (leftMs <= 0) this.#ports.socket.renew?.();
    else this.#cancelPatience = this.#ports.clock.after(leftMs, () => this.#lookForAnswers());
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
    const stored = await this.#load(outbox);
    this.#loading = false;
    this.#adopt(stored);
    this.#sayAgain();
  }

  /** Takes over what other tabs of this browser have left behind since. */
  inherit(): void {
    const { outbox } = this.#ports;
    if (!outbox || this.#loading) return;
    this.#write(async () => {
      const stored = await this.#load(outbox);
      if (stored.length === 0) return;
      batch(() => {
        this.#adopt(stored);
        this.#say();
      });
    });
  }

  async #load(outbox: Outbox): Promise<readonly StoredCommand[]> {
    return await outbox.load().catch(() => {
      this.durable.value = false;
      return [];
    });
  }

  /** Before our own, in their order; without those the room has shown. */
  #adopt(stored: readonly StoredCommand[]): void {
    const { refs, rows, me } = this.#early;
    const now = this.list.peek();
    const isOurs = (ref: string) => now.some((item) => item.ref === ref);
    const earlier = stored.filter(({ ref }) => !refs.has(ref) && !isOurs(ref)).map((item) => this.#revive(item));
    // How long this device has known a row says nothing of them: it may have come before they did.
    const taken = now.flatMap(({ in_view }) => in_view ?? []);
    const free = rows.filter(({ id }) => !taken.includes(id));
    this.list.value = [...matchSnapshot(earlier, free, me, 0), ...now];
    // What the room has shown is nobody's to say any more.
    const { outbox } = this.#ports;
    for (const { ref } of stored) if (refs.has(ref)) this.#write(async () => await outbox?.remove(ref));
  }

  /** The tab may have closed between handing a message over and noting it: so it counts as handed over, unless it is old. */
  #revive(item: StoredCommand): PendingCommand {
    if (item.state !== "queued") return item;
    const isOld = this.#ports.clock.nowMs() - item.queued_at_ms > ASK_AFTER_MS;
    return isOld ? { ...item, ask: true } : { ...item, state: "sending" };
  }
}
