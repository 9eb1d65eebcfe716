import type { JobCard, RoomCard, UserEvent, UserServerMessage } from "../../../shared/protocol/user-frames.ts";
import { UserServerMessage as Frames } from "../../../shared/protocol/user-frames.ts";
import { nodeSql } from "../../conversation/testing/node-sql.ts";
import { settle, VirtualClock } from "../../conversation/testing/virtual-clock.ts";
import { SqliteUserStore } from "../adapters/sqlite-user-store.ts";
import type { UserFacts } from "../core/user-facts.ts";
import { NO_LIMITS } from "../look-up.ts";
import type { Directory, OwnLimits, Usage, UserPorts, UserSocket } from "../ports.ts";
import { UserRuntime } from "../user-runtime.ts";

/** D1 as one person's object sees it, in memory, with a switch for outages. */
export class FakeDirectory implements Directory {
  cards: RoomCard[] = [];
  isAll = true;
  jobRows: JobCard[] = [];
  limits: OwnLimits = NO_LIMITS;
  balance = 0;
  current = true;
  readonly ended = new Set<string>();
  isOut = false;
  proof: string | null = "anna";
  readonly written: Usage[] = [];
  /** Rooms that may not know where she is. */
  readonly unseenIn = new Set<string>();

  #ask(): void {
    if (this.isOut) throw new Error("D1 is out");
  }
  async rooms() {
    this.#ask();
    return { cards: this.cards, isAll: this.isAll };
  }
  async jobs() {
    this.#ask();
    return this.jobRows;
  }
  async account() {
    this.#ask();
    return { limits: this.limits, balance: this.balance };
  }
  async standing(sessionIds: readonly string[]) {
    this.#ask();
    return { isCurrent: this.current, ended: sessionIds.filter((id) => this.ended.has(id)) };
  }
  async seenIn(rooms: readonly string[]) {
    this.#ask();
    return rooms.filter((id) => !this.unseenIn.has(id));
  }
  async endSessions(sessionIds: readonly string[]) {
    this.#ask();
    for (const id of sessionIds) this.ended.add(id);
  }
  async verify() {
    this.#ask();
    return this.proof === null
      ? null
      : { userId: this.proof, sessionId: "s-desk", expiresAtMs: Number.MAX_SAFE_INTEGER };
  }
  async writeUsage(usage: Usage) {
    this.#ask();
    this.written.push(usage);
  }
}

/** A page of one device: what it heard, and what that comes to. */
export class SimPage {
  readonly frames: UserServerMessage[] = [];
  closed: number | null = null;
  /** When this page last pinged, as the runtime would say; null where it never did. */
  pingedMs: number | null = null;
  /** What a client makes of it: each thing by its name, as it is now. */
  readonly things = new Map<string, unknown>();
  seq = 0;
  readonly #user: SimUser;
  readonly device: string;
  socketId: string | null = null;

  constructor(user: SimUser, device: string) {
    this.#user = user;
    this.device = device;
  }

  async say(frame: object): Promise<void> {
    if (this.socketId === null) return;
    await this.#user.runtime.receive(this.socketId, typeof frame === "string" ? frame : JSON.stringify(frame));
    await settle();
  }

  hello(more: object = {}): Promise<void> {
    return this.say({ type: "hello", v: 1, device_id: this.device, ...more });
  }

  inSight(on: boolean, room?: string): Promise<void> {
    return this.say({ type: "in_sight", on, ...(room !== undefined && { room }) });
  }

  hear(raw: string): void {
    const frame = Frames.parse(JSON.parse(raw));
    this.frames.push(frame);
    if (frame.type === "welcome") this.#welcome(frame);
    if (frame.type === "event") this.#apply(frame.event);
    if (frame.type === "events") for (const event of frame.list) this.#apply(event);
  }

  of<T extends UserServerMessage["type"]>(type: T) {
    return this.frames.filter((frame) => frame.type === type) as Extract<UserServerMessage, { type: T }>[];
  }

  events(): UserEvent[] {
    return this.frames.flatMap((frame) => {
      if (frame.type === "event") return [frame.event];
      return frame.type === "events" ? frame.list : [];
    });
  }

  #welcome(frame: Extract<UserServerMessage, { type: "welcome" }>): void {
    if (frame.rooms) {
      this.things.clear();
      for (const room of frame.rooms) this.things.set(`room ${room.id}`, room);
      for (const job of frame.jobs ?? []) this.things.set(`job ${job.id}`, job);
      for (const note of frame.notifications ?? []) this.things.set(`notification ${note.id}`, note);
      this.things.set("seen", frame.seen_up_to);
      this.seq = frame.seq;
    }
  }

  #apply(event: UserEvent): void {
    if (event.seq <= this.seq) throw new Error(`event ${event.seq} was told twice`);
    this.seq = event.seq;
    if (event.type === "room.changed") this.things.set(`room ${event.room.id}`, event.room);
    if (event.type === "room.gone") this.things.delete(`room ${event.room_id}`);
    if (event.type === "job.changed") this.things.set(`job ${event.job.id}`, event.job);
    if (event.type === "notification.created")
      this.things.set(`notification ${event.notification.id}`, event.notification);
    if (event.type === "notification.seen") this.things.set("seen", event.up_to);
  }
}

/** The object of Anna with its whole world under the test's control: real SQLite, no network, no clock. */
export class SimUser {
  readonly clock = new VirtualClock();
  readonly directory = new FakeDirectory();
  readonly logged: unknown[] = [];
  readonly sql = nodeSql();
  /** What rooms were told, and which of them want to know no more or cannot be reached. */
  readonly told: { room: string; isAround: boolean }[] = [];
  readonly indifferent = new Set<string>();
  readonly unreachable = new Set<string>();
  store = new SqliteUserStore(this.sql);
  runtime: UserRuntime;
  readonly #sockets = new Map<string, { socket: UserSocket; facts: UserFacts }>();
  #ids = 0;

  constructor() {
    this.runtime = new UserRuntime(this.#ports());
  }

  #ports(): UserPorts {
    this.store = new SqliteUserStore(this.sql);
    return {
      userId: "anna",
      store: this.store,
      clock: this.clock,
      newId: () => `id-${++this.#ids}`,
      alarms: this.clock.alarms,
      directory: this.directory,
      rooms: {
        whereabouts: async (room, isAround) => {
          if (this.unreachable.has(room)) throw new Error("the room is not there");
          this.told.push({ room, isAround });
          return !this.indifferent.has(room);
        },
      },
      log: { warn: (m) => this.logged.push(m), error: (_m, cause) => this.logged.push(cause) },
    };
  }

  /** A page of a device, connected; it has not said anything yet. */
  open(device = "desk", user_id = "anna", page = new SimPage(this, device)): SimPage {
    const id = `socket-${++this.#ids}`;
    page.socketId = id;
    page.closed = null;
    const socket: UserSocket = {
      id,
      send: (frame) => page.socketId === id && page.hear(frame),
      close: (code) => {
        this.#sockets.delete(id);
        if (page.socketId !== id) return;
        page.closed = code;
        page.socketId = null;
      },
      lastPingMs: () => page.pingedMs,
      save: (facts) => this.#sockets.set(id, { socket, facts }),
    };
    this.runtime.connect(socket, {
      user_id,
      session_id: `s-${device}`,
      expires_at_ms: this.clock.nowMs() + 600_000,
      device_kind: "desktop",
      device_id: "",
      device_name: "",
      live: false,
      in_sight: false,
      room: null,
      counted_to_ms: null,
    });
    return page;
  }

  /** The network of a page is gone, and the object hears of it. */
  leave(page: SimPage): void {
    const id = page.socketId;
    page.socketId = null;
    if (id === null) return;
    this.#sockets.delete(id);
    this.runtime.disconnect(id);
  }

  /** The object sleeps: fields are gone, sockets and their facts stay. */
  evict(): void {
    this.runtime = new UserRuntime(this.#ports());
    for (const { socket, facts } of [...this.#sockets.values()]) this.runtime.restore(socket, facts);
  }

  /** The process dies: everything but SQLite is gone, sockets too. */
  kill(pages: readonly SimPage[]): void {
    for (const page of pages) page.socketId = null;
    this.#sockets.clear();
    this.runtime = new UserRuntime(this.#ports());
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.runtime.alarm());
    await settle();
  }
}

/** A room's card. */
export const card = (id: string, more: Partial<RoomCard> = {}): RoomCard => ({
  id,
  title: `Room ${id}`,
  status: "active",
  role: "owner",
  conversation_type: "single-bot",
  bots: [],
  last_message: null,
  unread: 0,
  conversation_metadata: { total_messages: 1, last_activity: "2026-11-22T23:00:00.000Z" },
  speaking: [],
  rev: 1,
  ...more,
});

/** A job begun when the clock of the tests begins. */
export const job = (id: string, more: Partial<JobCard> = {}): JobCard => ({
  id,
  kind: "export",
  status: "running",
  done: 0,
  total: 10,
  createdAt: "2026-11-23T00:00:00.000Z",
  updatedAt: "2026-11-23T00:00:00.000Z",
  ...more,
});
