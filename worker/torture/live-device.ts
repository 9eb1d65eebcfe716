import { randomUUID } from "node:crypto";
import { createRoomStore, type RoomStore } from "../../client/state/room-store.ts";
import { decodeServerFrame } from "../../shared/protocol/decode-server-frame.ts";
import type { ServerMessage } from "../../shared/protocol/server-messages.ts";
import type { ApiClient } from "./api-client.ts";

/** A device on a real socket: the product's own store, and a record of all it was told that no restart can touch. */
export class LiveDevice {
  readonly store: RoomStore;
  readonly room: string;
  readonly acked = new Map<string, Extract<ServerMessage, { type: "ack" }>>();
  /** The longest text ever shown of each message. */
  readonly shown = new Map<string, string>();
  readonly heard: ServerMessage[] = [];
  readonly closedWith: number[] = [];
  readonly #api: ApiClient;
  #socket: WebSocket | null = null;

  constructor(api: ApiClient, room: string, name: string) {
    this.#api = api;
    this.room = room;
    this.store = createRoomStore({
      socket: { send: (frame) => this.#send(frame) },
      clock: {
        nowMs: () => Date.now(),
        after(ms, task) {
          const timer = setTimeout(task, ms);
          return () => clearTimeout(timer);
        },
      },
      device: { device_id: name },
      newRef: () => randomUUID(),
    });
    this.store.watch({ activation: true });
  }

  /** Opens a socket with a one-time ticket and waits until the room has caught this device up. */
  async connect(): Promise<this> {
    const { ticket } = await this.#api.post<{ ticket: string }>("/api/tickets", {
      party: "conversation",
      room: this.room,
    });
    const address = `${this.#api.url.replace("http", "ws")}/parties/conversation/${this.room}?ticket=${encodeURIComponent(ticket)}`;
    const socket = new WebSocket(address);
    await new Promise<void>((done, fail) => {
      socket.onerror = () => fail(new Error("the socket did not open"));
      socket.onopen = () => {
        this.#socket = socket;
        this.store.opened();
      };
      socket.onmessage = ({ data }) => {
        this.#hear(String(data));
        if (this.store.status.value === "live") done();
      };
      socket.onclose = ({ code, reason }) => {
        if (this.#socket === socket) this.#socket = null;
        this.closedWith.push(code);
        this.store.closed(code, reason);
        fail(new Error(`closed ${code} ${reason}`));
      };
    });
    return this;
  }

  close(): void {
    this.#socket?.close(1000);
  }

  get isOpen(): boolean {
    return this.#socket !== null;
  }

  /** Texts as shown now, streaming ones as far as they are. */
  texts(): string[] {
    return (this.store.view.value?.messages ?? []).map((m) => this.store.streams.of(m.id).value?.text ?? m.entry);
  }

  raw(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#socket?.send(frame);
  }

  #send(frame: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #hear(raw: string): void {
    const frame = decodeServerFrame(raw);
    if (!frame) return;
    this.heard.push(frame);
    if (frame.type === "ack") this.acked.set(frame.ref, frame);
    this.store.receive(frame);
    for (const { id, entry } of this.store.view.value?.messages ?? []) {
      const text = this.store.streams.of(id).value?.text ?? entry;
      if (text.length > (this.shown.get(id)?.length ?? -1)) this.shown.set(id, text);
    }
  }
}
