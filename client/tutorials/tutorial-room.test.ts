import { expect, test, vi } from "vitest";
import { roomAddress } from "./tutorial-room.ts";

const problem = { status: 404, code: "not_found", detail: "Away.", errors: [] };
const newRoom = vi.fn(async () => ({ ok: true, value: "new" }) as const);
const none = async () => [];
const two = async () => [{ id: "a" }, { id: "b" }];

test.each([
  ["a stranger stays at the table", { isSignedIn: false, lastRoom: null, rooms: none }, "/"],
  ["the room last open", { isSignedIn: true, lastRoom: "b", rooms: two }, "/r/b"],
  ["another one where that is gone", { isSignedIn: true, lastRoom: "gone", rooms: two }, "/r/a"],
  ["a new table where there is none", { isSignedIn: true, lastRoom: null, rooms: none }, "/r/new"],
])("[TUT5] %s", async (_, somebody, address) => {
  newRoom.mockClear();
  expect(await roomAddress({ ...somebody, newRoom })).toBe(address);
  expect(newRoom).toHaveBeenCalledTimes(address === "/r/new" ? 1 : 0);
});

test("[TUT5] nothing is laid while it is not known what there is, and why nothing can be laid is said", async () => {
  newRoom.mockClear();
  const somebody = { isSignedIn: true, lastRoom: "a" };
  expect(await roomAddress({ ...somebody, rooms: async () => problem, newRoom })).toBe(problem);
  expect(newRoom).not.toHaveBeenCalled();
  const noTable = async () => ({ ok: false, problem }) as const;
  expect(await roomAddress({ ...somebody, rooms: none, newRoom: noTable })).toBe(problem);
});
