import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeClientFrame } from "./decode-client-frame.ts";
import { decodeServerFrame } from "./decode-server-frame.ts";
import { MAX_FRAME_BYTES } from "./limits.ts";

const REF = "00000000-0000-4000-8000-000000000001";

test("[WIRE2] size is judged before anything is parsed, in bytes", () => {
  const padded = (fill: string, n: number) => JSON.stringify({ type: "ping", pad: fill.repeat(n) });
  expect(decodeClientFrame(padded("x", MAX_FRAME_BYTES)).kind).toBe("too_large");
  expect(decodeClientFrame(padded("é", MAX_FRAME_BYTES / 2)).kind).toBe("too_large");
  expect(decodeClientFrame(padded("x", 100)).kind).toBe("invalid");
});

test("[WIRE2] deep nesting is no frame, brackets inside strings are text", () => {
  expect(decodeClientFrame(`{"type":${"[".repeat(40)}${"]".repeat(40)}}`).kind).toBe("malformed");
  const text = `[[[[[[[[[[[[[[[[ {"a":"\\"[[[" `;
  expect(decodeClientFrame(JSON.stringify({ type: "send", ref: REF, text })).kind).toBe("message");
});

test("[WIRE2] unknown fields and unknown commands are told apart and keep their ref", () => {
  expect(decodeClientFrame(JSON.stringify({ type: "send", ref: REF, text: "a", role: "admin" }))).toEqual({
    kind: "invalid",
    ref: REF,
    field: "role",
    message: expect.any(String),
  });
  expect(decodeClientFrame(JSON.stringify({ type: "fly", ref: REF }))).toEqual({ kind: "unknown_command", ref: REF });
  expect(decodeClientFrame(JSON.stringify({ type: "__proto__" }))).toEqual({ kind: "unknown_command", ref: undefined });
});

test("[WIRE2] no text makes the decoder throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (raw) => void decodeClientFrame(raw)));
});

test.each([
  ["escaped quotes", '\\"'.repeat(MAX_FRAME_BYTES / 2)],
  ["open strings", '"'.repeat(MAX_FRAME_BYTES - 1)],
  ["a string of escapes", `"${"\\".repeat(MAX_FRAME_BYTES - 1)}`],
  ["brackets", "[".repeat(MAX_FRAME_BYTES)],
])("[WIRE4] the largest frame of %s is refused at once", (_what, raw) => {
  const from = performance.now();
  expect(decodeClientFrame(raw).kind).toBe("malformed");
  // A few milliseconds here; a decoder that goes back over what it read takes seconds.
  expect(performance.now() - from).toBeLessThan(2_000);
});

test("[WIRE3] unknown kinds are ignored, unknown fields dropped, unknown events still counted", () => {
  expect(decodeServerFrame(JSON.stringify({ type: "confetti" }))).toBeNull();
  expect(decodeServerFrame("not json")).toBeNull();
  expect(decodeServerFrame(JSON.stringify({ type: "pong", later: 1 }))).toEqual({ type: "pong" });
  const event = { seq: 7, at: "now", type: "message.sung", song: "…" };
  expect(decodeServerFrame(JSON.stringify({ type: "event", event }))).toEqual({
    type: "event",
    event: { seq: 7, at: "now", type: "hidden" },
  });
});
