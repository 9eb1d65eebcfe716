import { createHash } from "node:crypto";
import type { SqlPort } from "../adapters/sql-port.ts";
import { sqliteRoomStore } from "../adapters/sqlite-room-store.ts";
import type { SessionFacts } from "../core/session-facts.ts";
import { createRoom } from "../create-room.ts";
import type { RoomSocket } from "../ports.ts";
import { openRoom, type Room, type RoomPorts } from "../room.ts";
import { FakeModel } from "./fake-model.ts";
import { botCard, FakeWorld, factsOf } from "./fake-world.ts";
import { nodeSql } from "./node-sql.ts";
import { seededRng } from "./seeded-rng.ts";
import { SimClient } from "./sim-client.ts";
import { settle, VirtualClock } from "./virtual-clock.ts";

export const ROOM_ID = "01970000-0000-7000-8000-000000000001";

/** One room with its whole world under the test's control: real SQLite, real client stores, no network, no clock. */
export class SimRoom {
  readonly clock = new VirtualClock();
  readonly model = new FakeModel();
  readonly world = new FakeWorld();
  readonly clients: SimClient[] = [];
  readonly logged: unknown[] = [];
  readonly sql: SqlPort = nodeSql();
  readonly #sockets = new Map<string, { socket: RoomSocket; facts: SessionFacts }>();
  readonly #rng: () => number;
  #ids = 0;
  #epoch = 0;
  #room: Room;
  /** Counts lives: sockets of an earlier one that died with it hear nothing. */
  life = 0;

  constructor(options: { bots?: string[]; seed?: number } = {}) {
    this.#rng = seededRng(options.seed ?? 1);
    const bots = (options.bots ?? ["Barista"]).map((name, i) => botCard(`bot-${i}`, name));
    for (const bot of bots) this.world.bots.set(bot.id, bot);
    this.world.members.add("anna");
    const ports = this.#ports();
    createRoom(
      ports.store,
      {
        id: ROOM_ID,
        owner: { user_id: "anna", name: "Anna" },
        title: "Test room",
        personaId: null,
        personaName: "Anna",
        bots: bots.map((b) => ({ ...factsOf(b), api_key_id: null, provider: null, model: null })),
      },
      { newId: ports.newId, sha256: ports.sha256, now: new Date(this.clock.nowMs()).toISOString() },
    );
    this.#room = this.#reopen();
  }

  get room(): Room {
    return this.#room;
  }
  get core() {
    return this.#room.core;
  }
  /** The room's view, of which a device shows the tail. */
  get view() {
    return this.#room.core.view;
  }

  /** Ports of one life of the object: once it is over, nothing of it can act or write again. */
  #ports(): RoomPorts {
    const epoch = ++this.#epoch;
    const isAlive = () => epoch === this.#epoch;
    const sql: SqlPort = {
      all: (query, ...bindings) => {
        if (!isAlive()) throw new Error("a dead object wrote");
        return this.sql.all(query, ...bindings);
      },
      transaction: (work) => this.sql.transaction(work),
    };
    const { world } = this;
    return {
      store: sqliteRoomStore(sql),
      clock: {
        nowMs: () => this.clock.nowMs(),
        // Timers die with the object; those of devices go on.
        after: (ms, task) =>
          this.clock.after(ms, () => {
            if (isAlive()) task();
          }),
      },
      newId: () => `id-${String(++this.#ids).padStart(6, "0")}`,
      rng: this.#rng,
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      alarms: this.clock.alarms,
      sink: { write: (rows) => whileAlive(world.write(rows), isAlive) },
      access: {
        standings: (room, people) => whileAlive(world.standings(room, people), isAlive),
        botFor: (bot) => whileAlive(world.botFor(bot), isAlive),
        personaFor: (persona) => whileAlive(world.personaFor(persona), isAlive),
        takeUploads: (user, ids) => whileAlive(world.takeUploads(user, ids), isAlive),
        ownsKey: (user, key) => whileAlive(world.ownsKey(user, key), isAlive),
        verify: (proof) => whileAlive(world.verify(proof), isAlive),
      },
      branches: {
        open: (seed) => whileAlive(world.open(seed), isAlive),
        act: (id, actor, command) => whileAlive(world.act(id, actor, command), isAlive),
      },
      statuses: { set: (room, user, status) => whileAlive(world.set(room, user, status), isAlive) },
      people: {
        tell: (userId, news) => isAlive() && world.told.push({ userId, news }),
        isAround: (user) => whileAlive(world.isAround(user), isAlive),
      },
      contexts: { load: (query) => whileAlive(world.load(query), isAlive) },
      models: {
        // Of a dead life nothing is asked any more.
        stream: (request, signal) => (isAlive() ? this.model.stream(request, signal) : silence()),
      },
      giveUp: (cause) => {
        // What is left of a dead life stumbles over its storage; only a living room must never.
        if (isAlive()) this.logged.push(new Error("the room gave up", { cause }));
      },
      log: { warn: (m) => this.logged.push(m), error: (_m, cause) => this.logged.push(cause) },
    };
  }

  #reopen(): Room {
    const room = openRoom(this.#ports());
    if (!room) throw new Error("the room is not in its store");
    return room;
  }

  /** A new device of `userId`, connected and greeted once `settle` has run. */
  join(userId = "anna", options: { hash?: boolean } = {}): SimClient {
    this.world.members.add(userId);
    const client = new SimClient(this, userId, `device-${this.clients.length}`, options);
    this.clients.push(client);
    client.connect();
    return client;
  }

  /** The Worker's part of a connection: a socket that was let in. */
  accept(socket: RoomSocket, facts: SessionFacts): void {
    const kept: RoomSocket = {
      ...socket,
      save: (saved) => {
        socket.save(saved);
        this.#sockets.set(socket.id, { socket: kept, facts: saved });
      },
      close: (code, reason) => {
        this.#sockets.delete(socket.id);
        socket.close(code, reason);
      },
    };
    this.#room.runtime.connect(kept, facts);
  }

  session(socketId: string) {
    return this.#room.sessions.get(socketId);
  }

  hangUp(socketId: string): void {
    this.#sockets.delete(socketId);
    this.#room.runtime.disconnect(socketId);
  }

  /** Delivers every frame in both directions until nobody has anything more to say. */
  async settle(): Promise<void> {
    for (let rounds = 0; rounds < 200; rounds++) {
      await settle();
      let moved = false;
      for (const client of this.clients) moved = (await client.pump()) || moved;
      if (!moved) return;
    }
    throw new Error("the room and its devices talk without end");
  }

  /** Moves time, ringing timers and the alarm. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.#room.runtime.alarm());
    await this.settle();
  }

  /** The object sleeps: fields and timers are gone, sockets and their facts stay. Only when no reply runs. */
  evict(): void {
    if (this.#room.core.queue.turns.some((t) => t.state !== "queued" && t.state !== "held"))
      throw new Error("an object with a running reply does not sleep");
    this.#room = this.#reopen();
    for (const { socket, facts } of this.#sockets.values()) this.#room.runtime.restore(socket, facts);
  }

  /** The process dies: everything but SQLite is gone, sockets too. */
  kill(): void {
    this.life++;
    this.model.die();
    this.#sockets.clear();
    for (const client of this.clients) client.cut(1006);
    this.#room = this.#reopen();
  }

  /** Lets the running reply say `text` and end, and everyone hear of it. */
  async reply(text: string): Promise<void> {
    await this.settle();
    this.model.say(text);
    await this.settle();
    this.model.finish();
    await this.settle();
  }

  /** Everyone back, every turn over, every queue empty. Bounded, so that a stuck room fails instead of hanging. */
  async drain(): Promise<void> {
    this.world.writes = "accept";
    this.world.reads = "answer";
    for (let rounds = 0; rounds < 100; rounds++) {
      for (const client of this.clients) if (!client.isConnected) client.connect();
      await this.settle();
      if (this.model.isAsked) {
        this.model.finish();
        await this.settle();
      } else if (this.#goesOn() && !this.core.queue.held) await this.advance(1_000);
      else if (this.core.store.outbox.size() > 0) await this.advance(35_000);
      else return await this.settle();
    }
    throw new Error("the room does not come to rest");
  }

  /** Turns wait, or bots are to go on by themselves. */
  #goesOn(): boolean {
    const { turns, auto, pick } = this.core.queue;
    return turns.length > 0 || auto?.ended === null || pick !== null;
  }
}

/** `work`'s result, or nothing for ever when the object has died meanwhile. */
async function whileAlive<T>(work: Promise<T>, isAlive: () => boolean): Promise<T> {
  const result = await work.then(
    (value) => ({ value }),
    (cause: unknown) => ({ cause }),
  );
  if (!isAlive()) return await new Promise<T>(() => {});
  if ("cause" in result) throw result.cause;
  return result.value;
}

async function* silence(): AsyncIterable<never> {
  yield await new Promise<never>(() => {});
}
