import { createHash } from "node:crypto";
import { createRoomStore, type RoomStore } from "../../../client/state/room-store.ts";
import { decodeServerFrame } from "../../../shared/protocol/decode-server-frame.ts";
import type { ServerMessage } from "../../../shared/protocol/server-messages.ts";
import type { RoomSocket } from "../ports.ts";
import type { SimRoom } from "./sim-room.ts";

/** A device: the real client store on two queues the test delivers from. */
export class SimClient {
  readonly store: RoomStore;
  readonly userId: string;
  readonly deviceId: string;
  /** Frames heard, in order, over all connections. */
  readonly heard: ServerMessage[] = [];
  readonly closedWith: number[] = [];
  /** How many queued frames one `pump` delivers each way; fewer makes deliveries interleave. */
  throttle = Number.POSITIVE_INFINITY;
  /** Reads nothing; what comes for it waits. */
  isFrozen = false;
  /** When this device last pinged, as the runtime would say; null where it never did. */
  pingedMs: number | null = null;
  /** The longest text shown of each message, ever. */
  readonly shown = new Map<string, string>();
  readonly #room: SimRoom;
  #socketId: string | null = null;
  #connections = 0;
  #up: string[] = [];
  #down: string[] = [];
  #closing: number | null = null;
  #refs = 0;

  constructor(room: SimRoom, userId: string, deviceId: string, options: { hash?: boolean } = {}) {
    this.#room = room;
    this.userId = userId;
    this.deviceId = deviceId;
    this.store = createRoomStore({
      socket: {
        send: (frame) => {
          if (this.#socketId === null) return false;
          this.#up.push(JSON.stringify(frame));
          return true;
        },
      },
      clock: room.clock,
      device: { device_id: deviceId },
      newRef: () => this.#newRef(),
      ...(options.hash && { digest: async (text: string) => createHash("sha256").update(text).digest("hex") }),
    });
  }

  get isConnected(): boolean {
    return this.#socketId !== null;
  }

  connect(): void {
    if (this.#socketId !== null) return;
    const id = `${this.deviceId}-${++this.#connections}`;
    this.#socketId = id;
    this.#up = [];
    this.#down = [];
    const facts = {
      user_id: this.userId,
      session_id: `session-${this.deviceId}`,
      name: this.userId,
      expires_at_ms: Number.MAX_SAFE_INTEGER,
      device_kind: "desktop",
      device_id: "",
      device_name: "",
      live: false,
      watch_activation: true,
      watch_prompt: false,
    };
    this.store.opened();
    this.#room.accept(this.#roomSide(id), facts);
  }

  /** The network drops: both directions lose what was on its way; the room hears of it. */
  disconnect(): void {
    const id = this.#socketId;
    this.cut(1006);
    if (id !== null) this.#room.hangUp(id);
  }

  /** This end of the connection is gone. */
  cut(code: number): void {
    if (this.#socketId === null) return;
    this.#socketId = null;
    this.#closing = null;
    this.#up = [];
    this.#down = [];
    this.closedWith.push(code);
    this.store.closed(code, "");
  }

  /** Gives the proof of identity an end, as the Worker's header would. Before the frames are delivered. */
  expiresIn(ms: number): void {
    const session = this.#socketId ? this.#room.session(this.#socketId) : undefined;
    if (session) session.facts = { ...session.facts, expires_at_ms: this.#room.clock.nowMs() + ms };
  }

  /** Loses what the store has said and not yet handed over. */
  dropOutgoing(): void {
    this.#up = [];
  }

  /** Says a raw frame, as a broken client would. */
  raw(frame: string): void {
    this.#up.push(frame);
  }

  /** Delivers what waits, at most `throttle` frames each way. True when anything moved. */
  async pump(): Promise<boolean> {
    const up = this.#up.splice(0, this.throttle);
    for (const frame of up) if (this.#socketId) await this.#room.room.runtime.receive(this.#socketId, frame);
    const down = this.isFrozen ? [] : this.#down.splice(0, this.throttle);
    for (const frame of down) this.#hear(frame);
    if (this.#closing !== null && this.#down.length === 0) this.cut(this.#closing);
    return up.length + down.length > 0;
  }

  /** Texts this device shows, streaming ones as far as they are. */
  texts(): string[] {
    return (this.store.view.value?.messages ?? []).map((m) => this.store.streams.of(m.id).value?.text ?? m.entry);
  }

  #hear(raw: string): void {
    const frame = decodeServerFrame(raw);
    if (!frame) throw new Error(`a frame the client does not know: ${raw.slice(0, 200)}`);
    this.heard.push(frame);
    this.store.receive(frame);
    for (const m of this.store.view.value?.messages ?? []) {
      const text = this.store.streams.of(m.id).value?.text ?? m.entry;
      if (text.length > (this.shown.get(m.id)?.length ?? -1)) this.shown.set(m.id, text);
    }
  }

  #roomSide(id: string): RoomSocket {
    const room = this.#room;
    const life = room.life;
    return {
      id,
      send: (frame) => {
        if (this.#socketId === id && room.life === life) this.#down.push(frame);
      },
      close: (code) => {
        // As on a wire: what was sent before the close still arrives.
        if (this.#socketId === id) this.#closing ??= code;
      },
      lastPingMs: () => this.pingedMs,
      save: () => {},
    };
  }

  /** UUIDs that differ by device and count, the same in every run. */
  #newRef(): string {
    const device = Number(this.deviceId.replace(/\D/g, ""));
    return `00000000-0000-4000-8000-${String(device).padStart(4, "0")}${String(++this.#refs).padStart(8, "0")}`;
  }
}
