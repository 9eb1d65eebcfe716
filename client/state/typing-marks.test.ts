import { expect, test } from "vitest";
import { TYPING_MS } from "../../shared/protocol/limits.ts";
import { created, event, liveRig, welcomeBack } from "./testing/rig.ts";

const typing = (user_id: string, on: boolean) => ({ type: "typing" as const, user_id, on });

test("[CLI40] a typing mark fades by itself, ends when told, with the message or the connection", () => {
  const { room, clock } = liveRig();
  room.receive(typing("ben", true));
  room.receive(typing("cleo", true));
  expect(room.typing.value).toEqual(["ben", "cleo"]);
  clock.advance(TYPING_MS - 1);
  room.receive(typing("ben", true));
  clock.advance(1);
  expect(room.typing.value).toEqual(["ben"]);
  room.receive(typing("ben", false));
  expect(room.typing.value).toEqual([]);

  room.receive(typing("ben", true));
  room.receive(event(created(2, { user: "ben" })));
  expect(room.typing.value).toEqual([]);
  room.receive(typing("ben", true));
  room.closed(1006, "");
  expect(room.typing.value).toEqual([]);
});

test("[CLI40] our own mark from another device is not shown to us", () => {
  const { room } = liveRig();
  room.receive(typing("anna", true));
  expect(room.typing.value).toEqual([]);
});

test("[CLI41] our own typing is told at most twice in the life of a mark, and ends once", () => {
  const { room, clock, of } = liveRig();
  for (let ms = 0; ms < TYPING_MS; ms += 100) {
    room.setTyping(true);
    clock.advance(100);
  }
  expect(of("typing")).toHaveLength(2);
  room.setTyping(false);
  room.setTyping(false);
  expect(of("typing").map((f) => f["on"])).toEqual([true, true, false]);
  room.setTyping(true);
  room.send("done");
  room.setTyping(false);
  expect(of("typing").map((f) => f["on"])).toEqual([true, true, false, true]);
});

test("[CLI41] without a connection nobody is told, and nothing is told later", () => {
  const { room, of } = liveRig();
  room.closed(1006, "");
  room.setTyping(true);
  room.opened();
  room.receive(welcomeBack({ seq: 1 }));
  expect(of("typing")).toEqual([]);
  room.setTyping(true);
  expect(of("typing")).toHaveLength(1);
});

test("[CLI42] of what was read without a connection only the newest is told", () => {
  const { room, of } = liveRig();
  room.closed(1006, "");
  room.read("m1");
  room.read("m2");
  room.opened();
  room.receive(welcomeBack({ seq: 1 }));
  expect(of("read")).toEqual([{ type: "read", message_id: "m2" }]);
});

test("[CLI42] what the room already counts as read is not told again", () => {
  const { room, of } = liveRig();
  room.receive(event({ type: "read.moved", seq: 2, at: "", user_id: "anna", message_id: "m1" }));
  room.read("m1");
  expect(of("read")).toEqual([]);
});

test("[CLI42] what has been told is not told again with the next connection", () => {
  const { room, of } = liveRig();
  room.read("m1");
  room.closed(1006, "");
  room.opened();
  room.receive(welcomeBack({ seq: 1 }));
  expect(of("read")).toHaveLength(1);
});

test("[CLI170] marked unread by hand, what comes into sight counts as read only once the reader is done with that", () => {
  const { room, sent } = liveRig();
  const { reading } = room;
  reading.markUnread("m1");
  expect(reading.unreadFrom.value).toBe("m1");
  room.read("m2");
  reading.resume();
  expect(reading.unreadFrom.value).toBeNull();
  room.read("m3");
  reading.markUnread("m1");
  room.send("I am here");
  room.read("m4");
  expect(sent.filter(({ type }) => type === "read" || type === "unread")).toEqual([
    { type: "unread", message_id: "m1" },
    { type: "read", message_id: "m3" },
    { type: "unread", message_id: "m1" },
    { type: "read", message_id: "m4" },
  ]);
});

test("[CLI170] without a connection the newest mark waits, of whichever kind", () => {
  const { room, of } = liveRig();
  room.closed(1006, "");
  room.read("m2");
  room.reading.markUnread("m1");
  room.opened();
  room.receive(welcomeBack({ seq: 1 }));
  expect([of("read"), of("unread")]).toEqual([[], [{ type: "unread", message_id: "m1" }]]);
});

test("[CLI43] what a device watches is told at once and with every hello", () => {
  const { room, of } = liveRig();
  room.watch({ activation: true });
  expect(of("watch")).toEqual([{ type: "watch", activation: true }]);
  room.watch({ prompt: true });
  room.closed(1006, "");
  room.opened();
  expect(of("hello").at(-1)).toMatchObject({ watch: { activation: true, prompt: true } });
});

test("[CLI44] budget and notices: the newest counts", () => {
  const { room } = liveRig();
  room.receive({ type: "notice", code: "x", message: "old" });
  room.receive({ type: "notice", code: "x", message: "new" });
  room.receive({ type: "budget", message_id: "b1", window: 8192, reserved: 512, sections: [] });
  room.receive({ type: "pong" });
  expect(room.notice.value?.message).toBe("new");
  expect(room.budget.value?.window).toBe(8192);
});
