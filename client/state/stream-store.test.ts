import { effect } from "@preact/signals";
import { expect, test, vi } from "vitest";
import type { Take } from "../../shared/fields/message.ts";
import {
  AT,
  closedRow,
  created,
  delta,
  event,
  ids,
  liveRig,
  openRow,
  type Rig,
  running,
  updated,
  welcome,
  welcomeBack,
} from "./testing/rig.ts";

/** A room where Mara has begun `b1`. */
function speaking(ports: Parameters<typeof liveRig>[0] = {}): Rig {
  const it = liveRig(ports);
  it.room.receive(event({ type: "message.created", seq: 2, at: AT, message: openRow() }));
  return it;
}
const textOf = (it: Rig) => it.room.streams.of("b1").value?.text;
const hellos = (it: Rig) => it.of("hello").length;
const generation = (state: "reading" | "thinking" | "speaking" | "stopped" | "failed", changes: object = {}) => ({
  type: "generation" as const,
  ...ids,
  bot_id: "mara",
  state,
  ...changes,
});

test("[CLI97] text that runs is kept, whatever the view holds", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.streams.kept(new Set());
  expect(textOf(it)).toBe("Hello");
});

test("[CLI50] text that continues where it stood is appended", () => {
  const it = speaking();
  expect(it.room.streams.of("b1").value).toMatchObject({ text: "", state: "reading", bot_id: "mara", take_id: "t1" });
  it.room.receive(delta(0, "Hello"));
  it.room.receive(delta(5, ", you"));
  expect(it.room.streams.of("b1").value).toMatchObject({ text: "Hello, you", state: "speaking", generation_id: "g1" });
  expect(it.room.streams.running.value).toEqual(["b1"]);
});

test("[CLI50] a repeat of what is there is ignored; a resend of the whole extends", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(delta(1, "ell"));
  it.room.receive(delta(0, "Hello"));
  expect(textOf(it)).toBe("Hello");
  it.room.receive(delta(0, "Hello there"));
  expect(textOf(it)).toBe("Hello there");
  it.room.receive(delta(9, "re, you"));
  expect(textOf(it)).toBe("Hello there, you");
  expect(hellos(it)).toBe(0);
});

test.each([
  ["a missing piece", delta(9, "you")],
  ["another story", delta(0, "Hallo")],
  ["another story half way", delta(3, "p me")],
])("[CLI50] %s is asked for again, once", (_what, wrong) => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(wrong);
  it.room.receive(wrong);
  expect(textOf(it)).toBe("Hello");
  expect(hellos(it)).toBe(1);
  it.room.receive(welcomeBack({ seq: 2, generations: [running("Hello, you")] }));
  expect(textOf(it)).toBe("Hello, you");
});

test("[CLI51] reasoning has its own offsets", () => {
  const it = speaking();
  const thought = (reasoning_at: number, reasoning: string) => ({
    type: "delta" as const,
    ...ids,
    at: 0,
    reasoning,
    reasoning_at,
  });
  it.room.receive(thought(0, "Hmm"));
  it.room.receive(thought(3, ", well"));
  it.room.receive(thought(0, "Hmm"));
  it.room.receive(delta(0, "Hello", { reasoning: " ok", reasoning_at: 9 }));
  expect(it.room.streams.of("b1").value).toMatchObject({ reasoning: "Hmm, well ok", text: "Hello" });
  it.room.receive(delta(5, " you", { reasoning: "?", reasoning_at: 99 }));
  expect(textOf(it)).toBe("Hello");
  expect(hellos(it)).toBe(1);
});

test("[CLI52] the generations of a welcome replace ours; others stay until the view has caught up", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcomeBack({ seq: 4, generations: [running("Next", { message_id: "b2", take_id: "t2" })] }));
  expect(textOf(it)).toBe("Hello");
  it.room.receive(event(updated(3, closedRow("Hello, you"))));
  it.room.receive(event(created(4, { ...openRow(), id: "b2" })));
  expect(it.room.streams.of("b1").value).toBeNull();
  expect(it.room.streams.of("b2").value?.text).toBe("Next");
  expect(it.room.streams.running.value).toEqual(["b2"]);
});

test("[CLI52] events a welcome has counted in do not touch what it says is running", () => {
  const it = speaking();
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcomeBack({ seq: 4, generations: [running("Part one. Part two", { generation_id: "g2" })] }));
  it.room.receive({
    type: "events",
    list: [updated(3, closedRow("Part one. ")), updated(4, openRow({ entry: "Part one. ", seq: 2 }))],
  });
  expect(textOf(it)).toBe("Part one. Part two");
  it.room.receive(delta(18, "!", { generation_id: "g2" }));
  expect(textOf(it)).toBe("Part one. Part two!");
});

test("[CLI52] a snapshot drops what it does not name", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(welcome({ seq: 3, messages: [closedRow("Hello, you")] }));
  expect(it.room.streams.of("b1").value).toBeNull();
  expect(it.room.streams.running.value).toEqual([]);
});

test("[CLI52] what a welcome says is running runs, whatever we believed", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(generation("reading", { generation_id: "g2" }));
  it.room.receive(welcome({ seq: 2, messages: [openRow()], generations: [running("Hello, you")] }));
  it.room.receive(delta(10, "!"));
  expect(textOf(it)).toBe("Hello, you!");
});

test("[CLI52] a reply that begins while the view catches up is kept", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcomeBack({ seq: 3 }));
  it.room.receive(generation("reading", { generation_id: "g2" }));
  it.room.receive(event(created(3, {})));
  expect(it.room.streams.of("b1").value?.generation_id).toBe("g2");
});

test("[CLI53] a finished message ends its stream in the tick it is in the view", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  const shown: string[] = [];
  effect(() => {
    const row = it.room.view.value?.messages.find((m) => m.id === "b1");
    shown.push(it.room.streams.of("b1").value?.text ?? row?.entry ?? "");
  });
  it.room.receive(event(updated(3, closedRow("Hello, you"))));
  expect(shown).toEqual(["Hello", "Hello, you"]);
  expect(hellos(it)).toBe(0);
});

test.each([
  ["does not begin as shown", closedRow("Hallo, you")],
  ["has another length than it says", closedRow("Hello", { length: 7 })],
])("[CLI53] a finished text that %s is asked for again", (_what, row) => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(event(updated(3, row)));
  expect(hellos(it)).toBe(1);
});

test("[CLI53] the hash of a finished text is checked", async () => {
  const digest = vi.fn(async (text: string) => `hash of ${text}`);
  const it = speaking({ digest });
  it.room.receive(delta(0, "Hello"));
  it.room.receive(event(updated(3, closedRow("Hello", { sha256: "hash of Hello" }))));
  await digest.mock.results[0]?.value;
  expect(hellos(it)).toBe(0);

  const other = speaking({ digest });
  other.room.receive(delta(0, "Hello"));
  other.room.receive(event(updated(3, closedRow("Hello", { sha256: "something else" }))));
  await digest.mock.results[1]?.value;
  await Promise.resolve();
  expect(hellos(other)).toBe(1);
});

test("[CLI53] a digest that fails is no complaint", async () => {
  const digest = vi.fn(async () => Promise.reject(new Error("no crypto")));
  const it = speaking({ digest });
  it.room.receive(event(updated(3, closedRow("Hello", { sha256: "x" }))));
  await Promise.resolve();
  await Promise.resolve();
  expect(hellos(it)).toBe(0);
});

test("[CLI54] nothing of a finished or deleted message is shown any more", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(event(updated(3, closedRow("Hello"))));
  it.room.receive(delta(5, ", late"));
  it.room.receive(generation("speaking"));
  it.room.receive(delta(0, "x", { generation_id: "g0" }));
  expect(it.room.streams.of("b1").value).toBeNull();

  const other = speaking();
  other.room.receive(delta(0, "Hello"));
  other.room.receive(event({ type: "message.deleted", seq: 3, at: AT, message_id: "b1" }));
  other.room.receive(delta(5, ", late"));
  expect(other.room.streams.of("b1").value).toBeNull();
  expect([hellos(it), hellos(other)]).toEqual([0, 0]);
});

test("[CLI54] no text follows a stop", () => {
  const it = speaking();
  it.room.receive(generation("thinking"));
  expect(it.room.streams.of("b1").value?.state).toBe("thinking");
  it.room.receive(delta(0, "Hello"));
  it.room.receive(generation("stopped"));
  it.room.receive(delta(5, ", late"));
  expect(it.room.streams.of("b1").value).toMatchObject({ text: "Hello", state: "stopped" });
});

test("[CLI54] a reply that a welcome calls stopped takes no more text", () => {
  const it = speaking();
  it.room.receive(welcome({ seq: 2, messages: [openRow()], generations: [running("Hello", { state: "stopped" })] }));
  it.room.receive(delta(5, ", late"));
  expect(textOf(it)).toBe("Hello");
});

test("[CLI54] a failed generation tells why", () => {
  const it = speaking();
  const error = { code: "provider_timeout", message: "no answer", retryable: true };
  it.room.receive(generation("failed", { error }));
  expect(it.room.streams.of("b1").value).toMatchObject({ state: "failed", error });
  it.room.receive(generation("stopped", { generation_id: "g9", message_id: "b9" }));
  expect(it.room.streams.running.value).toEqual(["b1"]);
});

test("[CLI55] a continued message goes on from the text it has", () => {
  const it = speaking();
  it.room.receive(delta(0, "Part one."));
  it.room.receive(event(updated(3, closedRow("Part one."))));
  it.room.receive(event(updated(4, { ...closedRow("Part one."), streaming: true })));
  expect(textOf(it)).toBe("Part one.");
  it.room.receive(delta(9, " Part two.", { generation_id: "g2" }));
  it.room.receive(delta(9, " zombie", { generation_id: "g1" }));
  expect(textOf(it)).toBe("Part one. Part two.");
  it.room.receive(event(updated(5, closedRow("Part one. Part two."))));
  expect(hellos(it)).toBe(0);
});

test("[CLI55] also where the take's own text is left empty while it is written", () => {
  const it = liveRig();
  it.room.receive(event(created(2, closedRow("Part one."))));
  it.room.receive(event(updated(3, openRow({ entry: "Part one." }))));
  expect(textOf(it)).toBe("Part one.");
});

test("[CLI56] changes of the message beside its text leave the stream alone", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(event(updated(3, openRow({ pinned: true }))));
  expect(textOf(it)).toBe("Hello");
  it.room.receive(delta(5, ", you"));
  expect(textOf(it)).toBe("Hello, you");
});

test("[CLI57] a new take starts empty, ends with its own text, and goes when it is deleted", () => {
  const it = liveRig();
  it.room.receive(event(created(2, { ...closedRow("First") })));
  const take: Take = { id: "t2", text: "", model: "practice", state: "streaming", created_at: AT, segments: [] };
  it.room.receive(event({ type: "take.created", seq: 3, at: AT, message_id: "b1", take }));
  const second = { generation_id: "g2", take_id: "t2" };
  it.room.receive(delta(0, "Second", second));
  expect(it.room.streams.of("b1").value).toMatchObject({ take_id: "t2", text: "Second" });
  const done = {
    ...closedRow("First"),
    takes: [...closedRow("First").takes, { ...take, text: "Second one", state: "done" as const }],
  };
  it.room.receive(event(updated(4, done)));
  expect(it.room.streams.of("b1").value).toBeNull();
  expect(hellos(it)).toBe(0);

  it.room.receive(event({ type: "take.created", seq: 5, at: AT, message_id: "b1", take: { ...take, id: "t3" } }));
  it.room.receive(event({ type: "take.deleted", seq: 6, at: AT, message_id: "b1", take_id: "t1" }));
  expect(it.room.streams.of("b1").value?.take_id).toBe("t3");
  it.room.receive(event({ type: "take.deleted", seq: 7, at: AT, message_id: "b1", take_id: "t3" }));
  expect(it.room.streams.of("b1").value).toBeNull();
});

test("[CLI57] another generation of the message takes over, and its predecessor is silent", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(generation("reading", { generation_id: "g2" }));
  expect(it.room.streams.of("b1").value).toMatchObject({ generation_id: "g2", text: "" });
  it.room.receive(delta(5, ", zombie"));
  it.room.receive(delta(0, "Anew", { generation_id: "g2" }));
  expect(textOf(it)).toBe("Anew");
  expect(hellos(it)).toBe(0);
});

test("[CLI57] the predecessor of a new take is silent too", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  const take: Take = { id: "t2", text: "", model: "practice", state: "streaming", created_at: AT, segments: [] };
  it.room.receive(event({ type: "take.created", seq: 3, at: AT, message_id: "b1", take }));
  it.room.receive(delta(0, "zombie"));
  expect(it.room.streams.of("b1").value).toMatchObject({ take_id: "t2", text: "" });
});

test("[CLI57] on another path only what still runs goes on", () => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  const messages = [closedRow("Hello")];
  it.room.receive(event({ type: "path.changed", seq: 3, at: AT, head: null, messages, has_more: false }));
  expect(it.room.streams.of("b1").value).toBeNull();
});

test("[CLI58] a delta changes the one signal of its message", () => {
  const it = speaking();
  let others = 0;
  effect(() => {
    it.room.view.value;
    it.room.streams.of("m1").value;
    it.room.streams.running.value;
    it.room.pending.value;
    others += 1;
  });
  it.room.receive(delta(0, "Hello"));
  it.room.receive(delta(5, ", you"));
  expect(others).toBe(1);
});

test.each([
  [false, 0],
  [true, 1],
])("[CLI69] another path ends the streams that are not on it; has_more %s", (has_more, left) => {
  const it = speaking();
  it.room.receive(delta(0, "Hello"));
  it.room.receive(event({ type: "path.changed", seq: 3, at: AT, head: null, messages: [], has_more }));
  expect(it.room.streams.running.value).toHaveLength(left);
});
