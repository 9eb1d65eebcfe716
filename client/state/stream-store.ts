import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import type {
  Delta,
  GenerationFrame,
  GenerationState,
  RunningGeneration,
} from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import type { Digest } from "./ports.ts";
import { extendBoth, finalTextOf, openTakeOf, prefixOf } from "./stream-text.ts";

/** A reply being written. `text` and `reasoning` are the take's whole text so far. */
export interface RunningText {
  readonly message_id: string;
  readonly take_id: string;
  /** Null until the room has named the generation. */
  readonly generation_id: string | null;
  readonly bot_id: string | null;
  readonly state: GenerationState;
  readonly text: string;
  readonly reasoning: string;
  readonly error?: ReplyError;
}

export interface StreamPorts {
  /** The message as the view has it. */
  rowOf(message_id: string): MessageRow | undefined;
  /** Says `hello` again, once until it is answered. */
  resync(): void;
  readonly digest?: Digest;
}

const OVER: readonly GenerationState[] = ["done", "stopped", "interrupted", "failed"];
/** How many ended generations are remembered, to drop their late frames. Chosen: far above what is ever in flight. */
const MAX_ENDED = 256;

/** Running text, one signal a message, so that a token redraws one bubble. Kept apart from the view: deltas are no events. */
export class StreamStore {
  /** Ids of the messages with running text, oldest stream first. */
  readonly running: Signal<readonly string[]> = signal([]);
  readonly #ports: StreamPorts;
  readonly #cells = new Map<string, Signal<RunningText | null>>();
  readonly #ended = new Set<string>();
  /** Streams a `welcome` no longer names while the events that close them are still on the way. */
  #stale = new Set<string>();

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  /** Running text of a message, or null. The same signal as long as the view has it. */
  of(message_id: string): ReadonlySignal<RunningText | null> {
    return this.#cell(message_id);
  }

  /** `welcome` tells how things stand at its `seq`: what it names replaces ours, the rest goes with `settle`. */
  welcome(generations: readonly RunningGeneration[]): void {
    const named = new Set(generations.map((g) => g.message_id));
    this.#stale = new Set(this.running.peek().filter((id) => !named.has(id)));
    for (const { reasoning = "", ...generation } of generations) {
      this.#ended.delete(generation.generation_id);
      this.#set({ ...generation, reasoning });
    }
  }

  /** The view has reached the `welcome`. */
  settle(): void {
    for (const id of this.#stale) this.#drop(id);
    this.#stale.clear();
  }

  /** The view holds only these any more: cells of others, where nothing runs, are let go. */
  kept(message_ids: ReadonlySet<string>): void {
    for (const [id, cell] of this.#cells) if (cell.peek() === null && !message_ids.has(id)) this.#cells.delete(id);
  }

  delta(delta: Delta): void {
    if (this.#ended.has(delta.generation_id)) return;
    const stream = this.#streamOf(delta);
    if (!stream || OVER.includes(stream.state)) return;
    const longer = extendBoth(stream, delta);
    if (longer === null) this.#ports.resync();
    else this.#set({ ...stream, ...longer, state: longer.text === stream.text ? stream.state : "speaking" });
  }

  generation(frame: GenerationFrame): void {
    if (this.#ended.has(frame.generation_id)) return;
    const { bot_id, state, error } = frame;
    const isOver = OVER.includes(state);
    const stream = isOver && !this.#cells.get(frame.message_id)?.peek() ? null : this.#streamOf(frame);
    if (isOver) this.#end(frame.generation_id);
    if (stream) this.#set({ ...stream, bot_id, state, ...(error && { error }) });
  }

  /** An event the view has just applied, later than the last `welcome`. */
  applied(event: RoomEvent): void {
    switch (event.type) {
      case "message.created":
      case "message.updated":
        // Another take may be written while the message itself stands closed.
        if (event.message.streaming || openTakeOf(event.message)?.state === "streaming") this.#open(event.message);
        else this.#close(event.message);
        break;
      case "take.created":
        if (event.take.state === "streaming")
          this.#begin(event.message_id, event.take.id, this.#ports.rowOf(event.message_id));
        break;
      case "take.deleted":
        if (this.#cells.get(event.message_id)?.peek()?.take_id === event.take_id) this.#drop(event.message_id);
        break;
      case "message.deleted":
        this.#drop(event.message_id);
        break;
      case "path.changed":
        this.#moved(event);
        break;
      default:
    }
  }

  /**
   * What is on the new path and finished is closed; what is no longer there ends. Where the room tells only its newest
   * messages, a stream it does not name is of an older one: the room never leaves a path on which further on is written.
   */
  #moved({ messages, has_more }: Extract<RoomEvent, { type: "path.changed" }>): void {
    for (const row of messages) if (!row.streaming && openTakeOf(row)?.state !== "streaming") this.#close(row);
    if (has_more) return;
    const there = new Set(messages.map(({ id }) => id));
    for (const id of this.running.peek()) if (!there.has(id)) this.#drop(id);
  }

  /** The stream a frame belongs to: the open one, or a new one where the view says the message is being written. */
  #streamOf(frame: Delta | GenerationFrame): RunningText | null {
    const { generation_id, message_id, take_id } = frame;
    const stream = this.#cells.get(message_id)?.peek() ?? null;
    if (stream?.generation_id === generation_id) return stream;
    if (stream?.generation_id === null && stream.take_id === take_id) return { ...stream, generation_id };
    const row = this.#ports.rowOf(message_id);
    if (!stream && row && !row.streaming) return null;
    if (stream?.generation_id) this.#end(stream.generation_id);
    this.#stale.delete(message_id);
    return { ...this.#blank(message_id, take_id, row), generation_id };
  }

  #open(row: MessageRow): void {
    const take_id = openTakeOf(row)?.id;
    const stream = this.#cells.get(row.id)?.peek();
    if (take_id === undefined || (stream?.take_id === take_id && !OVER.includes(stream.state))) return;
    this.#begin(row.id, take_id, row);
  }

  #begin(message_id: string, take_id: string, row?: MessageRow): void {
    const before = this.#cells.get(message_id)?.peek();
    if (before?.generation_id) this.#end(before.generation_id);
    this.#set(this.#blank(message_id, take_id, row));
  }

  #blank(message_id: string, take_id: string, row?: MessageRow): RunningText {
    const start = { message_id, take_id, generation_id: null, bot_id: row?.bot ?? null };
    return { ...start, state: "reading", ...prefixOf(row, take_id) };
  }

  /** The message is finished. What was shown must be how its stored text begins, and the whole must have its hash. */
  #close(row: MessageRow): void {
    const stream = this.#cells.get(row.id)?.peek();
    if (!stream) return;
    this.#drop(row.id);
    const final = finalTextOf(row, stream.take_id);
    const isHashed = row.current_take_id === stream.take_id && row.length !== undefined;
    const isWhole = !isHashed || final.length === row.length;
    if (!final.startsWith(stream.text) || !isWhole) this.#ports.resync();
    else if (isHashed) this.#verify(final, row.sha256);
  }

  #verify(text: string, sha256: string | undefined): void {
    const { digest, resync } = this.#ports;
    if (!digest || sha256 === undefined) return;
    digest(text).then(
      (actual) => actual === sha256 || resync(),
      () => undefined, // No hash, no complaint: the length has been checked.
    );
  }

  #drop(message_id: string): void {
    const cell = this.#cells.get(message_id);
    const stream = cell?.peek();
    if (!cell || !stream) return;
    if (stream.generation_id !== null) this.#end(stream.generation_id);
    cell.value = null;
    this.running.value = this.running.peek().filter((id) => id !== message_id);
  }

  #end(generation_id: string): void {
    this.#ended.add(generation_id);
    const [oldest] = this.#ended;
    if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
  }

  #set(stream: RunningText): void {
    const cell = this.#cell(stream.message_id);
    if (cell.peek() === null) this.running.value = [...this.running.peek(), stream.message_id];
    cell.value = stream;
  }

  #cell(message_id: string): Signal<RunningText | null> {
    const known = this.#cells.get(message_id);
    if (known) return known;
    const cell = signal<RunningText | null>(null);
    this.#cells.set(message_id, cell);
    return cell;
  }
}
