import type { Ack, Delta, RunningGeneration, ServerMessage } from "../../../shared/protocol/server-messages.ts";
import type { NewEvent, RoomEvent } from "../../../shared/room/events.ts";
import { applyEvent, type RoomView } from "../../../shared/room/room-view.ts";
import { messageRow } from "../../room/testing/room-fixtures.ts";
import { createRoomStore, type RoomStore } from "../room-store.ts";
import { AT, closedRow, openRow, welcome, welcomeBack } from "./rig.ts";
import { VirtualClock } from "./virtual-clock.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a client said, unread.
type ClientFrame = Record<string, any>;

/**
 * The least that a room must be for a client's promises to be testable: a log, one answer per `ref`, one reply being
 * written. The real room has its own tests with these stores; here the network may do worse than it ever does there.
 */
export class ModelRoom {
  view: RoomView;
  readonly log: RoomEvent[] = [];
  reply: RunningGeneration | null = null;
  /** Refs it will refuse. */
  readonly refused = new Set<string>();
  readonly #answers = new Map<string, Ack>();
  readonly #links: Link[] = [];
  #ids = 0;

  constructor() {
    const { room, bots, members } = welcome();
    this.view = { seq: 0, room, bots, members, messages: [], has_more: false };
  }

  join(): Link {
    const link = new Link(this);
    this.#links.push(link);
    return link;
  }

  /** Commits and tells everyone who has said hello. */
  commit(event: NewEvent): RoomEvent {
    // A spread of a union loses which member it was.
    const numbered = { ...event, seq: this.view.seq + 1, at: AT } as RoomEvent;
    this.view = applyEvent(this.view, numbered);
    this.log.push(numbered);
    for (const link of this.#links) link.tell({ type: "event", event: numbered });
    return numbered;
  }

  /** Someone else's message. */
  say(entry: string): void {
    const id = `o${++this.#ids}`;
    this.commit({ type: "message.created", message: messageRow({ id, seq: this.view.seq + 1, user: "ben", entry }) });
  }

  /** Begins, extends or finishes the one reply. */
  write(text: string): void {
    if (!this.reply) {
      const id = `b${++this.#ids}`;
      this.commit({ type: "message.created", message: openRow({ id, seq: this.view.seq + 1 }) });
      const ids = { generation_id: `g${this.#ids}`, message_id: id, take_id: "t1" };
      this.reply = { ...ids, bot_id: "mara", state: "speaking", text: "" };
    }
    const at = this.reply.text.length;
    this.reply = { ...this.reply, text: this.reply.text + text };
    this.#tellDelta({ at, text });
  }

  /** Everything again from the start, as for a device that fell behind. */
  resend(): void {
    if (this.reply) this.#tellDelta({ at: 0, text: this.reply.text });
  }

  finish(): void {
    if (!this.reply) return;
    const { message_id, text } = this.reply;
    const row = this.view.messages.find((m) => m.id === message_id);
    this.reply = null;
    if (row) this.commit({ type: "message.updated", message: closedRow(text, { id: row.id, seq: row.seq }) });
  }

  /** Continues the newest finished reply. */
  goOn(): void {
    const row = this.view.messages.findLast((m) => m.bot !== null && !m.streaming);
    if (this.reply || !row) return;
    this.commit({ type: "message.updated", message: { ...row, streaming: true } });
    const generation_id = `g${++this.#ids}`;
    this.reply = {
      generation_id,
      message_id: row.id,
      take_id: "t1",
      bot_id: "mara",
      state: "speaking",
      text: row.entry,
    };
  }

  /** A frame of a client that has said hello, or its hello. */
  hear(frame: ClientFrame, link: Link, snapshot: boolean): void {
    if (frame["type"] === "hello") this.#hello(frame, link, snapshot);
    else if (frame["type"] === "send") this.#post(frame, link);
  }

  #hello(frame: ClientFrame, link: Link, snapshot: boolean): void {
    link.isLive = true;
    const since: number | undefined = frame["since"];
    const now = { seq: this.view.seq, generations: this.reply ? [this.reply] : [] };
    if (since === undefined || snapshot) {
      link.tell(welcome({ ...now, messages: [...this.view.messages] }));
      return;
    }
    link.tell(welcomeBack(now));
    const missed = this.log.slice(since);
    const half = Math.ceil(missed.length / 2);
    for (const list of [missed.slice(0, half), missed.slice(half)]) link.tell({ type: "events", list });
  }

  #post(frame: ClientFrame, link: Link): void {
    const { ref, text } = frame as { ref: string; text: string };
    if (this.refused.has(ref)) {
      link.tell({ type: "nack", ref, error: { code: "forbidden", message: "no", retryable: false } });
      return;
    }
    const known = this.#answers.get(ref);
    if (!known) {
      const row = messageRow({ id: `p${ref}`, seq: this.view.seq + 1, user: "anna", entry: text });
      const { seq } = this.commit({ type: "message.created", message: row, ref });
      this.#answers.set(ref, { type: "ack", ref, seq, message_id: row.id });
    }
    const answer = this.#answers.get(ref);
    if (answer) link.tell(answer);
  }

  #tellDelta(part: Pick<Delta, "at" | "text">): void {
    if (!this.reply) return;
    const { generation_id, message_id, take_id } = this.reply;
    for (const link of this.#links) link.tell({ type: "delta", generation_id, message_id, take_id, ...part });
  }
}

/** One device and its two queues. What is in them when the connection breaks is lost. */
export class Link {
  readonly clock: VirtualClock = new VirtualClock();
  readonly store: RoomStore;
  isLive = false;
  #isUp = false;
  #down: ServerMessage[] = [];
  #up: ClientFrame[] = [];
  #refs = 0;
  /** Called after every frame the store has taken in. */
  onFrame: () => void = () => {};
  readonly #room: ModelRoom;

  constructor(room: ModelRoom) {
    this.#room = room;
    this.store = createRoomStore({
      socket: {
        send: (frame) => {
          if (this.#isUp) this.#up.push(structuredClone(frame));
          return this.#isUp;
        },
      },
      clock: this.clock,
      newRef: () => `r${++this.#refs}`,
      device: { device_id: "d1" },
    });
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  tell(frame: ServerMessage): void {
    if (this.isLive) this.#down.push(structuredClone(frame));
  }

  connect(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.store.opened();
    this.onFrame();
  }

  disconnect(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.isLive = false;
    this.#up = [];
    this.#down = [];
    this.store.closed(1006, "");
    this.onFrame();
  }

  /** Lets the room hear one frame. */
  deliverUp(snapshot = false): void {
    const frame = this.#up.shift();
    if (frame) this.#room.hear(frame, this, snapshot);
  }

  /** Lets the store take in one frame; `twice` as a careless network might. */
  deliverDown(twice = false): void {
    const frame = this.#down.shift();
    if (!frame) return;
    for (const copy of twice ? [frame, structuredClone(frame)] : [frame]) {
      this.store.receive(copy);
      this.onFrame();
    }
  }

  /** Loses one frame on its way down, without breaking the connection. */
  loseDown(): void {
    // The answer to a hello is never lost alone: it comes first on its connection or not at all.
    if (this.#down[0]?.type !== "welcome") this.#down.shift();
  }

  /** Delivers everything, both ways, until nothing moves. Bounded, so that a storm fails instead of hanging. */
  drain(): void {
    for (let round = 0; round < 5_000; round++) {
      if (this.#up.length === 0 && this.#down.length === 0) return;
      this.deliverUp();
      this.deliverDown();
    }
    throw new Error("the device and the room never came to rest");
  }
}
