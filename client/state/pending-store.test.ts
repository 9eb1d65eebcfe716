import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { advance, type PendingCommand } from "./pending-commands.ts";
import { ANSWER_MS, ASK_AFTER_MS, MOMENT_MS, SAY_AT_ONCE, SAY_PAUSE_MS } from "./pending-store.ts";
import { createMemoryOutbox } from "./testing/memory-outbox.ts";
import { created, event, liveRig, type Rig, rig, welcome, welcomeBack } from "./testing/rig.ts";

const ack = (ref: string, seq: number) => ({ type: "ack" as const, ref, seq });
const nack = (ref: string | undefined, retryable = false) => ({
  type: "nack" as const,
  ...(ref !== undefined && { ref }),
  error: { code: "rate_limited", message: "slow down", retryable, retry_after_ms: 700 },
});
const states = (it: Rig) => it.room.pending.value.map((p) => p.state);
const reconnect = (it: Rig, seq: number) => {
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcomeBack({ seq }));
};

test("[CLI20] a command is queued, then sending, then sent", () => {
  const it = rig();
  it.room.send("hi");
  expect(states(it)).toEqual(["queued"]);
  it.room.opened();
  it.room.receive(welcome());
  expect(states(it)).toEqual(["sending"]);
  it.room.receive(ack("r1", 2));
  expect(states(it)).toEqual(["sent"]);
  it.room.receive(event(created(2, {})));
  expect(states(it)).toEqual([]);
});

test("[NET3] what has its answer is waited for no more", () => {
  const it = liveRig();
  it.room.send("hi");
  it.room.receive(ack("r1", 2));
  it.room.receive(event(created(2, {}, "r1")));
  it.clock.advance(ANSWER_MS);
  expect(it.clock.waiting).toBe(0);
});

test("[NET1] what a closed tab left is looked for once at a time", async () => {
  let loads = 0;
  const load = async () => {
    loads += 1;
    return [];
  };
  const it = rig({ outbox: { ...createMemoryOutbox(), load } });
  it.room.inherit();
  await it.room.restored;
  expect(loads).toBe(1);
});

test("[CLI20] no state goes back", () => {
  const item: PendingCommand = {
    ref: "r1",
    command: { type: "send", ref: "r1", text: "hi" },
    state: "sent",
    queued_at_ms: 0,
    after_seq: 0,
  };
  for (const state of ["queued", "sending", "sent", "failed"] as const)
    expect(advance([item], "r1", state)).toEqual([item]);
  const it = liveRig();
  it.room.send("hi");
  it.isDeaf = true;
  reconnect(it, 1);
  expect(states(it)).toEqual(["sending"]);
});

test("[CLI21] the event of a message takes the place of its bubble in the same tick", () => {
  const it = liveRig();
  const ref = it.room.send("only once");
  const seen: number[] = [];
  effect(() => {
    const rows = it.room.view.value?.messages.filter((m) => m.entry === "only once").length ?? 0;
    seen.push(rows + it.room.bubbles.value.length);
  });
  it.room.receive(event(created(2, { entry: "only once" }, ref)));
  it.room.receive(ack(ref, 2));
  expect(new Set(seen)).toEqual(new Set([1]));
  expect(it.room.pending.value).toEqual([]);
});

test("[CLI22] an acknowledged message stays drawn until its event is in the view", () => {
  const it = liveRig();
  const ref = it.room.send("hi");
  it.room.receive(ack(ref, 3));
  it.room.receive(event(created(2, {})));
  expect(it.room.bubbles.value).toHaveLength(1);
  it.room.receive(event(created(3, { entry: "hi" })));
  expect(it.room.bubbles.value).toEqual([]);
});

test("[CLI22] an ack for what the view already shows retires at once", () => {
  const it = liveRig();
  const ref = it.room.command({ type: "stop", scope: "all" });
  it.room.receive(ack(ref, 1));
  expect(it.room.pending.value).toEqual([]);
});

test("[CLI23] a refused command keeps its reason until the person decides", () => {
  const it = liveRig();
  const ref = it.room.send("hi");
  it.room.receive(nack(ref));
  expect(it.room.pending.value[0]).toMatchObject({ state: "failed", error: { code: "rate_limited" } });
  reconnect(it, 1);
  expect(it.of("send")).toHaveLength(1);

  it.room.send("next");
  const again = it.room.retry(ref);
  expect(again).not.toBe(ref);
  expect(it.room.pending.value.map((p) => p.ref)).toEqual(["r2", again]);
  expect(it.of("send").at(-1)).toMatchObject({ ref: again, text: "hi" });
  expect(it.room.retry("r2")).toBeNull();
});

test("[CLI23] a refused command can be discarded", () => {
  const it = liveRig();
  const ref = it.room.send("hi");
  it.room.receive(nack(ref));
  it.room.discard(ref);
  expect(it.room.pending.value).toEqual([]);
});

test("[CLI23] what was given up here and done there is done", () => {
  const it = liveRig();
  const ref = it.room.send("hi");
  it.room.receive(nack(ref));
  it.room.receive(ack(ref, 1));
  expect(it.room.pending.value).toEqual([]);
});

test("[CLI24] after every welcome all that is unanswered is said again, in order", () => {
  const it = liveRig();
  for (const text of ["a", "b", "c", "d"]) it.room.send(text);
  it.room.receive(ack("r1", 1));
  it.room.receive(nack("r3"));
  it.sent.length = 0;
  reconnect(it, 1);
  expect(it.sent.map((f) => f["type"])).toEqual(["hello", "send", "send"]);
  expect(it.of("send").map((f) => f["ref"])).toEqual(["r2", "r4"]);
});

test("[CLI25] a snapshot that shows the message hides its bubble until the answer comes", () => {
  const it = liveRig();
  const ref = it.room.send("same words");
  const second = it.room.send("same words");
  it.room.closed(1006, "");
  it.room.opened();
  const rows = [created(30, { entry: "same words" }), created(31, { entry: "same words", user: "ben" })];
  it.room.receive(
    welcome({ seq: 31, messages: rows.flatMap((e) => (e.type === "message.created" ? [e.message] : [])) }),
  );
  expect(it.room.bubbles.value.map((p) => p.ref)).toEqual([second]);
  expect(it.of("send").map((f) => f["ref"])).toEqual([ref, second, ref, second]);
  it.room.receive(ack(ref, 30));
  expect(it.room.pending.value.map((p) => p.ref)).toEqual([second]);
});

test("[CLI25] an older message of the same words is another message", () => {
  const it = rig();
  it.room.send("did anyone light the lamp?");
  it.room.opened();
  it.room.receive(welcome());
  expect(it.room.bubbles.value).toHaveLength(1);
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcome({ seq: 40 }));
  expect(it.room.bubbles.value).toHaveLength(1);
});

test("[CLI25] the row of an earlier message of the same words stands for that one alone", () => {
  const it = liveRig();
  const first = it.room.send("same words");
  const second = it.room.send("same words");
  const posted = created(2, { entry: "same words" }, first);
  it.room.receive(event(posted));
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcome({ seq: 2, messages: posted.type === "message.created" ? [posted.message] : [] }));
  expect(it.room.bubbles.value.map((p) => p.ref)).toEqual([second]);
});

test("[CLI25] nor does an old row hide what an earlier tab has said since", async () => {
  const outbox = createMemoryOutbox();
  const old = rig({ outbox });
  await old.room.restored;
  old.room.send("did anyone light the lamp?");
  old.room.opened();
  old.room.receive(welcome());
  await settled();

  const it = rig({ outbox });
  await it.room.restored;
  it.room.opened();
  it.room.receive(welcome());
  expect(it.room.bubbles.value).toHaveLength(1);
});

test("[CLI25] a snapshot shows what was acknowledged before it", () => {
  const it = liveRig();
  const ref = it.room.send("hi");
  it.room.receive(ack(ref, 3));
  it.room.closed(1006, "");
  it.room.opened();
  it.room.receive(welcome({ seq: 3 }));
  expect(it.room.pending.value).toEqual([]);
});

test("[CLI26] a long queue is said in lots the room accepts", () => {
  const it = rig();
  for (let n = 0; n < 2 * SAY_AT_ONCE + 5; n++) it.room.send(`m${n}`);
  it.room.opened();
  it.room.receive(welcome());
  expect(it.of("send")).toHaveLength(SAY_AT_ONCE);
  it.clock.advance(SAY_PAUSE_MS);
  expect(it.of("send")).toHaveLength(2 * SAY_AT_ONCE);
  it.clock.advance(SAY_PAUSE_MS);
  const texts = it.of("send").map((f) => f["text"]);
  expect(texts).toEqual([...texts.keys()].map((n) => `m${n}`));
  expect(texts).toHaveLength(2 * SAY_AT_ONCE + 5);
});

test("[CLI26] a frame turned away without a name is made good by saying everything again", () => {
  const it = liveRig();
  it.room.send("a");
  it.room.receive(nack(undefined, true));
  it.clock.advance(699);
  expect(it.of("send")).toHaveLength(1);
  it.clock.advance(1);
  expect(it.of("send").map((f) => f["ref"])).toEqual(["r1", "r1"]);
  it.room.receive(nack(undefined, false));
  it.clock.advance(60_000);
  expect(it.of("send")).toHaveLength(2);
});

test("[CLI27] what the room would close the socket over is refused here", () => {
  const it = liveRig();
  it.room.send("\u0001".repeat(MAX_MESSAGE_CHARS));
  expect(it.sent).toEqual([]);
  expect(it.room.pending.value[0]).toMatchObject({ state: "failed", error: { code: "too_large" } });
  it.room.send("漢".repeat(MAX_MESSAGE_CHARS));
  expect(it.of("send")).toHaveLength(1);
});

test("[CLI28] a command of the moment is not done long after it was given", () => {
  const it = rig();
  it.room.command({ type: "stop", scope: "all" });
  it.room.send("but this is");
  it.clock.advance(MOMENT_MS + 1);
  it.room.opened();
  it.room.receive(welcome());
  expect(it.of("stop")).toEqual([]);
  expect(it.of("send")).toHaveLength(1);
  expect(it.room.pending.value[0]).toMatchObject({ state: "failed", error: { code: "offline" } });
});

test("[CLI30] a message leaves the outbox when the room has it, and not before", async () => {
  const outbox = createMemoryOutbox();
  const it = liveRig({ outbox });
  await it.room.restored;
  for (const text of ["a", "b", "c"]) it.room.send(text);
  it.room.command({ type: "stop", scope: "all" });
  await settled();
  expect([...outbox.rows.keys()]).toEqual(["r1", "r2", "r3"]);
  it.room.receive(ack("r1", 5));
  it.room.receive(event(created(2, {}, "r2")));
  it.room.receive(nack("r3"));
  await settled();
  expect([...outbox.rows.values()]).toMatchObject([{ ref: "r3", state: "failed", command: { text: "c" } }]);
  it.room.discard("r3");
  await settled();
  expect(outbox.rows.size).toBe(0);
});

test("[CLI31] what an earlier tab left behind goes first and in its order", async () => {
  const outbox = createMemoryOutbox();
  const old = rig({ outbox });
  await old.room.restored;
  for (const text of ["a", "b"]) old.room.send(text);
  await settled();

  let refs = 10;
  const it = rig({ outbox, newRef: () => `r${++refs}` });
  it.room.send("c");
  it.room.opened();
  it.room.receive(welcome());
  expect(it.of("send")).toEqual([]);
  await it.room.restored;
  expect(it.of("send").map((f) => f["text"])).toEqual(["a", "b", "c"]);
  expect(it.room.bubbles.value).toHaveLength(3);
});

test("[CLI31] what the room showed while the outbox was still being read is not drawn or said as new", async () => {
  const outbox = createMemoryOutbox();
  const old = liveRig({ outbox });
  await old.room.restored;
  old.room.send("in the snapshot");
  old.room.send("in an event");
  old.room.send("nowhere");
  await settled();

  const it = rig({ outbox });
  it.room.opened();
  const first = created(2, { entry: "in the snapshot" });
  it.room.receive(welcome({ seq: 2, messages: first.type === "message.created" ? [first.message] : [] }));
  it.room.receive(event(created(3, { entry: "in an event" }, "r2")));
  await it.room.restored;
  expect(it.room.bubbles.value.map((p) => p.ref)).toEqual(["r3"]);
  expect(it.of("send").map((f) => f["ref"])).toEqual(["r1", "r3"]);
});

test("[CLI32] an old message asks first; messages behind it wait, other commands do not", async () => {
  const outbox = createMemoryOutbox();
  const old = rig({ outbox });
  await old.room.restored;
  old.room.send("an hour ago");
  await settled();

  let refs = 10;
  const it = rig({ outbox, newRef: () => `r${++refs}` });
  it.clock.advance(ASK_AFTER_MS + 1);
  await it.room.restored;
  it.room.opened();
  it.room.receive(welcome());
  it.room.send("now");
  expect(it.room.pending.value[0]).toMatchObject({ ref: "r1", ask: true, state: "queued" });
  expect(it.of("send")).toEqual([]);
  it.room.command({ type: "queue", hold: true });
  expect(it.of("queue")).toHaveLength(1);

  it.room.release("r11", false);
  it.room.release("r1", false);
  expect(it.of("send")).toMatchObject([{ ref: "r1", respond: false }, { ref: "r11" }]);
  expect(it.of("send")[1], "of this one nobody asked").not.toHaveProperty("respond");
});

test("[CLI32] with answers wanted an old message goes as it was", async () => {
  const outbox = createMemoryOutbox();
  const old = rig({ outbox });
  await old.room.restored;
  old.room.send("an hour ago");
  await settled();
  const it = rig({ outbox });
  it.clock.advance(ASK_AFTER_MS + 1);
  await it.room.restored;
  it.room.opened();
  it.room.receive(welcome());
  it.room.release("r1", true);
  expect(it.of("send")).toEqual([{ type: "send", ref: "r1", text: "an hour ago" }]);
});

test("[CLI33] a browser that keeps nothing still sends, and says so", async () => {
  const refuse = async () => Promise.reject(new Error("no storage"));
  const it = liveRig({ outbox: { load: refuse, put: refuse, remove: refuse } });
  await it.room.restored;
  it.room.send("hi");
  expect(it.of("send")).toHaveLength(1);
  await settled();
  expect(it.room.durable.value).toBe(false);
  expect(rig().room.durable.value).toBe(false);
  expect(rig({ outbox: createMemoryOutbox() }).room.durable.value).toBe(true);
});

test("[CLI33] rows another version left in the outbox are left alone", async () => {
  const outbox = createMemoryOutbox();
  outbox.rows.set("x", JSON.parse('{"ref":"x","command":{"type":"dance"}}'));
  const it = rig({ outbox });
  await it.room.restored;
  expect(it.room.pending.value).toEqual([]);
});

/** Lets the storage calls under way finish: they are promises without timers. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
