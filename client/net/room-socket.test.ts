import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { PING_MS } from "../../shared/protocol/limits.ts";
import { browserClock } from "./browser-clock.ts";
import { PONG_MS } from "./heartbeat.ts";
import { RoomSocket, type RoomSocketPorts } from "./room-socket.ts";

/** A WebSocket whose other end is the test. */
class TestWebSocket extends EventTarget {
  static made: TestWebSocket[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly url: string;
  readonly sent: string[] = [];
  readyState = 0;
  closedBy: { code: number | undefined; reason: string | undefined } | null = null;
  constructor(url: string) {
    super();
    this.url = url;
    TestWebSocket.made.push(this);
  }
  send(data: string): void {
    this.sent.push(data);
  }
  close(code?: number, reason?: string): void {
    this.closedBy = { code, reason };
    this.readyState = TestWebSocket.CLOSING;
  }
  accept(): void {
    this.readyState = TestWebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }
  say(data: string): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  end(code: number, reason = ""): void {
    this.readyState = TestWebSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  TestWebSocket.made = [];
});
afterEach(() => {
  vi.useRealTimers();
});

async function connecting(random = 0, ports: Partial<RoomSocketPorts> = {}) {
  const seen: unknown[] = [];
  let wake = () => {};
  const socket = new RoomSocket({
    host: "chat.example:8787",
    protocol: "ws",
    party: "conversation",
    room: "c1",
    clock: browserClock,
    random: () => random,
    page: {
      onWake: (listener) => {
        wake = listener;
        return () => {
          wake = () => {};
        };
      },
    },
    opened: () => {
      seen.push("open");
      socket.send({ type: "hello" });
    },
    received: (raw) => seen.push(raw),
    closed: (code, reason) => seen.push([code, reason]),
    WebSocket: TestWebSocket as unknown as typeof WebSocket,
    ...ports,
  });
  await pass(0);
  return { socket, seen, wake: () => wake(), made: TestWebSocket.made };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const newest = () => TestWebSocket.made.at(-1) as TestWebSocket;
async function open(random = 0) {
  const it = await connecting(random);
  newest().accept();
  return it;
}

test("[CLI90] the address is the page's host and scheme and carries no token", async () => {
  await connecting();
  const url = new URL(newest().url);
  expect(url.origin).toBe("ws://chat.example:8787");
  expect(url.pathname).toBe("/parties/conversation/c1");
  expect(url.search).toBe("");
});

test("[CLI96] every connection waits for a session that still counts", async () => {
  const waits: (() => void)[] = [];
  const beforeOpening = () => new Promise<void>((resolve) => waits.push(resolve));
  const { made, socket } = await connecting(0, { beforeOpening });
  expect(made).toHaveLength(0);
  waits.shift()?.();
  await pass(0);
  expect(made).toHaveLength(1);
  newest().accept();
  newest().end(1006);
  socket.reconnect();
  await pass(0);
  expect(made).toHaveLength(1);
  waits.shift()?.();
  await pass(0);
  expect(made).toHaveLength(2);
});

test("[CLI85] what is sent without an open socket is refused and never sent later", async () => {
  const { socket } = await connecting();
  expect(socket.send({ type: "send", text: "lost" })).toBe(false);
  newest().accept();
  expect(newest().sent).toEqual(['{"type":"hello"}']);
  newest().end(1006);
  expect(socket.send({ type: "send", text: "lost too" })).toBe(false);
  await pass(255);
  newest().accept();
  expect(newest().sent).toEqual(['{"type":"hello"}']);
  expect(socket.send({ type: "send", text: "now" })).toBe(true);
});

test("frames are passed on, pongs are not", async () => {
  const { seen } = await open();
  newest().say('{"type":"pong"}');
  newest().say('{"type":"notice"}');
  expect(seen).toEqual(["open", '{"type":"notice"}']);
});

test("[CLI86] a lost connection comes back after the wait, and a longer one each time", async () => {
  const { seen, made } = await open(0.5);
  newest().end(1006, "gone");
  expect(seen.at(-1)).toEqual([1006, "gone"]);
  const waits: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    const from = Date.now();
    const count = made.length;
    while (made.length === count) await pass(5);
    waits.push(Date.now() - from);
    newest().end(1006);
  }
  expect(waits).toEqual([380, 630, 1130, 2130, 4130, 5130, 5130, 5130]);
});

test("[CLI86] a connection that proved stable starts over with a short wait", async () => {
  const { made } = await open(0.99);
  for (let n = 0; n < 6; n++) {
    newest().end(1006);
    await pass(10_000);
    newest().accept();
  }
  newest().end(1006);
  await pass(600);
  expect(made).toHaveLength(7);
  await pass(10_000);
  newest().accept();
  await pass(5_000);
  newest().end(1006);
  await pass(500);
  expect(made).toHaveLength(9);
});

test("[CLI86] a flood is given the time it asks for", async () => {
  const { made } = await open();
  newest().end(CLOSE.flood, '{"retry_after_ms":3000}');
  await pass(2_900);
  expect(made).toHaveLength(1);
  await pass(200);
  expect(made).toHaveLength(2);
});

test("[CLI86] a handshake that never comes is given up", async () => {
  const { made, seen } = await connecting();
  await pass(10_000);
  expect(seen).toHaveLength(1);
  await pass(300);
  expect(made).toHaveLength(2);
});

test.each([CLOSE.unauthenticated, CLOSE.forbidden, CLOSE.not_found, CLOSE.version, CLOSE.deleted])(
  "[CLI87] after %i nothing is tried until someone asks for it",
  async (code) => {
    const { socket, seen, made, wake } = await open();
    newest().end(code, "no");
    expect(seen.at(-1)).toEqual([code, "no"]);
    await pass(60_000);
    wake();
    await pass(60_000);
    expect(made).toHaveLength(1);
    socket.reconnect();
    await pass(0);
    expect(made).toHaveLength(2);
    newest().accept();
    newest().end(1006);
    await pass(255);
    expect(made).toHaveLength(3);
  },
);

test("[CLI88] a half-open socket is given up and replaced", async () => {
  const { seen, made } = await open();
  await pass(PING_MS);
  expect(newest().sent.at(-1)).toBe('{"type":"ping"}');
  newest().say('{"type":"pong"}');
  await pass(PING_MS);
  const dead = newest();
  await pass(PONG_MS);
  expect(dead.closedBy).toEqual({ code: 1000, reason: "no answer to ping" });
  expect(seen.at(-1)).toEqual([1000, "no answer to ping"]);
  await pass(255);
  expect(made).toHaveLength(2);
  dead.say('{"type":"notice"}');
  dead.end(1006);
  newest().accept();
  expect(seen.filter((one) => one === "open")).toHaveLength(2);
  expect(seen).not.toContain('{"type":"notice"}');
});

test("[CLI88] a page that wakes up asks at once, or ends its wait", async () => {
  const { made, wake } = await open(0.9);
  wake();
  expect(newest().sent.at(-1)).toBe('{"type":"ping"}');
  for (let n = 0; n < 5; n++) {
    newest().end(1006);
    await pass(10_000);
  }
  newest().end(1006);
  const count = made.length;
  wake();
  await pass(0);
  expect(made).toHaveLength(count + 1);
  wake();
  await pass(0);
  expect(made).toHaveLength(count + 1);
});

test("[CLI13] a socket that is closed stays closed and leaves no timer", async () => {
  const { socket, seen, wake } = await open();
  socket.close();
  expect(newest().closedBy).toEqual({ code: 1000, reason: "left" });
  expect(seen.at(-1)).toEqual([1000, "left"]);
  wake();
  socket.reconnect();
  await pass(60_000);
  expect(TestWebSocket.made).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("[CLI87] asking for a connection that is there changes nothing", async () => {
  const { socket, seen } = await open();
  socket.reconnect();
  await pass(1_000);
  expect(TestWebSocket.made).toHaveLength(1);
  expect(seen).toEqual(["open"]);
});

test("[CLI13] a socket that is closed while it waits or connects stays closed", async () => {
  const waiting = await open();
  newest().end(1006);
  waiting.socket.close();
  await pass(60_000);
  expect(TestWebSocket.made).toHaveLength(1);

  const opening = await connecting();
  opening.socket.close();
  await pass(60_000);
  expect(TestWebSocket.made).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("[CLI13] a socket that is left during its handshake ends once it is open, and says nothing", async () => {
  const { socket, seen } = await connecting();
  socket.close();
  expect(newest().closedBy).toBeNull();
  expect(seen).toEqual([[1000, "left"]]);
  newest().accept();
  expect(newest().closedBy).toEqual({ code: 1000, reason: "left" });
  expect(newest().sent).toEqual([]);
  await pass(60_000);
  expect(seen).toHaveLength(1);
  expect(TestWebSocket.made).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("[CLI13] a handshake that fails after one has left is not tried again", async () => {
  const { socket, seen } = await connecting();
  socket.close();
  newest().end(1006);
  await pass(60_000);
  expect(seen).toHaveLength(1);
  expect(TestWebSocket.made).toHaveLength(1);
});
