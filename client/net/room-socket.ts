import ReconnectingSocket from "partysocket/ws";
import { FINAL_CLOSE_CODES } from "../../shared/protocol/close-codes.ts";
import type { ClientClock, FrameSocket } from "../state/ports.ts";
import { createHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import type { Party } from "./room-calls.ts";

/** The page's hints that a connection is worth a look. Each answers how to stop listening. */
export interface PageHints {
  /** The page came to the front, or the browser found a network. */
  onWake(listener: () => void): () => void;
}

export interface RoomSocketPorts {
  /** `location.host`. */
  readonly host: string;
  /** Explicit, since the library guesses `wss` for host names it does not know. */
  readonly protocol: "ws" | "wss";
  readonly party: Party;
  readonly room: string;
  readonly clock: ClientClock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly page: PageHints;
  /** Seen to before every connection; none waits where it is left out. */
  readonly beforeOpening?: () => Promise<void>;
  opened(): void;
  received(raw: string): void;
  /** @param retryMs When the next connection is tried, from now; 0 where none is. */
  closed(code: number, reason: string, retryMs: number): void;
  /** The browser's unless a test brings its own. */
  readonly WebSocket?: typeof WebSocket;
}

/** How long a connection must live before the next loss counts as a first one, milliseconds. Chosen: longer than a refusal. */
const STABLE_MS = 5_000;
/** Longest wait for a handshake, milliseconds. Chosen: a cold room over a slow phone network, with room to spare. */
const CONNECT_MS = 10_000;
const PING = JSON.stringify({ type: "ping" });
const PONG = JSON.stringify({ type: "pong" });

/**
 * The connection to one object: opens, says `ping`, comes back with jittered delays, stops where a close code is final.
 * Keeps no frame for later: what is not delivered is the store's to say again. The timing is ours, since the
 * library's has no jitter and waits 3 s at least.
 */
export class RoomSocket implements FrameSocket {
  readonly #ports: RoomSocketPorts;
  readonly #socket: ReconnectingSocket;
  readonly #heartbeat: Heartbeat;
  readonly #unlisten: () => void;
  #attempt = 0;
  #isDone = false;
  #cancelRetry: (() => void) | null = null;
  #cancelStable = () => {};

  constructor(ports: RoomSocketPorts) {
    this.#ports = ports;
    const address = `${ports.protocol}://${ports.host}/parties/${ports.party}/${encodeURIComponent(ports.room)}`;
    const { beforeOpening } = ports;
    this.#socket = new ReconnectingSocket(beforeOpening ? () => beforeOpening().then(() => address) : address, [], {
      maxEnqueuedMessages: 0,
      connectionTimeout: CONNECT_MS,
      shouldReconnectOnClose: () => false,
      ...(ports.WebSocket && { WebSocket: ports.WebSocket }),
    });
    this.#heartbeat = createHeartbeat(
      ports.clock,
      () => this.#socket.send(PING),
      () => this.#giveUp("no answer to ping"),
    );
    // Not by listeners: in browsers the library hands them a copy of its own close events without code and reason.
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = ({ data }) => this.#received(data);
    this.#socket.onclose = ({ code, reason }) => this.#closed(code, reason);
    this.#unlisten = ports.page.onWake(() => this.#woke());
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === ReconnectingSocket.OPEN;
  }

  send(frame: object): boolean {
    return this.#socket.send(JSON.stringify(frame));
  }

  /** Tries now, also after a final close: rights or sign-in may have changed. */
  reconnect(): void {
    if (this.#isDone || this.#isOpen) return;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#socket.reconnect();
  }

  renew(): void {
    if (this.#isOpen) this.#giveUp("no answer");
  }

  /** Leaves for good. A handshake under way is let through and ended then: browsers complain of one that is cut off. */
  close(): void {
    if (this.#isDone) return;
    const isOpening = this.#socket.readyState === ReconnectingSocket.CONNECTING;
    this.#isDone = true;
    this.#unlisten();
    this.#rest();
    if (isOpening) {
      this.#socket.onclose = null;
      this.#ports.closed(1000, "left", 0);
    } else this.#socket.close(1000, "left");
  }

  #opened(): void {
    if (this.#isDone) {
      this.#socket.close(1000, "left");
      return;
    }
    this.#cancelStable = this.#ports.clock.after(STABLE_MS, () => {
      this.#attempt = 0;
    });
    this.#heartbeat.start();
    this.#ports.opened();
  }

  #received(data: unknown): void {
    this.#heartbeat.heard();
    if (typeof data === "string" && data !== PONG) this.#ports.received(data);
  }

  #closed(code: number, reason: string): void {
    this.#rest();
    const mayRetry = !this.#isDone && !FINAL_CLOSE_CODES.includes(code);
    this.#ports.closed(code, reason, mayRetry ? this.#retryLater(reason) : 0);
  }

  /** Ends a connection that is none any more: its own close could take minutes to arrive. */
  #giveUp(reason: string): void {
    this.#socket.reconnect(1000, reason);
  }

  /** @returns After how many milliseconds. */
  #retryLater(reason: string): number {
    const delay = reconnectDelayMs(this.#attempt, this.#ports.random(), reason);
    this.#attempt += 1;
    this.#cancelRetry = this.#ports.clock.after(delay, () => {
      this.#cancelRetry = null;
      this.#socket.reconnect();
    });
    return delay;
  }

  /** The page is back: a wait ends now, an open socket proves that it still is one. */
  #woke(): void {
    if (this.#isOpen) this.#heartbeat.probe();
    else if (this.#cancelRetry) this.reconnect();
  }

  #rest(): void {
    this.#heartbeat.stop();
    this.#cancelStable();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
  }
}
