import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { type ApiClient, someAddress } from "./api-client.ts";

export interface FrameFacts {
  readonly opcode: number;
  readonly payload?: Buffer | string;
  readonly fin?: boolean;
  readonly rsv?: number;
  readonly isMasked?: boolean;
  /** What the header says of the length, where it lies; as the 64-bit form. */
  readonly claims?: bigint;
  /** The long form of a length that would fit a shorter one: 16 or 64. */
  readonly lengthBits?: 16 | 64;
}

/** A WebSocket frame as bytes, right or wrong in whatever way is asked for. */
export function wsFrame(facts: FrameFacts): Buffer {
  const { opcode, fin = true, rsv = 0, isMasked = true, claims, lengthBits } = facts;
  const payload = Buffer.from(facts.payload ?? "");
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const mask = isMasked ? 0x80 : 0;
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(claims ?? BigInt(payload.length));
  const bits = claims === undefined ? (lengthBits ?? bitsFor(payload.length)) : 64;
  if (bits === 7) head.push(mask | payload.length);
  else if (bits === 16) head.push(mask | 126, payload.length >> 8, payload.length & 0xff);
  else head.push(mask | 127, ...long);
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload]);
  const key = randomBytes(4);
  return Buffer.concat([Buffer.from(head), key, payload.map((byte, at) => byte ^ (key[at % 4] ?? 0))]);
}

function bitsFor(length: number): 7 | 16 | 64 {
  if (length < 126) return 7;
  return length < 65_536 ? 16 : 64;
}

/** What a server said, frame by frame, and how it ended. */
export interface Heard {
  readonly texts: string[];
  readonly pongs: string[];
  /** Code of its close frame; null where it sent none. */
  code: number | null;
  isOver: boolean;
}

/** A WebSocket to a room that says any bytes whatever. */
export class RawSocket {
  readonly heard: Heard = { texts: [], pongs: [], code: null, isOver: false };
  /** Extensions the server agreed to, as it wrote them; "" for none. */
  extensions = "";
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);
  #changed: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
  }

  /** @throws Where the server does not agree to speak WebSocket. */
  static async open(api: ApiClient, room: string, extensions = ""): Promise<RawSocket> {
    const { hostname, port } = new URL(api.url);
    const socket = connect({ host: hostname, port: Number(port) });
    const raw = new RawSocket(socket);
    const lines = [
      `GET /parties/conversation/${room} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      "connection: Upgrade",
      "upgrade: websocket",
      "sec-websocket-version: 13",
      `sec-websocket-key: ${randomBytes(16).toString("base64")}`,
      `origin: ${api.url}`,
      `cookie: __session=${api.token}; __client_uat=1`,
      `cf-connecting-ip: ${someAddress()}`,
      ...(extensions === "" ? [] : [`sec-websocket-extensions: ${extensions}`]),
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    await new Promise<void>((done, fail) => {
      let head = Buffer.alloc(0);
      const read = (bytes: Buffer) => {
        head = Buffer.concat([head, bytes]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        socket.off("data", read);
        if (!head.toString("latin1").startsWith("HTTP/1.1 101"))
          return fail(new Error(head.toString("latin1").slice(0, 200)));
        raw.extensions = /^sec-websocket-extensions: *(.*)$/im.exec(head.toString("latin1"))?.[1]?.trim() ?? "";
        socket.on("data", (more: Buffer) => raw.#take(more));
        raw.#take(head.subarray(end + 4));
        done();
      };
      socket.on("data", read).on("error", fail);
      const over = () => {
        raw.heard.isOver = true;
        raw.#changed();
      };
      socket.on("close", over).on("end", over);
    });
    return raw;
  }

  write(...parts: readonly Buffer[]): void {
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat(parts));
  }

  /** Waits until `check` is content; false where it never is in time. */
  async until(check: (heard: Heard) => boolean, withinMs: number): Promise<boolean> {
    const end = Date.now() + withinMs;
    while (!check(this.heard)) {
      const left = end - Date.now();
      if (left <= 0) return false;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left);
        this.#changed = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    return true;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let frame = readFrame(this.#rest); frame !== null; frame = readFrame(this.#rest)) {
      this.#rest = this.#rest.subarray(frame.size);
      if (frame.opcode === 1) this.heard.texts.push(frame.payload.toString("utf8"));
      if (frame.opcode === 10) this.heard.pongs.push(frame.payload.toString("utf8"));
      if (frame.opcode === 8) this.heard.code = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
    }
    this.#changed();
  }
}

/** The first whole frame of a server's bytes, which are never masked; null until it is all there. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = { 126: 4, 127: 10 }[short] ?? 2;
  if (bytes.length < head) return null;
  let length = short;
  if (short === 126) length = bytes.readUInt16BE(2);
  if (short === 127) length = Number(bytes.readBigUInt64BE(2));
  if (bytes.length < head + length) return null;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(head, head + length), size: head + length };
}
