import { describe, expect, test } from "vitest";
import { predictSpeakers } from "./predicted-speakers.ts";
import { roomBot } from "./testing/room-fixtures.ts";

const bots = [roomBot(), roomBot({ bot_id: "ivy", name: "Ivy" }), roomBot({ bot_id: "tob", name: "Tobias" })];
const draft = (mentioned: readonly string[] = [], aside = false) => ({ mentioned, aside });
const natural = { strategy: "natural", max_replies: 2 } as const;
const ids = (p: ReturnType<typeof predictSpeakers>) => p.tickets.map((t) => `${t.bot_id} ${t.reason}`);

describe("[UI8] who will answer is shown before sending", () => {
  test("mentions decide alone, in their order, whatever the rule", () => {
    const rule = { strategy: "asked", max_replies: 0 } as const;
    expect(ids(predictSpeakers(draft(["ivy", "mara"]), bots, rule))).toEqual(["ivy mentioned", "mara mentioned"]);
  });

  test("an aside wakes nobody, not even who is named in it", () => {
    expect(predictSpeakers(draft(["ivy"], true), bots, natural)).toEqual({
      tickets: [],
      words: "Bots will not read this.",
    });
  });

  test("one active bot answers; the list answers as a whole", () => {
    const muted = bots.map((bot, i) => ({ ...bot, is_active: i === 1 }));
    expect(ids(predictSpeakers(draft(), muted, natural))).toEqual(["ivy order"]);
    expect(predictSpeakers(draft(), bots, { strategy: "list", max_replies: 2 }).tickets).toHaveLength(3);
  });

  test("what hangs on chance is words, not tickets", () => {
    expect(predictSpeakers(draft(), bots, natural)).toEqual({
      tickets: [],
      words: "Whoever fits will answer, 2 at most.",
    });
    expect(predictSpeakers(draft(), bots, { strategy: "asked", max_replies: 2 }).words).toContain("Nobody answers");
    expect(predictSpeakers(draft(), [], natural).words).toBe("No bot is listening.");
  });
});
