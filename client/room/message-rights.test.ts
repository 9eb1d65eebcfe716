import { expect, test } from "vitest";
import type { Take } from "../../shared/fields/message.ts";
import {
  chooseRefusal,
  type Doer,
  dropTakeRefusal,
  opensBranch,
  type Right,
  refusalOf,
  saidTakes,
} from "./message-rights.ts";
import { botRow, messageRow } from "./testing/room-fixtures.ts";

const doer = (changes: Partial<Doer> = {}): Doer => ({
  role: "member",
  me: "anna",
  bots: ["mara"],
  isShared: false,
  last: "b1",
  ...changes,
});
const take = (id: string, changes: Partial<Take> = {}): Take => ({
  id,
  text: `words of ${id}`,
  model: "practice-1",
  state: "done",
  created_at: "2026-11-23T14:06:00.000Z",
  segments: [],
  ...changes,
});
const two = (changes: object = {}) => botRow({ takes: [take("t1"), take("t2")], current_take_id: "t2", ...changes });
const owner = doer({ role: "owner" });
const allowed = (message: ReturnType<typeof messageRow>, who: Doer) =>
  (["write", "continue", "retake", "edit", "manage"] satisfies Right[]).filter(
    (right) => refusalOf(right, message, who) === null,
  );

test("[DEED1] people change their own words, owners manage everything, readers nothing", () => {
  expect(allowed(messageRow(), doer())).toEqual(["write", "edit", "manage"]);
  expect(allowed(messageRow({ user: "ben" }), doer())).toEqual(["write"]);
  expect(allowed(messageRow({ user: "ben" }), owner)).toEqual(["write", "manage"]);
  expect(allowed(botRow(), doer())).toEqual(["write", "continue", "retake"]);
  expect(allowed(botRow(), owner)).toEqual(["write", "continue", "retake", "edit", "manage"]);
  expect(allowed(messageRow(), doer({ role: "viewer" }))).toEqual([]);
});

test("[DEED1] what is being written, or whose bot is gone, says so", () => {
  expect(refusalOf("edit", two({ streaming: true }), owner)).toContain("still being written");
  expect(refusalOf("retake", botRow(), doer({ bots: [] }))).toContain("Mara Quill is no longer");
  expect(refusalOf("retake", botRow({ streaming: true }), doer())).toContain("still being written");
});

test("[DEED2] only takes that say something are steps", () => {
  const takes = [take("t1"), take("t2", { text: "", state: "failed" }), take("t3", { state: "streaming" }), take("t4")];
  expect(saidTakes(botRow({ takes, current_take_id: "t1" })).map(({ id }) => id)).toEqual(["t1", "t4"]);
});

test("[DEED3] in a room of several another path is a branch; a newest message, or an edited take, is no other path", () => {
  const shared = doer({ isShared: true, last: "later" });
  expect(opensBranch(two(), take("t1"), shared)).toBe(true);
  expect(opensBranch(two(), take("t1"), doer({ last: "later" }))).toBe(false);
  expect(opensBranch(two(), take("t1"), { ...shared, last: "b1" })).toBe(false);
  expect(opensBranch(two(), take("t3", { edited: { by: "anna", of: "t2" } }), shared)).toBe(false);
  const inThread = { message_thread: { ...botRow().message_thread, thread_id: "m1" } };
  expect(opensBranch(two(inThread), take("t1"), shared), "a thread has no other path").toBe(false);
  expect(chooseRefusal(two(), shared)).toBeNull();
  expect(chooseRefusal(two(), doer({ role: "viewer" }))).toContain("read this room");
  expect(chooseRefusal(two({ streaming: true }), shared)).toContain("still being written");
});

test("[DEED4] the last take stays, and so does one that something hangs on", () => {
  expect(dropTakeRefusal(two(), owner)).toBeNull();
  expect(dropTakeRefusal(two({ takes: [take("t2")] }), owner)).toContain("at least one");
  expect(dropTakeRefusal(two(), { ...owner, last: "later" })).toContain("hangs on this take");
  expect(dropTakeRefusal(two(), doer())).toContain("owner");
  expect(
    dropTakeRefusal(two({ takes: [take("t1"), take("t2"), take("t3", { state: "streaming" })] }), owner),
  ).toContain("still being written");
});
