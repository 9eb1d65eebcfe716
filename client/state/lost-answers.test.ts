import { expect, test, vi } from "vitest";
import { messageRow } from "../room/testing/room-fixtures.ts";
import { ANSWER_MS } from "./pending-store.ts";
import { createMemoryOutbox } from "./testing/memory-outbox.ts";
import { created, event, liveRig, type Rig, rig, welcome, welcomeBack } from "./testing/rig.ts";

/** Storage answers in a few turns of the loop. */
const stored = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};
const said = (it: Rig) => it.of("send").map((frame) => frame["text"]);

/** Two tabs of one browser, live. */
async function twoTabs() {
  const storage = createMemoryOutbox();
  const outboxes = [storage.openTab(), storage.openTab()] as const;
  const refs = ["a", "b"].map((name) => {
    let count = 0;
    return () => `${name}${++count}`;
  }) as [() => string, () => string];
  const [one, other] = outboxes.map((outbox, at) => liveRig({ outbox, newRef: refs[at] ?? refs[0] })) as [Rig, Rig];
  await stored();
  return { storage, one, other, close: () => outboxes[0].close() };
}

test("[NET1] what one tab has in hand another neither draws nor says", async () => {
  const { one, other, storage } = await twoTabs();
  one.isDeaf = true;
  one.room.send("mine");
  await stored();
  other.room.inherit();
  await stored();
  expect([other.room.bubbles.value, said(other), storage.rows.size]).toEqual([[], [], 1]);
});

test("[NET1] a tab takes over what a closed one left, before its own, and says it once", async () => {
  const { one, other, close } = await twoTabs();
  one.isDeaf = true;
  for (const text of ["first", "second"]) one.room.send(text);
  await stored();
  one.room.dispose();
  close();
  other.isDeaf = true;
  other.room.send("third");
  other.isDeaf = false;
  for (const _ of [1, 2]) {
    other.room.inherit();
    await stored();
  }
  expect(other.room.bubbles.value.map(({ command }) => "text" in command && command.text)).toEqual([
    "first",
    "second",
    "third",
  ]);
  expect(said(other)).toEqual(["first", "second", "third"]);
});

test("[NET1] what the room has shown of a closed tab is not drawn again, and leaves the outbox", async () => {
  const { one, other, close, storage } = await twoTabs();
  const ref = one.room.send("posted as the tab closed");
  await stored();
  one.room.dispose();
  close();
  other.room.receive(event(created(2, { entry: "posted as the tab closed" }, ref)));
  other.room.inherit();
  await stored();
  expect([other.room.bubbles.value, said(other), storage.rows.size]).toEqual([[], [], 0]);
});

test("[NET1] what a snapshot has long shown of a closed tab is not drawn again when it is taken over", async () => {
  const { one, other, close } = await twoTabs();
  one.isDeaf = true;
  const ref = one.room.send("posted as the tab closed");
  await stored();
  one.room.dispose();
  close();
  // Rows of a snapshot carry no ref, and the second one tells this device nothing new.
  const posted = created(2, { entry: "posted as the tab closed" });
  const messages = posted.type === "message.created" ? [messageRow(), posted.message] : [];
  for (const seq of [2, 3]) {
    other.room.closed(1006, "");
    other.room.opened();
    other.room.receive(welcome({ seq, messages }));
  }
  other.room.inherit();
  await stored();
  expect(other.room.bubbles.value).toEqual([]);
  expect(said(other), "said all the same: the room knows whether it had it").toEqual(["posted as the tab closed"]);
  expect(other.room.pending.value.map((item) => item.ref)).toEqual([ref]);
});

test("[CLI25] a row that stands for a message of this tab does not stand for one of a closed tab as well", async () => {
  const { one, other, close } = await twoTabs();
  one.isDeaf = true;
  const theirs = one.room.send("same words");
  await stored();
  one.room.dispose();
  close();
  const ours = other.room.send("same words");
  const posted = created(2, { entry: "same words" });
  other.room.closed(1006, "");
  other.room.opened();
  const messages = posted.type === "message.created" ? [messageRow(), posted.message] : [];
  other.room.receive(welcome({ seq: 2, messages }));
  other.room.inherit();
  await stored();
  expect(other.room.pending.value.map((item) => item.ref)).toEqual([theirs, ours]);
  expect(other.room.bubbles.value.map((item) => item.ref)).toEqual([theirs]);
});

test("[CLI23] what the room has refused stays refused in the tab that finds it, and is not said again", async () => {
  const { one, other, close } = await twoTabs();
  const ref = one.room.send("no");
  one.room.receive({ type: "nack", ref, error: { code: "invalid", message: "No.", retryable: false } });
  await stored();
  one.room.dispose();
  close();
  other.room.inherit();
  await stored();
  expect(other.room.pending.value).toMatchObject([{ ref, state: "failed", error: { code: "invalid" } }]);
  expect(said(other)).toEqual([]);
});

test("[CLI31] a storage that gives back what this tab has in hand makes no second one of it", async () => {
  const { load, ...storage } = createMemoryOutbox();
  let isEmpty = true;
  // Without locks a tab cannot be told from the one before it.
  const it = liveRig({ outbox: { ...storage, load: () => (isEmpty ? Promise.resolve([]) : load()) } });
  await stored();
  it.room.send("once");
  await stored();
  isEmpty = false;
  it.room.inherit();
  await stored();
  expect(it.room.bubbles.value).toHaveLength(1);
  expect(said(it)).toEqual(["once"]);
});

test("[NET3] a command that nobody answers has its connection replaced, and is said again on the next", () => {
  const renew = vi.fn();
  const sent: object[] = [];
  const send = (frame: object) => sent.push(frame) > 0;
  const { room, clock } = rig({ socket: { send, renew } });
  const textsSaid = () => sent.filter((frame) => "text" in frame);
  room.opened();
  room.receive(welcome());
  room.send("answered");
  room.receive(event(created(2, {}, "r1")));
  clock.advance(ANSWER_MS / 2);
  room.send("lost");
  clock.advance(ANSWER_MS - 1);
  expect(renew).not.toHaveBeenCalled();
  clock.advance(1);
  expect(renew).toHaveBeenCalledOnce();
  room.closed(1000, "no answer");
  room.opened();
  room.receive(welcomeBack({ seq: 2 }));
  expect(textsSaid()).toHaveLength(3);
  room.receive({ type: "ack", ref: "r2", seq: 2 });
  clock.advance(10 * ANSWER_MS);
  expect(renew).toHaveBeenCalledOnce();
});
