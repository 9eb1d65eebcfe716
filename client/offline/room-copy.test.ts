import { expect, test } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { createTinyIndexedDb } from "../net/testing/tiny-indexeddb.ts";
import { messageRow } from "../room/testing/room-fixtures.ts";
import { created, delta, event, openRow, type Rig, rig, updated, welcome, welcomeBack } from "../state/testing/rig.ts";
import { createKeptCopies, MAX_COPIES } from "./kept-copies.ts";
import { KEEP_AFTER_MS, keepRoomCopy, SHOW_AFTER_MS } from "./room-copy.ts";

const copiesOf = () => createKeptCopies(createTinyIndexedDb());
/** Storage answers in a few turns of the loop. */
const stored = async () => {
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setTimeout(resolve));
};

function device(copies = copiesOf(), isOffline = false) {
  const it = rig();
  const here = { is: true };
  const keeper = keepRoomCopy({
    ...{ room: it.room, clock: it.clock, copies, user_id: "anna", room_id: "c1" },
    isOffline: () => isOffline,
    isStillHere: () => here.is,
  });
  return { ...it, copies, keeper, here };
}
/** A device that was live with `m1` and wrote that down. */
async function visited(copies = copiesOf()) {
  const it = device(copies);
  it.room.opened();
  it.room.receive(welcome());
  it.clock.advance(KEEP_AFTER_MS);
  await stored();
  it.keeper.dispose();
  return it;
}
const textsOf = ({ room }: Pick<Rig, "room">) => room.view.value?.messages.map(({ entry }) => entry);

test("[OFF7] a room that was open is shown without a network, with its time, and gone on with from there", async () => {
  const before = await visited();
  const it = device(before.copies, true);
  it.clock.advance(0);
  await stored();
  expect(textsOf(it)).toEqual(textsOf(before));
  expect(it.room.copyOf.value).toBe(before.clock.nowMs());
  expect([it.room.you.value?.user_id, it.room.status.value]).toEqual(["anna", "connecting"]);
  it.room.send("written meanwhile");
  expect(it.of("send")).toEqual([]);

  it.room.opened();
  expect(it.of("hello")[0]).toMatchObject({ since: 1 });
  it.room.receive(welcomeBack({ seq: 2 }));
  expect(it.room.copyOf.value).not.toBeNull();
  it.room.receive(event(created(2, { entry: "news", user: "ben" })));
  expect(textsOf(it)).toEqual([...(textsOf(before) ?? []), "news"]);
  expect([it.room.copyOf.value, it.room.arrived.value, it.room.status.value]).toEqual([null, 1, "live"]);
  expect(it.of("send")).toHaveLength(1);
});

test("[OFF7] a room that answers in time is not shown from its copy, nor is a copy of somebody else", async () => {
  const { copies } = await visited();
  const prompt = device(copies);
  prompt.room.opened();
  prompt.room.receive(welcome({ seq: 9, messages: [] }));
  prompt.clock.advance(SHOW_AFTER_MS);
  await stored();
  expect([prompt.room.view.value?.seq, prompt.room.copyOf.value]).toEqual([9, null]);

  const slow = device(copies);
  slow.clock.advance(SHOW_AFTER_MS);
  await stored();
  expect(slow.room.view.value?.seq).toBe(1);

  const copy = await copies.get("anna", "c1");
  await copies.put("anna", "c1", { at_ms: 1, text: (copy?.text ?? "").replaceAll("anna", "ben") });
  const other = device(copies, true);
  other.clock.advance(0);
  await stored();
  expect(other.room.view.value).toBeNull();
});

test("[OFF7] the newest page is kept, and how far a reply is; a copy of another version of the page is no copy", async () => {
  const copies = copiesOf();
  const it = device(copies);
  it.room.opened();
  const many = Array.from({ length: 60 }, (_, n) => messageRow({ id: `m${n}`, seq: n + 1, entry: `line ${n}` }));
  it.room.receive(welcome({ seq: 60, messages: many.slice(0, 50) }));
  for (const row of many.slice(50)) it.room.receive(event(created(row.seq + 10, row)));
  it.room.receive(event({ ...created(71, {}), message: openRow({ seq: 71 }) } as ReturnType<typeof created>));
  it.room.receive(delta(0, "half a reply"));
  it.keeper.flush();
  await stored();
  const later = device(copies, true);
  later.clock.advance(0);
  await stored();
  expect([later.room.view.value?.messages.length, later.room.view.value?.has_more]).toEqual([50, true]);
  expect(later.room.streams.of("b1").value?.text).toBe("half a reply");

  await copies.put("anna", "c1", { at_ms: 1, text: '{"type":"welcome","v":0}' });
  const odd = device(copies, true);
  odd.clock.advance(0);
  await stored();
  expect(odd.room.view.value).toBeNull();
});

test("[OFF7] of more rooms than so many the one seen longest ago goes; other people's stay", async () => {
  const copies = copiesOf();
  await copies.put("ben", "c0", { at_ms: 0, text: "ben's" });
  for (let n = 0; n <= MAX_COPIES; n++) await copies.put("anna", `c${n}`, { at_ms: n, text: "{}" });
  expect(await copies.get("anna", "c0")).toBeNull();
  expect(await copies.get("anna", "c1")).toEqual({ at_ms: 1, text: "{}" });
  expect(await copies.get("ben", "c0")).toEqual({ at_ms: 0, text: "ben's" });
  expect((await copies.sizes()).count).toBe(MAX_COPIES + 1);
});

test.each([CLOSE.forbidden, CLOSE.not_found, CLOSE.deleted, CLOSE.unauthenticated])(
  "[OFF8] a room that is lost with %i is gone from the device, and from the screen where only the copy was shown",
  async (code) => {
    const { copies } = await visited();
    const it = device(copies, true);
    it.clock.advance(0);
    await stored();
    expect(it.room.view.value).not.toBeNull();
    it.room.opened();
    it.room.closed(code, "");
    expect([it.room.view.value, it.room.status.value]).toEqual([null, "closed"]);
    it.keeper.dispose();
    await stored();
    expect(await copies.get("anna", "c1")).toBeNull();
  },
);

test("[OFF8] what somebody leaves as they sign out is not written down", async () => {
  const it = device();
  it.room.opened();
  it.room.receive(welcome());
  it.room.receive(event(updated(2, messageRow({ entry: "changed" }))));
  it.here.is = false;
  it.keeper.dispose();
  await stored();
  expect(await it.copies.get("anna", "c1")).toBeNull();
});

test("[OFF7] what is disposed of leaves no timer, and storage that refuses is no obstacle", async () => {
  const refuse = async () => await Promise.reject(new Error("no storage"));
  const copies = { get: refuse, put: refuse, remove: refuse, clear: refuse, sizes: refuse };
  const it = device(copies);
  it.clock.advance(SHOW_AFTER_MS);
  it.room.opened();
  it.room.receive(welcome());
  it.clock.advance(KEEP_AFTER_MS);
  it.room.receive(event(created(2, {})));
  it.keeper.dispose();
  it.room.dispose();
  await stored();
  expect(it.clock.waiting).toBe(0);
});

test("[OFF7] a copy is shown to who has the room, also where this page is too old for it, and to nobody who has lost it", () => {
  const kept = welcome();
  const old = rig();
  old.room.restore(kept, 1);
  old.room.closed(CLOSE.version, "");
  expect(textsOf(old)).toHaveLength(1);
  const lost = rig();
  lost.room.closed(CLOSE.forbidden, "");
  lost.room.restore(kept, 1);
  expect(textsOf(lost)).toBeUndefined();
});
