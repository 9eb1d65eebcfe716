import { expect, test } from "vitest";
import type { Api } from "../net/api.ts";
import { createTinyIndexedDb } from "../net/testing/tiny-indexeddb.ts";
import { RoomList, type RoomListRow } from "../pages/room-list.ts";
import { keepRoomList } from "./keep-room-list.ts";
import { createKeptCopies } from "./kept-copies.ts";

const row = (id: string): RoomListRow => ({
  ...{ id, title: `Room ${id}`, status: "active", role: "owner", conversation_type: "single-bot", bots: [], unread: 2 },
  last_message: null,
  conversation_metadata: { total_messages: 1, last_activity: "2026-11-23T12:00:00.000Z" },
});
/** Storage answers in a few turns of the loop. */
const stored = async () => {
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setTimeout(resolve));
};
function device(copies = createKeptCopies(createTinyIndexedDb()), user_id = "anna") {
  const network: { rows: RoomListRow[] | null } = { rows: [row("c1"), row("c2")] };
  const call = async () =>
    network.rows
      ? { ok: true, value: { docs: network.rows, next_cursor: null } }
      : { ok: false, problem: { status: 0, code: "offline", detail: "No connection.", errors: [] } };
  const list = new RoomList({ call } as unknown as Api);
  return { network, list, copies, stop: keepRoomList(list, copies, user_id, () => 7) };
}
const ids = ({ list }: Pick<ReturnType<typeof device>, "list">) => list.rows.value?.map(({ id }) => id);

test("[OFF9] the list of rooms is there without a network, and gives way to what the server says", async () => {
  const before = device();
  await before.list.refresh();
  await stored();
  before.stop();
  const it = device(before.copies);
  const { rows } = it.network;
  it.network.rows = null;
  await it.list.refresh();
  await stored();
  expect([ids(it), it.list.problem.value?.code]).toEqual([["c1", "c2"], "offline"]);
  expect(it.list.copyOf.value).toBe(7);
  it.network.rows = rows?.slice(1) ?? null;
  await it.list.refresh();
  await stored();
  expect([ids(it), it.list.problem.value, it.list.copyOf.value]).toEqual([["c2"], null, null]);
  expect((await it.copies.get("anna", "rooms"))?.text).not.toContain("c1");
});

test("[OFF9] nobody is shown another's list; rows of another version of the page are left out", async () => {
  const before = device();
  await before.list.refresh();
  await stored();
  const other = device(before.copies, "ben");
  other.network.rows = null;
  await other.list.refresh();
  await stored();
  expect(other.list.rows.value).toBeNull();

  await before.copies.put("ben", "rooms", { at_ms: 1, text: JSON.stringify([{ id: "old" }, row("c3")]) });
  await other.list.refresh();
  await stored();
  expect(ids(other)).toEqual(["c3"]);
});
