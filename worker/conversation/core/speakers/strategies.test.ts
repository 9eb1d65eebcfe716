import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_TURN_TAKING,
  type RoomBot,
  TURN_STRATEGIES,
  type TurnStrategy,
} from "../../../../shared/fields/conversation.ts";
import { seededRng } from "../../testing/seeded-rng.ts";
import { openBotMessage } from "../message-rows.ts";
import { decideSpeakers, type SpeakerInput } from "./strategies.ts";

const bot = (id: string, facts: Partial<RoomBot> = {}): RoomBot => ({
  bot_id: id,
  joined_at: "",
  role: "secondary",
  is_active: true,
  talkativeness: 0.5,
  name: id,
  picture: null,
  description: "",
  greeting: "",
  api_key_id: null,
  provider: null,
  model: null,
  ...facts,
});
const spoke = (botId: string) =>
  openBotMessage({
    id: botId,
    conversation: "c",
    user: "u",
    botId,
    botName: botId,
    now: "",
    takeId: "t",
    model: "",
    whisperTo: null,
  });
const input = (strategy: TurnStrategy, facts: Partial<SpeakerInput> = {}): SpeakerInput => ({
  bots: [bot("mara"), bot("tobias"), bot("ivy")],
  turnTaking: { ...DEFAULT_TURN_TAKING, strategy },
  mentioned: [],
  repliedTo: null,
  recent: [],
  askedBy: "anna",
  rng: seededRng(7),
  ...facts,
});
const who = (speakers: { bot_id: string }[]) => speakers.map((s) => s.bot_id);

describe("natural", () => {
  test("[TURN1] rolls against talkativeness and shows both", () => {
    const bots = [bot("always", { talkativeness: 1 }), bot("never", { talkativeness: 0 })];
    for (let seed = 0; seed < 50; seed++) {
      const speakers = decideSpeakers(input("natural", { bots, rng: seededRng(seed) }));
      expect(speakers).toMatchObject([{ bot_id: "always", reason: { code: "talkative", threshold: 1 } }]);
      expect(speakers[0]?.reason.roll).toBeLessThan(1);
    }
  });

  test("[TURN1] somebody always answers, the only bot at once", () => {
    const quiet = [bot("a", { talkativeness: 0 }), bot("b", { talkativeness: 0 })];
    expect(decideSpeakers(input("natural", { bots: quiet }))).toMatchObject([{ reason: { code: "random" } }]);
    expect(decideSpeakers(input("natural", { bots: [bot("a", { talkativeness: 0 })] }))).toEqual([
      { bot_id: "a", reason: { code: "order" } },
    ]);
  });

  test("[TURN2] max_replies limits only those nobody named", () => {
    const bots = ["a", "b", "c", "d", "e"].map((id) => bot(id, { talkativeness: 1 }));
    const turnTaking = { ...DEFAULT_TURN_TAKING, max_replies: 2 };
    const speakers = decideSpeakers(input("natural", { bots, turnTaking, mentioned: ["e", "d", "c"] }));
    expect(who(speakers).slice(0, 3)).toEqual(["e", "d", "c"]);
    expect(speakers).toHaveLength(5);
    expect(decideSpeakers(input("natural", { bots, turnTaking }))).toHaveLength(2);
  });
});

test("[TURN3] round_robin goes on after the last speaker and skips the muted", () => {
  const bots = [bot("mara"), bot("tobias", { is_active: false }), bot("ivy")];
  const next = (recent: string[]) => who(decideSpeakers(input("round_robin", { bots, recent: recent.map(spoke) })));
  expect([next([]), next(["mara"]), next(["mara", "ivy"])]).toEqual([["mara"], ["ivy"], ["mara"]]);
});

test("[TURN7] asked is silent unasked, list is all in order, muted bots never answer", () => {
  const bots = [bot("mara"), bot("tobias", { is_active: false }), bot("ivy")];
  expect(decideSpeakers(input("asked", { bots }))).toEqual([]);
  expect(who(decideSpeakers(input("list", { bots })))).toEqual(["mara", "ivy"]);
  for (const strategy of TURN_STRATEGIES)
    expect(who(decideSpeakers(input(strategy, { bots })))).not.toContain("tobias");
});

test("[TURN7] pooled prefers who has not spoken since the last human", () => {
  const speakers = decideSpeakers(input("pooled", { recent: [spoke("mara"), spoke("ivy")] }));
  expect(speakers).toEqual([{ bot_id: "tobias", reason: { code: "not_spoken" } }]);
});

test("[CMD3] named bots come first, once each, in the order named, under every strategy", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TURN_STRATEGIES),
      fc.array(fc.constantFrom("mara", "tobias", "ivy", "stranger"), { maxLength: 6 }),
      fc.integer(),
      (strategy, mentioned, seed) => {
        const speakers = who(decideSpeakers(input(strategy, { mentioned, rng: seededRng(seed) })));
        const named = [...new Set(mentioned)].filter((id) => id !== "stranger");
        expect(speakers.slice(0, named.length)).toEqual(named);
        expect(new Set(speakers).size).toBe(speakers.length);
        expect(speakers).not.toContain("stranger");
      },
    ),
  );
});
