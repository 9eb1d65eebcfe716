import { expect, test } from "vitest";
import { SimUser } from "./testing/sim-user.ts";

async function here() {
  const user = new SimUser();
  const page = user.open();
  await page.hello();
  return { user, page };
}

test("[PRES6] a room that asked is told when the last device goes and the first comes, and of nothing between", async () => {
  const { user, page } = await here();
  expect(await user.runtime.beingSeen.answer("a")).toBe(true);
  const phone = user.open("phone");
  await phone.hello();
  await user.advance(5_000);
  user.leave(page);
  await user.advance(5_000);
  expect(user.told).toEqual([]);
  user.leave(phone);
  await user.advance(2_000);
  expect(user.told).toEqual([{ room: "a", isAround: false }]);
  await user.open().hello();
  await user.advance(2_000);
  expect(user.told.slice(1)).toEqual([{ room: "a", isAround: true }]);
});

test("[PRES6] a page that loads anew is no news", async () => {
  const { user, page } = await here();
  await user.runtime.beingSeen.answer("a");
  user.leave(page);
  await user.advance(500);
  await user.open().hello();
  await user.advance(5_000);
  expect(user.told).toEqual([]);
});

test("[PRES6] which rooms asked, and what they know, outlives sleep", async () => {
  const { user, page } = await here();
  await user.runtime.beingSeen.answer("a");
  user.evict();
  user.leave(page);
  await user.advance(2_000);
  expect(user.told).toEqual([{ room: "a", isAround: false }]);
});

test("[PRES7] a room where nobody wants to know is told no more; one that could not be reached is told later", async () => {
  const { user, page } = await here();
  for (const room of ["a", "b"]) await user.runtime.beingSeen.answer(room);
  user.indifferent.add("a");
  user.unreachable.add("b");
  user.leave(page);
  await user.advance(2_000);
  expect(user.told.splice(0)).toEqual([{ room: "a", isAround: false }]);
  user.unreachable.clear();
  const again = user.open();
  await again.hello();
  await user.advance(2_000);
  expect(user.told, "b still takes her to be around, and she is").toEqual([]);
  user.leave(again);
  await user.advance(2_000);
  expect(user.told).toEqual([{ room: "b", isAround: false }]);
});

test("[PRES7] of many rooms the latest sixty-four are told", async () => {
  const { user, page } = await here();
  for (let at = 0; at < 70; at++) await user.runtime.beingSeen.answer(`room-${at}`);
  user.leave(page);
  await user.advance(2_000);
  expect(user.told).toHaveLength(64);
  expect(user.told.some(({ room }) => room === "room-5")).toBe(false);
});

test("[PRES8] who does not want to be seen is not, from the moment they say so", async () => {
  const { user } = await here();
  expect(await user.runtime.beingSeen.answer("a")).toBe(true);
  user.directory.unseenIn.add("a");
  await user.runtime.take({ kind: "look" });
  await user.advance(2_000);
  expect(user.told).toEqual([{ room: "a", isAround: false }]);
  expect(await user.runtime.beingSeen.answer("a")).toBe(false);
});

test("[PRES8] while D1 does not answer, nobody is seen", async () => {
  const { user } = await here();
  user.directory.isOut = true;
  expect(await user.runtime.beingSeen.answer("a")).toBe(false);
});

test("[PRES9] a device that has gone silent, or whose proof has ended, is none", async () => {
  const { user, page } = await here();
  page.pingedMs = user.clock.nowMs();
  await user.advance(89_000);
  expect(await user.runtime.beingSeen.answer("a")).toBe(true);
  await user.advance(2_000);
  expect(await user.runtime.beingSeen.answer("a")).toBe(false);
  page.pingedMs = null;
  expect(await user.runtime.beingSeen.answer("a")).toBe(true);
  await user.advance(600_000);
  expect(await user.runtime.beingSeen.answer("a")).toBe(false);
});
