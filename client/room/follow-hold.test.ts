import { describe, expect, test } from "vitest";
import { AT_THE_END, type FollowInput, type FollowState, followStep, followTarget, isAtEnd } from "./follow-hold.ts";

const stateAfter = (...inputs: FollowInput[]): FollowState => inputs.reduce(followStep, AT_THE_END);
const arrived = { type: "arrived", count: 1 } as const;
const left = { type: "left" } as const;

describe("[UI1] only a person's own input leaves or re-enters follow", () => {
  test("arriving messages and growing replies never change the mode", () => {
    expect(stateAfter(arrived, arrived).mode).toBe("follow");
    expect(stateAfter({ type: "outgrew", message_id: "m" }, arrived).mode).toBe("follow");
    expect(stateAfter(left, arrived, { type: "outgrew", message_id: "m" }).mode).toBe("hold");
  });

  test("the reader leaves; reaching the end, the pill and sending come back", () => {
    expect(stateAfter(left).mode).toBe("hold");
    for (const type of ["reached_end", "jumped", "sent"] as const) {
      expect(stateAfter(left, arrived, { type, live: null })).toEqual(AT_THE_END);
    }
  });

  test("in hold nothing is scrolled", () => {
    const geometry = { viewport: 500, content: 2_000, live: null, reading_top: null };
    expect(followTarget(stateAfter(left), geometry)).toBeNull();
  });
});

describe("[UI2] the pill counts what is out of sight", () => {
  test("messages that arrive while held are counted, those seen at the end are not", () => {
    expect(stateAfter(arrived, left, arrived, { type: "arrived", count: 2 }).fresh).toBe(3);
    expect(stateAfter(arrived, arrived).fresh).toBe(0);
    expect(isAtEnd(stateAfter(arrived))).toBe(true);
  });

  test("so are those below a long reply that is being read", () => {
    const state = stateAfter({ type: "outgrew", message_id: "m" }, arrived);
    expect(isAtEnd(state)).toBe(false);
    expect(state.fresh).toBe(1);
  });
});

describe("[UI3] a reply taller than the view stops at its first line", () => {
  const geometry = { viewport: 500, content: 2_000, live: { message_id: "m", top: 1_600 }, reading_top: null };

  test("a short one is followed to its end", () => {
    expect(followTarget(AT_THE_END, geometry)).toEqual({ top: 1_500, outgrown: null });
  });

  test("a long one is held with its first line just below the top edge", () => {
    const target = followTarget(AT_THE_END, { ...geometry, content: 2_300 });
    expect(target).toEqual({ top: 1_588, outgrown: "m" });
    const state = stateAfter({ type: "outgrew", message_id: "m" });
    const later = { viewport: 500, content: 4_000, live: null, reading_top: 1_600 };
    expect(followTarget(state, later), "also after it ended").toEqual({ top: 1_588, outgrown: null });
  });

  test("after a jump its end is followed, and the next long reply is held again", () => {
    const state = stateAfter({ type: "outgrew", message_id: "m" }, { type: "jumped", live: "m" });
    expect(followTarget(state, { ...geometry, content: 2_300 })).toEqual({ top: 1_800, outgrown: null });
    const next = { viewport: 500, content: 5_000, live: { message_id: "n", top: 3_000 }, reading_top: null };
    expect(followTarget(state, next)?.outgrown).toBe("n");
  });

  test("when the reply being read is gone, the end is shown", () => {
    const state = stateAfter({ type: "outgrew", message_id: "m" });
    expect(followTarget(state, { viewport: 500, content: 900, live: null, reading_top: null })?.top).toBe(400);
  });
});
