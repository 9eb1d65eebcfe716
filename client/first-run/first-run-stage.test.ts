import { describe, expect, test } from "vitest";
import { exchangesOf, type FirstRunState, firstRunStage } from "./first-run-stage.ts";

const GUEST: FirstRunState = {
  isGuest: true,
  exchanges: 2,
  isBusy: false,
  isIdle: false,
  hasOtherDevice: false,
  closed: new Set(),
  shown: "nothing",
  isOpen: false,
};
const MEMBER: FirstRunState = { ...GUEST, isGuest: false, isIdle: true };

describe("[FIRST1] keeping the room", () => {
  test.each([
    ["after the second exchange", {}, "keep"],
    ["not after the first", { exchanges: 1 }, "nothing"],
    ["not while a bot speaks or something is written", { isBusy: true }, "nothing"],
    ["once there, it stays through both", { isBusy: true, shown: "keep" }, "keep"],
    ["not again in this visit", { closed: new Set(["keep"]) }, "nothing"],
  ] as const)("%s", (_, changes, stage) => {
    expect(firstRunStage({ ...GUEST, ...changes })).toBe(stage);
  });

  test("what it leads to stays open when the guest has become somebody by it", () => {
    expect(firstRunStage({ ...GUEST, isGuest: false, shown: "keep", isOpen: true })).toBe("keep");
  });
});

describe("[FIRST2] the phone", () => {
  test.each([
    ["for who is signed in and idle", {}, "phone"],
    ["not while something goes on", { isIdle: false }, "nothing"],
    ["once there, it stays", { isIdle: false, shown: "phone" }, "phone"],
    ["not for who has it open there", { hasOtherDevice: true }, "nothing"],
    ["not again in this visit", { closed: new Set(["phone"]) }, "nothing"],
  ] as const)("%s", (_, changes, stage) => {
    expect(firstRunStage({ ...MEMBER, ...changes })).toBe(stage);
  });

  test("for a guest only after they said no to keeping the room", () => {
    expect(firstRunStage({ ...GUEST, isIdle: true, closed: new Set(["keep"]) })).toBe("phone");
  });
});

describe("[FIRST3] exchanges", () => {
  const mine = { bot: null, user: "anna", aside: false, streaming: false };
  const reply = { bot: "mara", user: "anna", aside: false, streaming: false };

  test("several replies to one message are one exchange", () => {
    expect(exchangesOf([reply, mine, reply, reply, mine, reply], "anna")).toBe(2);
  });

  test("a running reply, an aside and what others said do not count", () => {
    expect(exchangesOf([mine, { ...reply, streaming: true }], "anna")).toBe(0);
    expect(exchangesOf([{ ...mine, aside: true }, reply], "anna")).toBe(0);
    expect(exchangesOf([{ ...mine, user: "ben" }, reply], "anna")).toBe(0);
  });
});
