import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { MessageRow, Take } from "../../shared/fields/message.ts";
import type { NewEvent, RoomEvent } from "../../shared/room/events.ts";
import type { CommandBody } from "../state/pending-store.ts";
import type { RoomListener } from "../state/room-listener.ts";
import { ToastStore } from "../state/toast-store.ts";
import { chooseTake, rememberPath, retake, stepTake, toggleReaction } from "./message-deeds.ts";
import type { RoomModel } from "./room-model.ts";
import { botRow, messageRow } from "./testing/room-fixtures.ts";
import { TranscriptState } from "./transcript-state.ts";

const take = (id: string, changes: Partial<Take> = {}): Take => ({
  id,
  text: `words of ${id}`,
  model: "practice-1",
  state: "done",
  created_at: "2026-11-23T14:06:00.000Z",
  segments: [],
  ...changes,
});
const reply = (takes: Take[], current = "t1", changes: Partial<MessageRow> = {}) =>
  botRow({ takes, current_take_id: current, ...changes });

/** A room of these messages: what it is told, what it was asked, and what the page said. */
function place(messages: readonly MessageRow[], sight: string[] = [], gap: string | null = null) {
  const given: CommandBody[] = [];
  const listeners = new Set<RoomListener>();
  const room = {
    messages: signal(messages),
    gap: signal(gap),
    you: signal({ user_id: "anna", role: "owner" }),
    command: (body: CommandBody) => given.push(body),
    listen: (listener: RoomListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as RoomModel;
  const tell = (event: NewEvent) => {
    for (const { applied } of [...listeners]) applied?.({ seq: 9, at: "", ...event } as RoomEvent);
  };
  const toasts = new ToastStore();
  const leave = toasts.enter(room);
  const state = new TranscriptState();
  const said = () => toasts.list.value.map(({ words }) => words);
  const it = { room, state, toasts, isInSight: (id: string) => sight.includes(id) };
  return { it, given, tell, said, listeners, leave };
}
const finish = (tell: (event: NewEvent) => void, message: MessageRow, made: Take) => {
  tell({ type: "take.created", message_id: "b1", take: { ...made, text: "", state: "streaming" } });
  tell({ type: "message.updated", message });
};

test("[DEED5] a take that is ready out of sight, or beside the one that is read, is told once with the way there", () => {
  const made = take("t2");
  const { it, given, tell, said, listeners } = place([reply([take("t1")])], ["b1"]);
  const gone: string[] = [];
  it.state.go = (id) => gone.push(id);
  retake(it, reply([take("t1")]), { hint: "shorter" });
  expect(given).toEqual([{ type: "retake", message_id: "b1", hint: "shorter" }]);
  tell({ type: "message.updated", message: reply([take("t1")], "t1", { pinned: true }) });
  finish(tell, reply([take("t1"), made]), made);
  expect(said()).toEqual(["New take ready 2/2"]);
  expect(listeners.size).toBe(0);
  it.toasts.list.value[0]?.action?.onPress();
  expect(gone).toEqual(["b1"]);
});

test("[DEED5] a take that the reader sees come is not told; one that failed is", () => {
  const seen = place([], ["b1"]);
  retake(seen.it, reply([take("t1")]));
  finish(seen.tell, reply([take("t1"), take("t2")], "t2"), take("t2"));
  expect(seen.said()).toEqual([]);
  const failed = { code: "provider_down", message: "The provider does not answer.", retryable: true };
  const lost = place([], ["b1"]);
  retake(lost.it, reply([take("t1")]));
  const none = take("t2", { text: "", state: "failed", failed });
  finish(lost.tell, reply([take("t1"), none]), none);
  expect(lost.said()).toEqual(["The new take failed. The provider does not answer."]);
});

test("[DEED5] one that is chosen but out of sight is told; one stopped before its first word is not", () => {
  const { it, tell, said } = place([]);
  retake(it, reply([take("t1")]));
  finish(tell, reply([take("t1"), take("t2")], "t2"), take("t2"));
  expect(said()).toEqual(["New take ready 2/2"]);
  const none = take("t2", { text: "", state: "stopped" });
  const stopped = place([]);
  retake(stopped.it, reply([take("t1")]));
  finish(stopped.tell, reply([take("t1"), none]), none);
  expect(stopped.said()).toEqual([]);
  const failed = { code: "provider_down", message: "The provider does not answer.", retryable: true };
  const half = take("t2", { state: "failed", failed });
  const lost = place([]);
  retake(lost.it, reply([take("t1")]));
  finish(lost.tell, reply([take("t1"), half]), half);
  expect(lost.said(), "what failed on its way is not ready").toEqual([
    "The new take failed. The provider does not answer.",
  ]);
});

test("[DEED5] it is told when it is whole, whatever else becomes of its message and of others; never of one deleted", () => {
  const { it, tell, said, listeners } = place([]);
  retake(it, reply([take("t1")]));
  tell({ type: "take.created", message_id: "b9", take: take("x2", { state: "streaming" }) });
  tell({ type: "message.updated", message: reply([take("x1"), take("x2")], "x1", { id: "b9" }) });
  tell({ type: "take.created", message_id: "b1", take: take("e1") });
  tell({ type: "message.updated", message: reply([take("t1"), take("e1")], "e1") });
  const growing = take("t2", { state: "streaming" });
  tell({ type: "take.created", message_id: "b1", take: growing });
  tell({ type: "message.updated", message: reply([take("t1"), take("e1"), growing], "e1", { pinned: true }) });
  expect([said(), listeners.size]).toEqual([[], 1]);
  tell({ type: "message.updated", message: reply([take("t1"), take("e1"), take("t2")], "e1") });
  expect(said()).toEqual(["New take ready 3/3"]);
  retake(it, reply([take("t1")]));
  tell({ type: "message.deleted", message_id: "b1" });
  expect([said().length, listeners.size]).toEqual([1, 0]);
});

test("[DEED5] asked again, it is told once", () => {
  const { it, tell, said } = place([]);
  retake(it, reply([take("t1")]));
  retake(it, reply([take("t1")]));
  finish(tell, reply([take("t1"), take("t2")]), take("t2"));
  expect(said()).toEqual(["New take ready 2/2"]);
});

test("[DEED5] what is told of a take leaves with its room, and is not told elsewhere", () => {
  const { it, tell, said, leave } = place([]);
  retake(it, reply([take("t1")]));
  finish(tell, reply([take("t1"), take("t2")]), take("t2"));
  it.toasts.say("Saved.");
  const elsewhere = it.toasts.enter({});
  leave();
  expect(said()).toEqual(["Saved."]);
  retake(it, reply([take("t1"), take("t2")]));
  finish(tell, reply([take("t1"), take("t2"), take("t3")]), take("t3"));
  expect(said()).toEqual(["Saved."]);
  elsewhere();
  it.toasts.enter(it.room);
  retake(it, reply([take("t1")]));
  finish(tell, reply([take("t1"), take("t2")]), take("t2"));
  expect(said()).toEqual(["Saved.", "New take ready 2/2"]);
});

test("[DEED6] after another path was taken, the way back and what is there are known", () => {
  const old = reply([take("t1"), take("t2")]);
  const { it, given, tell } = place([old, messageRow({ id: "m2" }), messageRow({ id: "m3" })]);
  chooseTake(it, old, "t2");
  expect(given).toEqual([{ type: "choose_take", message_id: "b1", take_id: "t2" }]);
  expect(it.state.left.value).toBeNull();
  const now = reply([take("t1"), take("t2")], "t2");
  tell({ type: "path.changed", head: "b1", messages: [now], has_more: false });
  expect(it.state.left.value).toEqual({ message_id: "b1", take_id: "t1", count: 2 });
});

test("[DEED6] the way back leads to the take that was left, of three too, once, and is given up for the next one", () => {
  const takes = [take("t1"), take("t2"), take("t3")];
  const old = reply(takes, "t2");
  const { it, tell, listeners } = place([old, messageRow({ id: "m2" })]);
  it.state.leave({ message_id: "b0", take_id: "t0", count: 1 });
  chooseTake(it, old, "t3");
  expect(it.state.left.value, "the earlier way back leads elsewhere now").toBeNull();
  tell({ type: "message.updated", message: old });
  tell({ type: "path.changed", head: "b1", messages: [reply(takes, "t3")], has_more: false });
  expect(it.state.left.value).toMatchObject({ take_id: "t2" });
  expect(listeners.size).toBe(0);
});

test("[DEED6] where not all is fetched nobody says how much the other path holds; to what is not there none leads", () => {
  const asked = messageRow();
  const far = place([asked, botRow()], [], "b7");
  rememberPath(far.it, asked);
  const now = messageRow({ takes: [take("w1"), take("w2")], current_take_id: "w2" });
  far.tell({ type: "path.changed", head: "m1", messages: [now], has_more: false });
  expect(far.it.state.left.value?.count).toBeNull();
  const gone = place([asked, botRow()]);
  rememberPath(gone.it, asked);
  gone.tell({ type: "path.changed", head: "b9", messages: [botRow({ id: "b9" })], has_more: false });
  expect(gone.it.state.left.value).toBeNull();
});

test("[DEED6] words asked again lead back to the first wording; the newest message leaves nothing behind", () => {
  const asked = messageRow();
  const { it, tell } = place([asked, botRow()]);
  rememberPath(it, asked);
  const now = messageRow({ takes: [take("w1"), take("w2")], current_take_id: "w2" });
  tell({ type: "path.changed", head: "m1", messages: [now], has_more: false });
  expect(it.state.left.value).toEqual({ message_id: "m1", take_id: "w1", count: 1 });
  const newest = place([asked]);
  rememberPath(newest.it, asked);
  expect(newest.listeners.size).toBe(0);
});

test("[DEED2] stepping chooses among what there is and never asks for more", () => {
  const message = reply([take("t1"), take("t2")], "t2");
  const { it, given, said } = place([message]);
  const doer = { role: "member", me: "anna", bots: ["mara"], isShared: false, last: "b1" };
  stepTake(it, message, 1, doer);
  expect(given).toEqual([]);
  stepTake(it, message, -1, { ...doer, role: "viewer" });
  expect(given).toEqual([]);
  expect(said()).toEqual(["You can read this room, but not change it."]);
  stepTake(it, message, -1, doer);
  expect(given).toEqual([{ type: "choose_take", message_id: "b1", take_id: "t1" }]);
});

test("[DEED3] a step to another path that others share is asked about, not done", () => {
  const message = reply([take("t1"), take("t2")], "t2");
  const { it, given } = place([message]);
  const doer = { role: "member", me: "anna", bots: ["mara"], isShared: true, last: "later" };
  stepTake(it, message, -1, doer);
  expect(given).toEqual([]);
  expect(it.state.deed.value).toEqual({ kind: "branch", message_id: "b1", take_id: "t1" });
});

test("[DEED7] a reaction is added, and taken back where it is one's own", () => {
  const { it, given } = place([]);
  const content = messageRow().message_content;
  toggleReaction(it.room, messageRow({ message_content: { ...content, reactions: { "👍": ["ben"] } } }), "👍");
  toggleReaction(it.room, messageRow({ message_content: { ...content, reactions: { "👍": ["ben", "anna"] } } }), "👍");
  expect(given.map((body) => body.type === "react" && body.on)).toEqual([true, false]);
});
