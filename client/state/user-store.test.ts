import { expect, test } from "vitest";
import type { Notification, RoomCard, UserServerMessage, UserWelcome } from "../../shared/protocol/user-frames.ts";
import type { Api } from "../net/api.ts";
import { RoomList } from "../pages/room-list.ts";
import { UserStore } from "./user-store.ts";

const LIMITS = {
  daily_limit: null,
  weekly_limit: null,
  break_reminder_interval: null,
  night_mode_enabled: false,
  night_mode_start: "22:00",
  night_mode_end: "08:00",
  used_today: 0,
  used_week: 0,
};
const card = (id: string, more: Partial<RoomCard> = {}): RoomCard => ({
  id,
  title: id,
  status: "active",
  role: "owner",
  conversation_type: "single-bot",
  bots: [],
  last_message: null,
  unread: 0,
  conversation_metadata: { total_messages: 1, last_activity: "2026-11-23T00:00:00.000Z" },
  speaking: [],
  rev: 1,
  ...more,
});
const note = (seq: number): Notification => ({ id: `n${seq}`, kind: "mention", at: "", seq });
const welcome = (more: Partial<UserWelcome> = {}): UserWelcome => ({
  type: "welcome",
  v: 1,
  seq: 5,
  balance: null,
  limits: LIMITS,
  devices: [],
  ...more,
});
const whole = (more: Partial<UserWelcome> = {}) =>
  welcome({ rooms: [], jobs: [], notifications: [], seen_up_to: 0, ...more });
const changed = (seq: number, room: RoomCard): UserServerMessage => ({
  type: "event",
  event: { seq, at: "", type: "room.changed", room },
});

/** A store on a wire the test holds, with time that it moves. */
function rig() {
  const said: Record<string, unknown>[] = [];
  const notified: string[] = [];
  let timers: { at: number; task: () => void }[] = [];
  let now = 0;
  let isOpen = true;
  const list = new RoomList({
    call: async () => ({ ok: true, value: { docs: answers, next_cursor: null } }),
  } as unknown as Api);
  let answers: RoomCard[] = [];
  const store = new UserStore({
    socket: { send: (frame) => isOpen && said.push(frame as Record<string, unknown>) > 0 },
    clock: {
      nowMs: () => now,
      after: (ms, task) => {
        const timer = { at: now + ms, task };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    newRef: () => "ref",
    device: { device_id: "desk" },
    time_zone: "UTC",
    rooms: { told: (room) => list.told(room), gone: (id) => list.gone(id), forget: () => list.forget() },
    jobs: { told: () => {}, forget: () => {} },
    placed: () => {},
    notified: ({ id }) => notified.push(id),
  });
  return {
    store,
    notified,
    said,
    list,
    answer: (rooms: RoomCard[]) => {
      answers = rooms;
      return list.refresh();
    },
    cut: () => {
      isOpen = false;
      store.closed();
    },
    pass: (ms: number) => {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers = timers.filter((other) => other !== timer);
        timer.task();
      }
    },
    waiting: () => timers.length,
    types: () => said.map(({ type }) => type),
  };
}

test("[USER61] a connection that is lost before its answer is asked anew on the next", () => {
  const it = rig();
  it.store.opened();
  it.store.closed();
  it.store.opened();
  expect(it.types()).toEqual(["hello", "hello"]);
});

test("[USER61] a hundred notifications are kept, the newest first", () => {
  const it = rig();
  it.store.opened();
  it.store.receive(whole());
  for (let seq = 6; seq <= 110; seq++)
    it.store.receive({ type: "event", event: { seq, at: "", type: "notification.created", notification: note(seq) } });
  expect([it.store.notifications.value.length, it.store.notifications.value[0]?.id]).toEqual([100, "n110"]);
});

test("[USER62] the room on screen is said when it changes, not when it is drawn again", () => {
  const it = rig();
  it.store.opened();
  it.store.inSight(true);
  it.store.at("a");
  it.store.at("a");
  expect(it.said.filter(({ type }) => type === "in_sight").map(({ room }) => room)).toEqual([null, "a"]);
});

test("[USER63] what has its answer is waited for no more", async () => {
  const it = rig();
  it.store.opened();
  const sent = it.store.send("phone", { room: "a" });
  it.store.receive({ type: "ack", ref: "ref", seq: 5 });
  expect([await sent, it.waiting()]).toEqual([true, 0]);
});

test("[USER60] what a room tells of itself shows at once, and an older answer does not undo it", async () => {
  const it = rig();
  await it.answer([card("a"), card("b")]);
  it.store.opened();
  it.store.receive(whole({ rooms: [card("a", { unread: 2 })] }));
  it.store.receive(changed(6, card("new", { speaking: [{ bot_id: "m", name: "Mara" }] })));
  const shown = () => it.list.rows.value?.map(({ id, unread, speaking }) => [id, unread, speaking?.length ?? 0]);
  expect(shown()).toEqual([
    ["a", 2, 0],
    ["b", 0, 0],
    ["new", 0, 1],
  ]);
  await it.answer([card("a"), card("b", { unread: 4 })]);
  expect(shown()).toEqual([
    ["a", 2, 0],
    ["b", 4, 0],
  ]);
  it.store.receive({ type: "event", event: { seq: 7, at: "", type: "room.gone", room_id: "b" } });
  expect(shown()).toEqual([["a", 2, 0]]);
  it.cut();
  await it.answer([card("a", { unread: 9 })]);
  expect(shown()).toEqual([["a", 9, 0]]);
});

test("[USER61] what came twice counts once, and a gap is asked for once, from what was applied", () => {
  const it = rig();
  it.store.opened();
  it.store.receive(whole());
  it.store.receive(changed(6, card("a", { unread: 1 })));
  it.store.receive(changed(6, card("a", { unread: 8 })));
  it.store.receive(changed(9, card("a", { unread: 3 })));
  it.store.receive(changed(10, card("a", { unread: 4 })));
  expect(it.said.filter(({ type }) => type === "hello").map(({ since }) => since)).toEqual([undefined, 6]);
  // The log keeps of each thing only the newest: what it tells after an absence leaves numbers out.
  it.store.receive(welcome({ seq: 12 }));
  it.store.receive({ type: "events", list: [{ seq: 11, at: "", type: "balance.changed", balance: 3 }] });
  it.store.receive({ type: "event", event: { seq: 13, at: "", type: "balance.changed", balance: 4 } });
  expect([it.store.balance.value, it.types().filter((type) => type === "hello").length]).toEqual([4, 2]);
});

test("[USER62] a page in sight says so at once, every minute and after a reconnect, and once that it is not", () => {
  const it = rig();
  it.store.opened();
  it.store.inSight(true);
  it.store.at("a");
  it.pass(60_000);
  it.pass(60_000);
  const sights = () => it.said.filter(({ type }) => type === "in_sight").map(({ on, room }) => [on, room]);
  expect(sights()).toEqual([
    [true, null],
    [true, "a"],
    [true, "a"],
    [true, "a"],
  ]);
  it.store.opened();
  it.store.inSight(false);
  it.pass(600_000);
  expect(sights().slice(4)).toEqual([
    [true, "a"],
    [false, "a"],
  ]);
});

test("[USER63] a place arrives, is refused, or is given up", async () => {
  const it = rig();
  it.store.opened();
  const sent = it.store.send("phone", { room: "a", message_id: "m" });
  expect(it.said.at(-1)).toEqual({ type: "place", ref: "ref", device_id: "phone", room: "a", message_id: "m" });
  it.store.receive({ type: "ack", ref: "ref", seq: 1 });
  expect(await sent).toBe(true);
  const refused = it.store.send("phone", { room: "a" });
  it.store.receive({ type: "nack", ref: "ref", error: { code: "not_found", message: "", retryable: false } });
  const late = it.store.send("phone", { room: "a" });
  it.pass(8_000);
  it.cut();
  expect([await refused, await late, await it.store.send("phone", { room: "a" })]).toEqual([false, false, false]);
});

test("[USER63] a connection that ends answers what was asked on it; of devices only the others can be asked", async () => {
  const it = rig();
  const device = (device_id: string) => ({ device_id, name: device_id, kind: "phone", in_sight: false, room: null });
  it.store.opened();
  it.store.receive(whole({ devices: [device("desk"), device("phone")] }));
  expect(it.store.others.value.map(({ device_id }) => device_id)).toEqual(["phone"]);
  const asked = it.store.send("phone", { room: "a" });
  it.cut();
  expect(await asked).toBe(false);
  expect(it.store.others.value, "nobody can be reached").toEqual([]);
});

test("[USER64] what was looked at, here or elsewhere, is new no more", () => {
  const it = rig();
  it.store.opened();
  it.store.receive(whole({ seq: 8, notifications: [note(8), note(4)], seen_up_to: 4 }));
  expect(it.store.unseen.value).toBe(1);
  it.store.see();
  expect(it.said.at(-1)).toEqual({ type: "seen", up_to: 8 });
  it.store.receive({ type: "event", event: { seq: 9, at: "", type: "notification.seen", up_to: 8 } });
  it.store.see();
  expect([it.store.unseen.value, it.types().filter((type) => type === "seen").length]).toEqual([0, 1]);
});

test("[USER65] what happens now is told, what happened while the page was away is only listed", () => {
  const it = rig();
  const noted = (seq: number): UserServerMessage => ({
    type: "event",
    event: { seq, at: "", type: "notification.created", notification: note(seq) },
  });
  it.store.opened();
  it.store.receive(whole());
  it.store.receive(noted(6));
  it.cut();
  it.store.opened();
  it.store.receive(welcome({ seq: 8 }));
  it.store.receive(noted(8));
  it.store.receive(noted(9));
  expect(it.notified).toEqual(["n6", "n9"]);
  expect(it.store.notifications.value.map(({ seq }) => seq)).toEqual([9, 8, 6]);
  it.store.at("r1");
  expect([it.store.isAt("r1"), it.store.isAt("r2"), it.store.isSeen(note(9))]).toEqual([true, false, false]);
});
