import { describe, expect, test } from "vitest";
import type { UserLimits } from "../../shared/protocol/user-frames.ts";
import { card, job, type SimPage, SimUser } from "./testing/sim-user.ts";
import { MAX_USER_SOCKETS } from "./user-sockets.ts";

const REF = "00000000-0000-4000-8000-000000000001";
const MINUTE_MS = 60_000;

async function here(user = new SimUser(), device = "desk"): Promise<{ user: SimUser; page: SimPage }> {
  const page = user.open(device);
  await page.hello();
  return { user, page };
}

describe("sockets", () => {
  test("[USER1] nobody else is let in", () => {
    const user = new SimUser();
    expect(user.open("desk", "ben").closed).toBe(4403);
    expect(user.open("desk", "anna").closed).toBeNull();
  });

  test("[USER2] before its hello a socket hears nothing and may say nothing else", async () => {
    const user = new SimUser();
    const page = user.open();
    await user.runtime.take({ kind: "room", room: card("a") });
    expect(page.frames).toEqual([]);
    await page.say({ type: "seen", up_to: 1 });
    expect(page.closed).toBe(4400);
  });

  test("[USER2] each wrong frame has its close code or its answer", async () => {
    const closes = async (frame: object | string) => {
      const { page } = await here();
      await page.say(frame as object);
      return page.closed ?? page.of("nack").at(-1)?.error.code;
    };
    expect(await closes("not json")).toBe(4400);
    expect(await closes("x".repeat(70_000))).toBe(4413);
    expect(await closes({ type: "hello", v: 9, device_id: "d" })).toBe(4409);
    expect(await closes({ type: "fly" })).toBe("unknown_command");
    expect(await closes({ type: "seen", up_to: -1 })).toBe("invalid");
    const { user, page } = await here();
    await user.advance(600_001);
    await page.say({ type: "ping" });
    expect(page.closed).toBe(4401);
  });

  test("[USER3] a flood is warned and then closed, and so is who asks for everything again and again", async () => {
    const { page } = await here();
    for (let i = 0; i < 60 && page.closed === null; i++) await page.say({ type: "seen", up_to: 0 });
    expect([page.of("nack").length, page.closed]).toEqual([3, 4429]);
    const other = await here();
    for (let i = 0; i < 10 && other.page.closed === null; i++) await other.page.hello();
    expect(other.page.closed).toBe(4429);
  });

  test("[USER3] fifty pages are enough", () => {
    const user = new SimUser();
    const pages = Array.from({ length: MAX_USER_SOCKETS + 1 }, (_, at) => user.open(`d${at}`));
    expect(pages.map((page) => page.closed)).toEqual([...Array(50).fill(null), 4408]);
  });

  test("[USER4] auth renews the proof; somebody else's, or none, ends the socket", async () => {
    const { user, page } = await here();
    await user.advance(500_000);
    await page.say({ type: "auth", ticket: "t" });
    await user.advance(500_000);
    await page.say({ type: "ping" });
    expect(page.of("pong")).toHaveLength(1);
    user.directory.isOut = true;
    await page.say({ type: "auth", ticket: "t" });
    expect(page.closed).toBeNull();
    user.directory.isOut = false;
    user.directory.proof = "ben";
    await page.say({ type: "auth", ticket: "t" });
    expect(page.closed).toBe(4401);
  });

  test("[USER6] a device whose sign-in has ended is cut off, by itself or by another of the person's", async () => {
    const { user, page } = await here();
    const { page: phone } = await here(user, "phone");
    const { page: tablet } = await here(user, "tablet");
    user.directory.ended.add("s-tablet");
    await user.runtime.accessChanged();
    expect([page.closed, phone.closed, tablet.closed]).toEqual([null, null, 4401]);
    const signOut = (device_id: string) => page.say({ type: "sign_out", ref: REF, device_id });
    await signOut("desk");
    await signOut("tablet");
    user.directory.isOut = true;
    await signOut("phone");
    expect(page.of("nack").map(({ error }) => error.code)).toEqual(["not_found", "not_found", "internal"]);
    user.directory.isOut = false;
    await signOut("phone");
    expect([phone.closed, page.of("ack").length, [...user.directory.ended]]).toEqual([
      4401,
      1,
      ["s-tablet", "s-phone"],
    ]);
    expect(page.events().at(-1)).toMatchObject({ type: "device.changed", devices: [{ device_id: "desk" }] });
  });

  test("[USER6] who is suspended or gone is cut off when the object is told; others stay", async () => {
    const { user, page } = await here();
    await user.runtime.accessChanged();
    expect(page.closed).toBeNull();
    user.directory.current = false;
    await user.runtime.accessChanged();
    expect(page.closed).toBe(4403);
  });
});

describe("what is kept", () => {
  test("[USER36] what was asked of D1 when the account was deleted leaves nothing", async () => {
    const { user, page } = await here();
    await page.say({ type: "in_sight", on: true });
    await user.advance(60_000);
    await page.say({ type: "in_sight", on: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    user.directory.cards = [card("a")];
    const [rooms, write] = [user.directory.rooms.bind(user.directory), user.directory.writeUsage.bind(user.directory)];
    user.directory.rooms = () => promise.then(rooms);
    user.directory.writeUsage = (usage) => promise.then(() => write(usage));
    const looking = user.runtime.take({ kind: "look" });
    await user.clock.advance(300_000, async () => {});
    const flushing = user.runtime.alarm();
    user.runtime.close(4410, "deleted");
    user.store.end();
    const tables = ["items", "upkeep", "use_by_day", "onlookers"];
    for (const table of tables) user.sql.all(`DELETE FROM ${table}`);
    resolve();
    await looking;
    await expect(flushing).rejects.toMatchObject({ code: "not_found" });
    await user.clock.advance(10_000, async () => {});
    expect(tables.flatMap((table) => user.sql.all(`SELECT * FROM ${table}`))).toEqual([]);
    expect(user.directory.written).toHaveLength(1);
  });

  test("[USER10] welcome brings everything, and after an absence only what changed", async () => {
    const { user, page } = await here();
    await user.runtime.take({ kind: "room", room: card("a") });
    await user.runtime.take({ kind: "room", room: card("b") });
    const { seq } = page;
    user.leave(page);
    await user.runtime.take({ kind: "room", room: card("b", { unread: 3, rev: 2 }) });
    user.open("desk", "anna", page);
    await page.hello({ since: seq });
    const welcome = page.of("welcome").at(-1);
    expect([welcome?.rooms, welcome?.devices.length]).toEqual([undefined, 1]);
    expect(page.of("events").at(-1)?.list).toMatchObject([{ type: "room.changed", room: { id: "b", unread: 3 } }]);
    const other = user.open("phone");
    await other.hello({ since: 9_999 });
    expect(other.of("welcome")[0]?.rooms?.map(({ id, unread }) => [id, unread])).toEqual([
      ["b", 3],
      ["a", 0],
    ]);
  });

  test("[USER12] of two news the higher rev counts; a bot takes the floor without one", async () => {
    const { user, page } = await here();
    await user.runtime.take({ kind: "room", room: card("a", { rev: 5, unread: 2 }) });
    await user.runtime.take({ kind: "room", room: card("a", { rev: 4, unread: 9 }) });
    expect(page.things.get("room a")).toMatchObject({ rev: 5, unread: 2 });
    await user.runtime.take({
      kind: "room",
      room: card("a", { rev: 5, unread: 2, speaking: [{ bot_id: "m", name: "Mara" }] }),
    });
    expect(page.things.get("room a")).toMatchObject({ unread: 2, speaking: [{ name: "Mara" }] });
  });

  test("[USER13] lost news are found with the next hello; without D1 what is kept is shown", async () => {
    const user = new SimUser();
    user.directory.cards = [card("a"), card("b", { rev: 3 })];
    user.directory.balance = 7;
    const { page } = await here(user);
    expect([...page.things.keys()]).toEqual(["seen", "room a", "room b"]);
    user.directory.cards = [card("a", { rev: 2, unread: 4 }), card("b", { rev: 2 })];
    await user.advance(5_000);
    await page.hello({ since: page.seq });
    expect([page.things.get("room a"), page.things.get("room b")]).toMatchObject([{ unread: 4 }, { rev: 3 }]);
    user.directory.isOut = true;
    await user.advance(5_000);
    const phone = user.open("phone");
    await phone.hello();
    expect([phone.of("welcome")[0]?.rooms?.length, phone.of("welcome")[0]?.balance]).toEqual([2, 7]);
  });

  test("[USER13] told to look, the object reads limits and balance again", async () => {
    const { user, page } = await here();
    user.directory.balance = 12;
    user.directory.limits = { ...user.directory.limits, daily_limit: 30 };
    await user.runtime.take({ kind: "look" });
    expect(page.events().map(({ type }) => type)).toContain("balance.changed");
    expect(page.events().at(-1)).toMatchObject({ type: "limit.changed", limits: { daily_limit: 30 } });
  });

  test("[USER14] a room that D1 lists no more goes, one it may not know yet stays, one let go stays gone", async () => {
    const user = new SimUser();
    user.directory.cards = [card("old"), card("left")];
    const { page } = await here(user);
    await user.advance(16 * MINUTE_MS);
    await user.runtime.take({ kind: "room", room: card("young") });
    await user.runtime.take({ kind: "room_gone", room_id: "left" });
    user.directory.cards = [card("left")];
    await user.runtime.take({ kind: "look" });
    user.open("desk", "anna", page);
    await page.hello();
    expect([...page.things.keys()]).toEqual(["room young", "seen"]);
  });

  test("[USER15] a bot whose room has gone silent has the floor no more", async () => {
    const { user, page } = await here();
    const room = card("a", { speaking: [{ bot_id: "m", name: "Mara" }] });
    await user.runtime.take({ kind: "room", room });
    await user.advance(90_000);
    await user.runtime.take({ kind: "room", room });
    await user.advance(90_000);
    await page.inSight(true);
    expect(page.things.get("room a")).toMatchObject({ speaking: [{ name: "Mara" }] });
    await user.advance(40_000);
    await page.inSight(true);
    expect(page.things.get("room a")).toMatchObject({ speaking: [] });
  });

  test("[USER16] what is so already is told to nobody", async () => {
    const { user, page } = await here();
    await user.runtime.take({ kind: "room", room: card("a") });
    const told = page.frames.length;
    const { rev, id, ...rest } = card("a");
    await user.runtime.take({ kind: "room", room: { ...rest, id, rev } });
    expect(page.frames.length).toBe(told);
  });
});

describe("what one should know", () => {
  const mention = { id: "mention:m1", kind: "mention", who: "Ben", room_id: "a", message_id: "m1" } as const;

  test("[USER20] a notification is made once, and looked at on one device is looked at on all", async () => {
    const { user, page } = await here();
    const phone = user.open("phone");
    await phone.hello();
    await user.runtime.take({ kind: "notification", notification: mention });
    await user.runtime.take({ kind: "notification", notification: mention });
    const made = page.events().filter(({ type }) => type === "notification.created");
    expect(made).toMatchObject([{ notification: { who: "Ben", seq: expect.any(Number) } }]);
    await phone.say({ type: "seen", up_to: page.seq });
    expect(page.events().at(-1)).toMatchObject({ type: "notification.seen" });
    await phone.say({ type: "seen", up_to: 1 });
    await phone.say({ type: "seen", up_to: 9_999 });
    expect(page.things.get("seen")).toBeLessThan(50);
  });

  test("[USER22] what is said in the room one looks at is no notification, what is said elsewhere is", async () => {
    const { user, page } = await here();
    await page.inSight(true, "a");
    await user.runtime.take({ kind: "notification", notification: mention });
    expect(page.things.has("notification mention:m1")).toBe(false);
    await page.inSight(false);
    await user.runtime.take({ kind: "notification", notification: mention });
    expect(page.things.has("notification mention:m1")).toBe(true);
  });

  test("[USER21] long work is told when it ends, failed work too, short work not", async () => {
    const { user, page } = await here();
    const end = async (id: string, at: string, status: "done" | "failed") => {
      await user.runtime.take({ kind: "job", job: job(id) });
      const over = job(id, { status, updatedAt: `2026-11-23T00:${at}.000Z`, error: null });
      await user.runtime.take({ kind: "job", job: over });
      await user.runtime.take({ kind: "job", job: job(id) });
      expect(page.things.get(`job ${id}`)).toMatchObject({ status });
    };
    await end("short", "00:40", "done");
    await end("long", "01:30", "done");
    await end("torn", "00:02", "failed");
    const told = page.events().flatMap((event) => (event.type === "notification.created" ? [event.notification] : []));
    expect(told.map(({ kind, job_id }) => [kind, job_id])).toEqual([
      ["job_done", "long"],
      ["job_failed", "torn"],
    ]);
  });
});

describe("minutes", () => {
  const limitsOf = (page: SimPage): UserLimits | undefined => {
    const told = page.events().findLast((event) => event.type === "limit.changed");
    return told?.type === "limit.changed" ? told.limits : undefined;
  };
  /** Pages in sight that say so every minute. */
  const use = async (user: SimUser, pages: readonly SimPage[], minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await user.advance(MINUTE_MS);
      for (const page of pages) await page.inSight(true);
    }
  };

  test("[USER35] what was kept of a guest comes to the account once, whatever is repeated", async () => {
    const guest = new SimUser();
    const notification = { id: "n1", kind: "joined", who: "Ben" } as const;
    await guest.runtime.take({ kind: "notification", notification });
    await use(guest, [(await here(guest)).page], 4);
    const { user, page } = await here();
    await use(user, [page], 3);
    const keeps = guest.runtime.keeper.keeps();
    const [theirs, own] = [keeps, user.runtime.keeper.keeps()].map((kept) => kept.use[0]?.ms ?? 0);
    expect(theirs).toBeGreaterThan(60_000);
    for (let time = 0; time < 2; time++) user.runtime.keeper.inherit("guest", keeps);
    expect(user.runtime.keeper.keeps()).toMatchObject({ notifications: [notification], use: [{ ms: theirs! + own! }] });
    expect(user.runtime.keeper.keeps().notifications[0]?.at).toBe(keeps.notifications[0]?.at);
    expect(page.things.get("notification n1")).toMatchObject({ who: "Ben" });
    await user.advance(301_000);
    expect(user.directory.written.at(-1)?.days).toMatchObject([{ minutes: (theirs! + own!) / MINUTE_MS }]);
  });

  test("[USER35] what the account has itself stays, and its minutes are written though it used none", async () => {
    const { user } = await here();
    const notification = (who: string) => ({ id: "n1", kind: "joined", who }) as const;
    await user.runtime.take({ kind: "notification", notification: notification("own") });
    const day = user.runtime.keeper.keeps().use[0]?.day ?? new Date(user.clock.nowMs()).toISOString().slice(0, 10);
    const theirs = { ...notification("theirs"), at: "2026-01-01T00:00:00.000Z", seq: 1 };
    user.runtime.keeper.inherit("guest", { notifications: [theirs as never], use: [{ day, ms: 4 * MINUTE_MS }] });
    expect(user.runtime.keeper.keeps().notifications).toMatchObject([{ who: "own" }]);
    await user.advance(301_000);
    expect(user.directory.written.at(-1)?.days).toMatchObject([{ minutes: 4 }]);
  });

  test("[USER30] [USER33] two devices in sight count once, and each further minute is told to both", async () => {
    const { user, page } = await here();
    const { page: phone } = await here(user, "phone");
    await page.inSight(true);
    for (let minute = 0; minute < 4; minute++) {
      await user.advance(20_000);
      await phone.inSight(true);
      await user.advance(40_000);
      await page.inSight(true);
    }
    expect(limitsOf(page)).toMatchObject({ used_today: 4, used_week: 4 });
    expect(limitsOf(phone)).toEqual(limitsOf(page));
    await page.inSight(false);
    await use(user, [phone], 2);
    expect(limitsOf(page)?.used_today).toBe(6);
  });

  test("[USER31] a device that slept, and one out of sight, count nothing", async () => {
    const { user, page } = await here();
    await page.inSight(true);
    await user.advance(60 * MINUTE_MS);
    await page.say({ type: "auth", ticket: "t" });
    expect(page.closed).toBe(4401);
    user.open("desk", "anna", page);
    await page.hello();
    await page.inSight(true);
    await user.advance(9 * MINUTE_MS);
    await page.inSight(true);
    await page.inSight(false);
    await user.advance(MINUTE_MS);
    await page.inSight(false);
    expect(limitsOf(page)?.used_today ?? 0).toBe(0);
  });

  test("[USER31] who closes the page in sight has used it until then", async () => {
    const { user, page } = await here();
    await page.inSight(true);
    await user.advance(MINUTE_MS + 5_000);
    user.leave(page);
    user.open("desk", "anna", page);
    await page.hello();
    expect(page.of("welcome").at(-1)?.limits.used_today).toBe(1);
  });

  test("[USER32] the day ends at midnight where the person is, and a week is seven days", async () => {
    // The clock of the tests begins at 00:00 UTC: 19:00 of the day before in New York.
    const user = new SimUser();
    const page = user.open();
    await page.hello({ time_zone: "America/New_York" });
    const today = async (minutes: number) => {
      await page.inSight(true);
      await use(user, [page], minutes);
      await page.inSight(false);
      await page.say({ type: "auth", ticket: "t" });
      return limitsOf(page);
    };
    await today(3);
    for (let at = 0; at < 59; at++) {
      await user.advance(5 * MINUTE_MS);
      await page.say({ type: "auth", ticket: "t" });
    }
    // 23:58 in New York: two minutes of the old day, two of the new.
    expect(await today(4)).toMatchObject({ used_today: 2, used_week: 7 });
    expect(user.directory.written.at(-1)?.days.map(({ day }) => day)).toEqual(["2026-11-22"]);
    await page.hello({ time_zone: "Atlantis/Center" });
    expect(page.of("welcome").at(-1)?.limits.used_today).toBe(2);
  });

  test("[USER33] minutes reach D1 once, also when it was out or the object slept or died", async () => {
    const { user, page } = await here();
    await page.inSight(true);
    await use(user, [page], 2);
    user.evict();
    user.directory.isOut = true;
    await use(user, [page], 3);
    expect(user.directory.written).toEqual([]);
    user.directory.isOut = false;
    user.kill([page]);
    await user.advance(6 * MINUTE_MS);
    const days = [{ day: "2026-11-23", minutes: 5 }];
    expect(user.directory.written).toEqual([{ days, today: 5, week: 5 }]);
    await user.advance(60 * MINUTE_MS);
    expect([user.directory.written.length, user.clock.alarmMs]).toEqual([1, null]);
  });

  test("[USER34] news and idle pages set no alarm", async () => {
    const { user, page } = await here();
    await user.runtime.take({ kind: "room", room: card("a") });
    await page.inSight(false);
    expect(user.clock.alarmMs).toBeNull();
  });
});

describe("devices", () => {
  test("[USER42] a device whose proof has ended goes from the list of devices with the next news", async () => {
    const { user, page } = await here();
    const { page: phone } = await here(user, "phone");
    await user.advance(300_000);
    await page.say({ type: "auth", token: "renewed" });
    await user.advance(301_000);
    await user.runtime.take({ kind: "room", room: card("a") });
    expect([page.closed, phone.closed]).toEqual([null, 4401]);
    expect(page.events().slice(-2)).toMatchObject([
      { type: "room.changed" },
      { type: "device.changed", devices: [{ device_id: "desk" }] },
    ]);
  });

  test("[USER40] every device knows of the others, where they are and which is looked at", async () => {
    const { user, page } = await here();
    const phone = user.open("phone");
    await phone.hello({ device_name: "Pixel" });
    await phone.inSight(true, "a");
    expect(page.events().at(-1)).toMatchObject({
      type: "device.changed",
      devices: [
        { device_id: "desk", in_sight: false },
        { device_id: "phone", name: "Pixel", in_sight: true, room: "a" },
      ],
    });
    user.leave(phone);
    expect(page.events().at(-1)).toMatchObject({ type: "device.changed", devices: [{ device_id: "desk" }] });
  });

  test("[USER41] a place reaches the device it is sent to, and no other", async () => {
    const { user, page } = await here();
    const phone = user.open("phone");
    await phone.hello();
    const { page: tablet } = await here(user, "tablet");
    const place = { type: "place", ref: REF, device_id: "phone", room: "a", message_id: "m", pane: "why" };
    await page.say(place);
    expect(phone.of("place")).toEqual([
      { type: "place", from: { device_id: "desk", name: "desktop" }, room: "a", message_id: "m", pane: "why" },
    ]);
    expect([page.of("ack").length, tablet.of("place").length]).toEqual([1, 0]);
    user.leave(phone);
    await page.say(place);
    expect(page.of("nack").at(-1)?.error).toMatchObject({ code: "not_found", field: "device_id" });
  });
});

test("[USER5] sleep loses nothing", async () => {
  const { user, page } = await here();
  await page.inSight(true, "a");
  await user.runtime.take({ kind: "room", room: card("a") });
  await user.advance(MINUTE_MS);
  user.evict();
  await page.inSight(true);
  await user.runtime.take({ kind: "room", room: card("a", { rev: 2, unread: 1 }) });
  expect(page.things.get("room a")).toMatchObject({ unread: 1 });
  const phone = user.open("phone");
  await phone.hello();
  expect(phone.of("welcome")[0]).toMatchObject({ limits: { used_today: 1 }, devices: [{ room: "a" }, {}] });
});
