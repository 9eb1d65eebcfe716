import { createRoomStore, type RoomStore } from "../../../client/state/room-store.ts";
import type { createMemoryOutbox } from "../../../client/state/testing/memory-outbox.ts";
import { decodeServerFrame } from "../../../shared/protocol/decode-server-frame.ts";
import { RoughLine } from "./rough-line.ts";
import type { SimRoom } from "./sim-room.ts";

interface TabOptions {
  readonly user_id: string;
  /** Two digits: part of its refs. */
  readonly number: number;
  /** What the browser keeps, shared by its tabs. */
  readonly storage: ReturnType<typeof createMemoryOutbox>;
}

/** A tab of a browser: the real client store and outbox on lines that fail. */
export class RoughTab {
  readonly store: RoomStore;
  /** What the person has said here, in order. */
  readonly said: string[] = [];
  readonly user_id: string;
  readonly #room: SimRoom;
  readonly #options: TabOptions;
  readonly #outbox: ReturnType<TabOptions["storage"]["openTab"]>;
  #line: RoughLine | null = null;
  /** Lines that are cut here and not yet known to be at the other end. */
  readonly #old: RoughLine[] = [];
  #refs = 0;
  #seq = 0;
  isClosed = false;

  constructor(room: SimRoom, options: TabOptions) {
    this.user_id = options.user_id;
    this.#room = room;
    this.#options = options;
    this.#outbox = options.storage.openTab();
    this.store = createRoomStore({
      socket: {
        send: (frame) => {
          this.#line?.say(JSON.stringify(frame));
          return this.#line !== null;
        },
        renew: () => this.cut(0, 1000),
      },
      clock: room.clock,
      device: { device_id: `device-${options.user_id}` },
      newRef: () => this.#newRef(),
      outbox: this.#outbox,
    });
  }

  get isConnected(): boolean {
    return this.#line !== null;
  }

  say(text: string): void {
    this.said.push(text);
    this.store.send(text, { respond: false });
  }

  connect(): void {
    if (this.#line || this.isClosed) return;
    this.#line = new RoughLine(this.#room, this.#options.user_id);
    this.store.opened();
  }

  /** The line is gone for this end. @param late How many frames on their way still arrive. */
  cut(late: number, code = 1006): void {
    const line = this.#line;
    if (!line) return;
    this.#line = null;
    line.cut(late);
    this.#old.push(line);
    this.store.closed(code, "");
  }

  /** Nothing passes any more and neither end is told. */
  freeze(): void {
    if (this.#line) this.#line.isDead = true;
  }

  /** The room learns of the lines that are gone. */
  hangUp(): void {
    for (const line of this.#old.splice(0)) line.hangUp();
  }

  /** One frame up, of the line or of an earlier one that still has some. True where anything moved. */
  async up(fromOld: boolean, twice = false): Promise<boolean> {
    const line = fromOld ? this.#old.find((old) => old.hasLateFrames) : this.#line;
    return (await line?.deliverUp(twice)) ?? false;
  }

  /** One frame down. @param how Lost, or heard twice, as a careless network might. */
  down(how: "once" | "twice" | "lost" = "once"): boolean {
    const line = this.#line;
    const raw = line?.takeDown();
    if (raw !== undefined && how !== "lost") for (const copy of how === "twice" ? [raw, raw] : [raw]) this.#hear(copy);
    if (raw === undefined && line?.closing != null && !line.isDead) {
      this.cut(0, line.closing);
      return true;
    }
    return raw !== undefined;
  }

  /** Everything on the line, both ways, until nothing moves. */
  async pump(): Promise<boolean> {
    let hasMoved = false;
    while ((await this.up(true)) || (await this.up(false)) || this.down()) hasMoved = true;
    return hasMoved;
  }

  /** The tab is closed: its timers and its view are gone, its messages stay with the browser. */
  close(): void {
    this.cut(0);
    this.store.dispose();
    this.#outbox.close();
    this.isClosed = true;
  }

  #hear(raw: string): void {
    const frame = decodeServerFrame(raw);
    if (!frame) throw new Error(`a frame the client does not know: ${raw.slice(0, 200)}`);
    this.store.receive(frame);
    const seq = this.store.view.value?.seq ?? 0;
    if (seq < this.#seq) throw new Error(`the view went back from ${this.#seq} to ${seq}`);
    this.#seq = seq;
  }

  #newRef(): string {
    const tab = String(this.#options.number).padStart(4, "0");
    return `00000000-0000-4000-9000-${tab}${String(++this.#refs).padStart(8, "0")}`;
  }
}
