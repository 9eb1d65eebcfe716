import { expect, test, vi } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { roomBot, roomInfo } from "../room/testing/room-fixtures.ts";
import { SAY_AT_ONCE } from "./pending-store.ts";
import { SILENCE_MS } from "./room-mirror.ts";
import { created, event, liveRig, rig, running, welcome, welcomeBack } from "./testing/rig.ts";

const ticket = {
  id: "k1",
  bot_id: "mara",
  state: "queued" as const,
  reason: { code: "mentioned" as const },
  asked_by: "anna",
  payer: "practice",
};

test("[CLI1] the first frame of a socket is hello, with what the device knows", () => {
  const { room, sent } = rig({ device: { device_id: "d1", device_name: "Mac" } });
  room.send("early");
  room.read("m1");
  room.setTyping(true);
  expect(sent).toEqual([]);

  room.opened();
  expect(sent).toEqual([{ type: "hello", v: 1, device_id: "d1", device_name: "Mac", watch: {} }]);
});

test("[CLI1] a device that has a view says how far it is", () => {
  const { room, sent } = liveRig();
  room.receive(event(created(2, {})));
  room.closed(1006, "");
  room.opened();
  expect(sent.at(-1)).toMatchObject({ type: "hello", since: 2 });
});

test("[CLI2] a welcome with messages takes the place of the view", () => {
  const { room } = liveRig();
  room.receive(event(created(2, {})));
  room.receive(welcome({ seq: 9, messages: [], has_more: true, room: roomInfo({ title: "Renamed" }) }));
  expect(room.view.value).toMatchObject({ seq: 9, messages: [], has_more: true, room: { title: "Renamed" } });
});

test("[CLI3] a welcome without messages keeps the view; only what belongs to the moment changes at once", () => {
  const { room } = liveRig();
  const before = room.view.value;
  room.closed(1006, "");
  room.opened();
  room.receive(
    welcomeBack({
      seq: 3,
      room: roomInfo({ title: "Renamed" }),
      bots: [roomBot({ name: "Other" })],
      members: [],
      queue: [ticket],
      held: true,
      presence: [{ user_id: "ben", devices: [], state: "here" }],
      generations: [running("So far", { message_id: "m3" })],
    }),
  );
  expect(room.view.value).toBe(before);
  expect(room.status.value).toBe("reconnecting");
  expect(room.queue.value).toEqual([ticket]);
  expect(room.held.value).toBe(true);
  expect(room.presence.value).toHaveLength(1);
  expect(room.streams.of("m3").value?.text).toBe("So far");

  room.receive({
    type: "events",
    list: [
      { type: "room.updated", seq: 2, at: "", title: "Renamed" },
      created(3, { id: "m3", streaming: true, bot: "mara" }),
    ],
  });
  expect(room.view.value).toMatchObject({ seq: 3, room: { title: "Renamed" } });
  expect(room.status.value).toBe("live");
  expect(room.streams.of("m3").value?.text).toBe("So far");
});

test("[CLI4] an event the view already holds changes nothing", () => {
  const { room, sent } = liveRig();
  room.receive(event(created(2, { entry: "once" })));
  const before = room.view.value;
  const applied: number[] = [];
  room.listen({ applied: (e) => applied.push(e.seq) });
  room.receive(event(created(2, { entry: "once" })));
  room.receive({ type: "events", list: [created(1, {}), created(2, { entry: "once" })] });
  expect(room.view.value).toBe(before);
  expect(applied).toEqual([]);
  expect(sent).toEqual([]);
});

test("[CLI5] a gap keeps the view and says hello once, until it is answered", () => {
  const { room, sent } = liveRig();
  const before = room.view.value;
  room.receive({ type: "events", list: [created(4, {}), created(5, {})] });
  room.receive(event(created(6, {})));
  expect(room.view.value).toBe(before);
  expect(sent).toEqual([{ type: "hello", v: 1, device_id: "d1", since: 1, watch: {} }]);
  expect(room.status.value).toBe("live");

  room.receive(welcomeBack({ seq: 6 }));
  room.receive({ type: "events", list: [2, 3, 4, 5, 6].map((seq) => created(seq, {})) });
  expect(room.view.value?.messages.map((m) => m.id)).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"]);
  room.receive(event(created(8, {})));
  expect(sent).toHaveLength(2);
});

test("[CLI6] nothing is said before the view has reached the welcome", () => {
  const { room, sent, of } = liveRig();
  room.closed(1006, "");
  const ref = room.send("hello all");
  room.opened();
  room.receive(welcomeBack({ seq: 3 }));
  room.receive(event(created(2, {})));
  room.read("m2");
  room.setTyping(true);
  expect(sent.map((f) => f["type"])).toEqual(["hello"]);
  room.receive(event(created(3, {})));
  expect(sent.map((f) => f["type"])).toEqual(["hello", "send", "read"]);
  expect(of("send")[0]).toMatchObject({ ref, text: "hello all" });
});

test("[CLI6] a command given while the device asks again waits for the answer", () => {
  const { room, of } = liveRig();
  room.receive(event(created(5, {})));
  room.send("meanwhile");
  expect(of("send")).toEqual([]);
  room.receive(welcomeBack({ seq: 1 }));
  expect(of("send")).toHaveLength(1);
});

test("[CLI7] status follows the connection; final codes close for good", () => {
  const { room, clock } = rig();
  expect(room.status.value).toBe("connecting");
  room.opened();
  room.closed(1006, "");
  expect(room.status.value).toBe("connecting");
  room.opened();
  room.receive(welcome());
  expect(room.status.value).toBe("live");
  clock.advance(500);
  room.closed(1012, "restart");
  expect(room.status.value).toBe("reconnecting");
  const since = clock.nowMs();
  clock.advance(500);
  room.opened();
  room.closed(1006, "");
  expect(room.statusSince.value, "a try that fails begins nothing anew").toBe(since);
  room.closed(CLOSE.forbidden, "no access");
  expect(room.status.value).toBe("closed");
  expect(room.closeReason.value).toEqual({ code: 4403, reason: "no access" });
  room.opened();
  expect(room.status.value).toBe("reconnecting");
  expect(room.closeReason.value).toBeNull();
});

test("[CLI8] a log that ends before the view is asked for afresh", () => {
  const { room, sent } = liveRig();
  room.receive(event(created(2, {})));
  room.closed(1006, "");
  room.opened();
  room.receive(welcomeBack({ seq: 1 }));
  expect(sent.at(-1)).toEqual({ type: "hello", v: 1, device_id: "d1", watch: {} });
  room.receive(welcome({ seq: 1 }));
  expect(room.view.value?.seq).toBe(1);
  expect(room.status.value).toBe("live");
});

test("[CLI8] a welcome without messages is no answer to a device without a view", () => {
  const { room, sent } = rig();
  room.opened();
  room.receive(welcomeBack({ seq: 4 }));
  room.receive(event(created(5, {})));
  expect(room.view.value).toBeNull();
  expect(sent).toHaveLength(1);
});

test("[CLI10] after a reconnect the store tells how many messages of others came in", () => {
  const { room } = liveRig();
  expect(room.arrived.value).toBe(0);
  room.closed(1006, "");
  room.opened();
  room.receive(welcomeBack({ seq: 4 }));
  room.receive({
    type: "events",
    list: [created(2, { user: "ben" }), created(3, { user: "anna" }), created(4, { user: "anna", bot: "mara" })],
  });
  expect(room.arrived.value).toBe(2);
});

test("[CLI11] frames that come without an open socket are dropped", () => {
  const { room } = liveRig();
  room.closed(1006, "");
  room.receive(event(created(2, {})));
  expect(room.view.value?.seq).toBe(1);
});

test("[CLI12] your role is the one the view has for you", () => {
  const { room } = liveRig();
  expect(room.you.value).toEqual({ user_id: "anna", role: "owner" });
  const member = { user_id: "anna", name: "Anna", role: "viewer" as const, joined_at: "", read_up_to: null };
  room.receive(event({ type: "member.updated", seq: 2, at: "", member }));
  expect(room.you.value?.role).toBe("viewer");
});

test("[CLI13] what is disposed of leaves no timer and hears nothing", () => {
  const { room, clock } = liveRig();
  room.receive({ type: "typing", user_id: "ben", on: true });
  for (let n = 0; n <= SAY_AT_ONCE; n++) room.send("many");
  // The mark, the next lot, and the answers that are awaited.
  expect(clock.waiting).toBe(3);
  room.dispose();
  room.receive(event(created(2, {})));
  expect(clock.waiting).toBe(0);
  expect(room.view.value?.seq).toBe(1);
});

test("[NET2] a room that does not go on answering on an open connection is left for another", () => {
  const renew = vi.fn();
  const { room, clock } = rig({ socket: { send: () => true, renew } });
  room.opened();
  clock.advance(SILENCE_MS - 1);
  expect(renew).not.toHaveBeenCalled();
  room.receive(welcome({ seq: 3, messages: [] }));
  clock.advance(SILENCE_MS);
  expect(renew).not.toHaveBeenCalled();

  room.closed(1006, "");
  room.opened();
  room.receive(welcomeBack({ seq: 5 }));
  clock.advance(SILENCE_MS - 1);
  // Slow, but going on.
  room.receive(event(created(4, {})));
  clock.advance(SILENCE_MS - 1);
  expect(renew).not.toHaveBeenCalled();
  clock.advance(1);
  expect(renew).toHaveBeenCalledOnce();
  room.closed(1000, "no answer");
  clock.advance(10 * SILENCE_MS);
  expect(renew).toHaveBeenCalledOnce();
});

test("[NET4] who turns a device away and until when is known, until the next connection", () => {
  const { room, clock } = rig();
  room.closed(CLOSE.flood, '{"retry_after_ms":3000}', 3_200);
  expect(room.turnedAway.value).toEqual({ code: CLOSE.flood, until_ms: clock.nowMs() + 3_200 });
  expect([room.status.value, room.closeReason.value]).toEqual(["connecting", null]);
  room.opened();
  expect(room.turnedAway.value).toBeNull();
  room.closed(CLOSE.room_full, "", 400);
  expect(room.turnedAway.value?.code).toBe(CLOSE.room_full);
  room.closed(1006, "", 400);
  expect(room.turnedAway.value).toBeNull();
});
