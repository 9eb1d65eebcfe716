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

  test("others whom the rule adds to the called ones are shown, or said where it depends on a roll", () => {
    const list = predictSpeakers(draft(["ivy"]), bots, { strategy: "list", max_replies: 2 });
    expect(ids(list)).toEqual(["ivy mentioned", "mara order", "tob order"]);
    expect(predictSpeakers(draft(["ivy"]), bots, natural).words).toBe("Up to 2 others may join in.");
    const quiet = bots.map((bot) => ({ ...bot, talkativeness: 0 }));
    expect(predictSpeakers(draft(["ivy"]), quiet, natural).words).toBe("");
  });

  test("a reply calls the bot it answers, and in order means the one after who spoke last", () => {
    expect(ids(predictSpeakers({ ...draft(["ivy"]), replied_to: "tob" }, bots, natural))).toEqual([
      "ivy mentioned",
      "tob replying",
    ]);
    const rule = { strategy: "round_robin", max_replies: 2 } as const;
    expect(ids(predictSpeakers({ ...draft(), last_speaker: "ivy" }, bots, rule))).toEqual(["tob order"]);
    expect(ids(predictSpeakers({ ...draft(), last_speaker: "tob" }, bots, rule))).toEqual(["mara order"]);
    expect(ids(predictSpeakers({ ...draft(), last_speaker: null }, bots, rule))).toEqual(["mara order"]);
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

  test("a director is not among those it chooses from, and one choice is certain", () => {
    const rule = { strategy: "director", max_replies: 2 } as const;
    const table = bots.map((bot, i) => ({ ...bot, role: i === 2 ? ("moderator" as const) : bot.role }));
    expect(predictSpeakers(draft(), table, rule)).toEqual({ tickets: [], words: "The director decides who answers." });
    expect(ids(predictSpeakers(draft(), table.slice(1), rule))).toEqual(["ivy order"]);
    expect(ids(predictSpeakers(draft(["tob"]), table, rule))).toEqual(["tob mentioned"]);
  });

  test("bots that keep talking go on after those who are named; a limit of none is said", () => {
    const auto = predictSpeakers(draft(["ivy"]), bots, { strategy: "auto", max_replies: 2 });
    expect([ids(auto), auto.words]).toEqual([["ivy mentioned"], "Then they go on among themselves."]);
    const alone = bots.slice(0, 1);
    expect(predictSpeakers(draft(), alone, { ...natural, max_replies: 0 })).toMatchObject({ tickets: [] });
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
