import { expect, test, vi } from "vitest";
import { PING_MS } from "../../shared/protocol/limits.ts";
import { VirtualClock } from "../state/testing/virtual-clock.ts";
import { createHeartbeat, PONG_MS } from "./heartbeat.ts";

function beating() {
  const clock = new VirtualClock();
  const ping = vi.fn();
  const dead = vi.fn();
  const heart = createHeartbeat(clock, ping, dead);
  heart.start();
  return { clock, ping, dead, heart };
}

test("[CLI88] an answered ping is followed by the next", () => {
  const { clock, ping, dead, heart } = beating();
  for (let beat = 1; beat <= 4; beat++) {
    clock.advance(PING_MS);
    expect(ping).toHaveBeenCalledTimes(beat);
    clock.advance(20);
    heart.heard();
  }
  expect(dead).not.toHaveBeenCalled();
});

test("[CLI88] silence is seen within 35 seconds, once", () => {
  const { clock, dead } = beating();
  clock.advance(PING_MS + PONG_MS - 1);
  expect(dead).not.toHaveBeenCalled();
  clock.advance(1);
  expect(dead).toHaveBeenCalledTimes(1);
  expect(clock.nowMs() - 1_000_000).toBe(35_000);
  clock.advance(120_000);
  expect(dead).toHaveBeenCalledTimes(1);
  expect(clock.waiting).toBe(0);
});

test("[CLI88] a probe asks at once and does not prolong a wait under way", () => {
  const { clock, ping, dead, heart } = beating();
  heart.probe();
  expect(ping).toHaveBeenCalledTimes(1);
  clock.advance(PONG_MS - 1);
  heart.probe();
  clock.advance(1);
  expect(dead).toHaveBeenCalledTimes(1);
});

test("[CLI88] one answer is enough for several probes", () => {
  const { clock, dead, heart } = beating();
  heart.probe();
  heart.probe();
  heart.heard();
  clock.advance(PONG_MS);
  expect(dead).not.toHaveBeenCalled();
});

test("[CLI88] a heart that is stopped leaves no timer", () => {
  const { clock, heart } = beating();
  heart.probe();
  heart.stop();
  expect(clock.waiting).toBe(0);
});
