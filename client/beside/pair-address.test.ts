import { expect, test } from "vitest";
import { besideAddress, besideOf, pairAddress, roomPlaceOf, type Seat } from "./pair-address.ts";

const pair = (front: Seat | null, more: Record<string, string> = {}) => ({
  path: "/r/a",
  query: { beside: "b/m/9", ...more },
  front,
});
const wayTo = (to: string, front: Seat | null, more?: Record<string, string>) => {
  const way = pairAddress(to, pair(front, more));
  return way && `${way.seat} ${way.address}`;
};

test("[CLI120] the second room stands in the query, with the message it is about", () => {
  expect(besideOf({ path: "/r/a", query: { beside: "b" } })).toEqual({ room_id: "b", message_id: null });
  const address = besideAddress({ path: "/r/a/m/1", query: { pane: "why" } }, { room_id: "b", message_id: "9" });
  expect(address).toBe("/r/a/m/1?pane=why&beside=b%2Fm%2F9");
  const query = Object.fromEntries(new URL(address, "http://page.invalid").searchParams);
  expect(besideOf({ path: "/r/a/m/1", query })).toEqual({ room_id: "b", message_id: "9" });
});

test.each([
  ["the first room again", "/r/a", { beside: "a" }],
  ["one of its messages", "/r/a", { beside: "a/m/3" }],
  ["nothing", "/r/a", {}],
  ["no room at all", "/r/a", { beside: "" }],
  ["more than a room and a message", "/r/a", { beside: "b/m/3/x" }],
  ["beside a page that is no room", "/rooms", { beside: "b" }],
])("[CLI120] %s is no second room", (_, path, query) => {
  expect(besideOf({ path, query })).toBeNull();
});

test.each([
  ["/r/c", "first", "first /r/c?beside=b%2Fm%2F9"],
  ["/r/c/m/4", "first", "first /r/c/m/4?beside=b%2Fm%2F9"],
  ["/r/c", "beside", "beside /r/a?beside=c"],
  ["/r/b/m/4", "first", "beside /r/a?beside=b%2Fm%2F4"],
  ["/r/b", "beside", "beside /r/a?beside=b"],
  ["/r/a/m/4", "beside", "first /r/a/m/4?beside=b%2Fm%2F9"],
  ["/rooms", "beside", null],
  ["/r/a/settings/x", "first", null],
] as const)("[CLI121] to %s with the %s room in front: %s", (to, front, way) => {
  expect(wayTo(to, front)).toBe(way);
});

test("[CLI121] the pane stays open, without what it was about; a way with its own brings it along", () => {
  expect(wayTo("/r/c", "first", { pane: "why", of: "m1" })).toBe("first /r/c?pane=why&beside=b%2Fm%2F9");
  expect(wayTo("/r/c?pane=prompt&of=m2", "beside", { pane: "why" })).toBe("beside /r/a?pane=prompt&of=m2&beside=c");
});

test.each([
  ["/r/c", "first /r/c?beside=b%2Fm%2F9"],
  ["/r/b", "first /r/b?beside=a"],
  ["/r/a/m/2", "first /r/a/m/2?beside=b%2Fm%2F9"],
])("[CLI122] in a narrow window to %s: %s", (to, way) => {
  expect(wayTo(to, null)).toBe(way);
});

test("[CLI120] what a path names", () => {
  expect(roomPlaceOf("/r/a/")).toEqual({ room_id: "a", message_id: null });
  expect(roomPlaceOf("/r/a/m/1")).toEqual({ room_id: "a", message_id: "1" });
  expect([roomPlaceOf("/"), roomPlaceOf("/r"), roomPlaceOf("/r/a/b"), roomPlaceOf("/rooms")]).toEqual(
    Array(4).fill(null),
  );
});
