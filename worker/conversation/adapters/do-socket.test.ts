import { expect, test } from "vitest";
import { doSocket } from "./do-socket.ts";

/** A connection that takes everything, and a runtime that remembers the last ping. */
function socket() {
  const sent: string[] = [];
  const runtime = { pinged: null as Date | null };
  const connection = { send: (frame: string) => sent.push(frame), close: () => {}, setState: () => {} };
  const ctx = { getWebSocketAutoResponseTimestamp: () => runtime.pinged };
  return { sent, runtime, socket: doSocket(connection as never, "id", ctx) };
}

test("[STR5] what was sent since a device's last sign of life counts as not taken yet", () => {
  const { runtime, sent, socket: device } = socket();
  device.send("x".repeat(700));
  device.send("y".repeat(300));
  expect(device.bufferedBytes()).toBe(1_000);
  runtime.pinged = new Date(5_000);
  expect(device.bufferedBytes()).toBe(0);
  device.send("z".repeat(50));
  expect(device.bufferedBytes()).toBe(50);
  device.heard();
  expect(device.bufferedBytes()).toBe(0);
  expect([sent.length, device.lastPingMs()]).toEqual([3, 5_000]);
});

test("a socket that is gone neither throws nor closes twice", () => {
  const gone = () => {
    throw new Error("gone");
  };
  const device = doSocket({ send: gone, close: gone, setState: () => {} } as never, "id", {
    getWebSocketAutoResponseTimestamp: () => null,
  });
  expect(() => device.send("hello")).not.toThrow();
  expect(() => device.close(1000, "")).not.toThrow();
});
