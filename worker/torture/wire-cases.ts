import { deflateRawSync } from "node:zlib";
import { wsFrame } from "./raw-socket.ts";

/** What must become of a connection: it goes on, it ends (with one of these codes, or without a word), or either. */
export type Fate = "goes on" | "ends" | "either" | readonly number[];

export interface WireCase {
  readonly name: string;
  readonly bytes: readonly Buffer[];
  readonly fate: Fate;
}

const TEXT = 1;
const BINARY = 2;
const CONTINUATION = 0;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const LIMIT = 64 * 1024;
const HELLO = JSON.stringify({ type: "hello", v: 1, device_id: "raw" });
const LIVE = '{"type":"ping"}';

const one = (name: string, fate: Fate, ...frames: Parameters<typeof wsFrame>[0][]): WireCase => ({
  name,
  fate,
  bytes: frames.map(wsFrame),
});
const text = (payload: string | Buffer, more: object = {}) => ({ opcode: TEXT, payload, ...more });
const code = (n: number, reason: string | Buffer = "") => {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(n);
  return { opcode: CLOSE, payload: Buffer.concat([head, Buffer.from(reason)]) };
};
const padded = (size: number) => JSON.stringify({ type: "ping", pad: "x".repeat(size - 24) }).slice(0, size);
const utf8 = (...bytes: number[]) => Buffer.concat([Buffer.from('{"type":"'), Buffer.from(bytes), Buffer.from('"}')]);
const cut = (frame: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(frame.length / size) }, (_, n) => frame.subarray(n * size, n * size + size));

/** 1: lengths, short and long forms, masks, bytes one by one. */
const framing: WireCase[] = [
  ...[0, 1, 125, 126, 127, 128, 65_535, 65_536].map((size) =>
    one(
      `a ping of its own kind, ${size} bytes of nonsense`,
      size === 0 ? [4400, 1002] : "ends",
      text("x".repeat(size)),
    ),
  ),
  one("a length in 16 bits that fits 7", "either", text(LIVE, { lengthBits: 16 })),
  one("a length in 64 bits that fits 7", "either", text(LIVE, { lengthBits: 64 })),
  one("no mask", "either", text(LIVE, { isMasked: false })),
  { name: "a frame byte by byte", fate: "goes on", bytes: cut(wsFrame(text(LIVE)), 1) },
  {
    name: "two frames in one packet",
    fate: "goes on",
    bytes: [Buffer.concat([wsFrame(text(LIVE)), wsFrame(text(LIVE))])],
  },
  { name: "half a header and silence", fate: "goes on", bytes: [] },
  one("a length of 2^63 − 1", "either", text("", { claims: 2n ** 63n - 1n })),
  one("a length with the highest bit set", "either", text("", { claims: 2n ** 64n - 1n })),
  one("a length of 33 MiB", "either", text("", { claims: 33n * 1024n * 1024n })),
];

/** 2: control frames. */
const controls: WireCase[] = [
  one("an empty ping", "goes on", { opcode: PING }),
  one("a ping with text", "goes on", { opcode: PING, payload: "hello" }),
  one("a ping with bytes", "goes on", { opcode: PING, payload: Buffer.from([0, 255, 254, 128]) }),
  one("a ping of 125 bytes", "goes on", { opcode: PING, payload: "x".repeat(125) }),
  one("a ping of 126 bytes", "either", { opcode: PING, payload: "x".repeat(126) }),
  one("a pong nobody asked for", "goes on", { opcode: PONG, payload: "hello" }),
  one("a pong, then a ping", "goes on", { opcode: PONG }, { opcode: PING }),
  one("ten pings", "goes on", ...Array.from({ length: 10 }, (_, n) => ({ opcode: PING, payload: `${n}` }))),
  one("a ping in two parts", "either", { opcode: PING, fin: false }, { opcode: CONTINUATION }),
];

/** 3 and 4: bits and opcodes nobody agreed on. */
const reserved: WireCase[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((rsv) => one(`reserved bits ${rsv}`, "either", text(LIVE, { rsv }))),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => one(`opcode ${opcode}`, "ends", { opcode, payload: "x" })),
  one("a binary frame", [4400], { opcode: BINARY, payload: "x" }),
  one("an empty binary frame", [4400], { opcode: BINARY }),
];

/** 5: messages in parts. */
const fragments: WireCase[] = [
  one("text in two parts", "goes on", text(LIVE.slice(0, 5), { fin: false }), {
    opcode: CONTINUATION,
    payload: LIVE.slice(5),
  }),
  one(
    "text in parts of one byte",
    "goes on",
    ...[...LIVE].map((byte, at) => ({
      opcode: at === 0 ? TEXT : CONTINUATION,
      payload: byte,
      fin: at === LIVE.length - 1,
    })),
  ),
  one(
    "a ping between parts",
    "goes on",
    text(LIVE.slice(0, 5), { fin: false }),
    { opcode: PING, payload: "between" },
    { opcode: CONTINUATION, payload: LIVE.slice(5) },
  ),
  one("a part of nothing", "ends", { opcode: CONTINUATION, payload: "x" }),
  one("a last part of nothing, not final", "ends", { opcode: CONTINUATION, payload: "x", fin: false }),
  one("a new text inside a text", "ends", text("a", { fin: false }), text("b")),
  one(
    "empty parts around text",
    "goes on",
    text("", { fin: false }),
    { opcode: CONTINUATION, payload: LIVE, fin: false },
    { opcode: CONTINUATION },
  ),
  one(
    "parts over the limit together",
    [4413],
    ...[0, 1, 2].map((n) => ({ opcode: n === 0 ? TEXT : CONTINUATION, payload: "x".repeat(LIMIT / 2), fin: n === 2 })),
  ),
];

/** 6: what is no UTF-8. The runtime puts a mark in its place; then it is no JSON of ours. */
const characters: WireCase[] = [
  ["a lone continuation", 0x80],
  ["a lone lead", 0xc3],
  ["an overlong slash", 0xc0, 0xaf],
  ["an overlong null", 0xc0, 0x80],
  ["half a pair", 0xed, 0xa0, 0x80],
  ["beyond Unicode", 0xf4, 0x90, 0x80, 0x80],
  ["five bytes", 0xf8, 0x88, 0x80, 0x80, 0x80],
  ["0xff", 0xff],
  ["0xfe", 0xfe],
].map(([name, ...bytes]) => one(`text with ${name}`, "either", text(utf8(...(bytes as number[])))));

/** 7: closing. */
const endings: WireCase[] = [
  one("close without a code", "ends", { opcode: CLOSE }),
  one("close of one byte", "ends", { opcode: CLOSE, payload: "x" }),
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map((n) =>
    one(`close ${n}`, "ends", code(n)),
  ),
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((n) =>
    one(`close ${n}, which nobody may say`, "ends", code(n)),
  ),
  one("close with a reason of 123 bytes", "ends", code(1000, "x".repeat(123))),
  one("close with a reason of 124 bytes", "ends", code(1000, "x".repeat(124))),
  one("close with a broken reason", "ends", code(1000, Buffer.from([0xff]))),
  one("close, then more", "ends", code(1000), text(LIVE)),
  one("close twice", "ends", code(1000), code(1000)),
];

/** 9: limits, after decoding. */
const limits: WireCase[] = [
  one("a frame at the limit", "either", text(padded(LIMIT))),
  one("a frame one byte over", [4413], text("x".repeat(LIMIT + 1))),
  one("a frame of 1 MiB", [4413], text("x".repeat(1024 * 1024))),
  one("JSON a thousand deep", "either", text("[".repeat(1_000))),
  one("JSON thirty thousand deep", "either", text(`{"type":${"[".repeat(30_000)}`)),
  one(
    "an object with ten thousand fields",
    "either",
    text(`{${Array.from({ length: 5_000 }, (_, n) => `"f${n}":1`).join(",")}}`),
  ),
];

export const WIRE_CASES: readonly WireCase[] = [
  ...framing,
  ...controls,
  ...reserved,
  ...fragments,
  ...characters,
  ...endings,
  ...limits,
  one("hello, then nonsense", [4400], text(HELLO), text("nonsense")),
];

/** A compressed frame that is `size` zeros when it is opened; for a connection with permessage-deflate. */
export const deflateBomb = (size: number): Buffer => {
  const packed = deflateRawSync(Buffer.alloc(size, 0x20), { finishFlush: 2 });
  return wsFrame({ opcode: TEXT, rsv: 4, payload: packed.subarray(0, packed.length - 4) });
};
