import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { firings } from "./log-rows.ts";
import { type EntrySketch, entry, evaluateOne, input, only, SimConversation, talk } from "./testing/lore-room.ts";
import { lastFirings, timedState } from "./timed-effects.ts";
import type { Trace } from "./trace.ts";

/** What the table of activation.md §7 calls one evaluation. */
function word(trace: Trace): string {
  const { included, sticky, reason } = only(trace);
  if (included) return sticky ? "sticky" : "ON";
  if (reason === "delay_not_met") return "delay";
  return reason === "cooldown_active" ? "cool" : "–";
}

/** Evaluates at L = 1, 2, 3 …; the newest message has the key where `keyAt` says so. */
function row(sketch: EntrySketch, keyAt: (length: number) => boolean, lengths = 10): string {
  const conversation = new SimConversation(
    input([entry({ keys: ["key"], settings: { scan_depth: 1 }, ...sketch })], []),
  );
  const words: string[] = [];
  conversation.say("bot", keyAt(1) ? "key" : ".");
  for (let length = 1; length <= lengths; length++)
    words.push(word(conversation.reply(keyAt(length + 1) ? "key" : ".")));
  return words.join(", ");
}

const always = () => true;
const onlyAt =
  (...lengths: number[]) =>
  (length: number) =>
    lengths.includes(length);

describe("the worked table", () => {
  test("[LORE24] [LORE25] [LORE26] delay 2, sticky 2, cooldown 2, key only at 2 and 7", () => {
    expect(row({ timing: { delay: 2, sticky: 2, cooldown: 2 } }, onlyAt(2, 7))).toBe(
      "delay, ON, sticky, sticky, cool, cool, ON, sticky, sticky, cool",
    );
  });
  test("[LORE26] cooldown 2, no sticky", () => {
    expect(row({ timing: { cooldown: 2 } }, always)).toBe("ON, cool, cool, ON, cool, cool, ON, cool, cool, ON");
  });
  test("[LORE25] sticky 3, key only at 5", () => {
    expect(row({ timing: { sticky: 3 } }, onlyAt(5))).toBe("–, –, –, –, ON, sticky, sticky, sticky, –, –");
  });
  test("[LORE25] sticky 0, cooldown 0", () => {
    expect(row({}, always)).toBe(Array.from({ length: 10 }, () => "ON").join(", "));
  });
});

describe("further rows", () => {
  test.each([
    [
      "sticky 2, key always: a match meanwhile does not extend it",
      { sticky: 2 },
      always,
      "ON, sticky, sticky, ON, sticky, sticky, ON, sticky, sticky, ON",
    ],
    [
      "sticky 2, cooldown 1, key always",
      { sticky: 2, cooldown: 1 },
      always,
      "ON, sticky, sticky, cool, ON, sticky, sticky, cool, ON, sticky",
    ],
    ["sticky 1, key at 2 and 3", { sticky: 1 }, onlyAt(2, 3), "–, ON, sticky, –, –, –, –, –, –, –"],
    [
      "cooldown 1 blocks exactly one length",
      { cooldown: 1 },
      always,
      "ON, cool, ON, cool, ON, cool, ON, cool, ON, cool",
    ],
    ["delay 4", { delay: 4 }, always, "delay, delay, delay, ON, ON, ON, ON, ON, ON, ON"],
    ["delay 0", { delay: 0 }, always, "ON, ON, ON, ON, ON, ON, ON, ON, ON, ON"],
    ["cooldown 50", { cooldown: 50 }, always, "ON, cool, cool, cool, cool, cool, cool, cool, cool, cool"],
    ["sticky 50", { sticky: 50 }, onlyAt(3), "–, –, ON, sticky, sticky, sticky, sticky, sticky, sticky, sticky"],
  ])("[LORE25] [LORE26] %s", (_, timing, keyAt, expected) => {
    expect(row({ timing }, keyAt)).toBe(expected);
  });
});

describe("[LORE26] lengths nobody evaluated count all the same", () => {
  const at = (length: number, timing: EntrySketch["timing"]) => {
    const ledger = [{ entryId: "e", messageId: "m3", index: 3, round: 1 }];
    const messages = talk(...Array.from({ length }, () => "user: key"));
    return word(evaluate(input([entry({ keys: ["key"], ...(timing && { timing }) })], messages, { ledger })));
  };
  test.each([
    [4, "sticky"],
    [5, "sticky"],
    [6, "cool"],
    [8, "cool"],
    [9, "ON"],
    [40, "ON"],
  ])("fired at 3, sticky 2, cooldown 3, evaluated next at %i: %s", (length, expected) => {
    expect(at(length, { sticky: 2, cooldown: 3 })).toBe(expected);
  });
});

describe("[LORE25] while sticky", () => {
  const fired = { entryId: "e", messageId: "m0", index: 0, round: 0 } as const;

  test("keys are not tested, dice not rolled, method and score are those of the firing", () => {
    const found = evaluateOne(
      { keys: ["key"], timing: { sticky: 5 }, settings: { probability: 1 } },
      talk("user: key", "bot: key"),
      { ledger: [{ ...fired, method: "vector", score: 0.81 }] },
    );
    expect(found).toMatchObject({
      included: true,
      sticky: true,
      method: "vector",
      score: 0.81,
      matched_keywords: [],
      roll: null,
    });
  });

  test("a ledger that does not say how is answered by the keys as they were", () => {
    const messages = talk("user: key lock", "bot: .", "user: .", "bot: .");
    const sketch = { keys: ["key"], secondary: ["lock"], timing: { sticky: 5 } };
    const ledger = [{ ...fired, messageId: "m1", index: 1 }];
    expect(evaluateOne(sketch, messages, { ledger })).toMatchObject({ method: "keyword", score: 3, sticky: true });
  });

  test("it passes a group of gates only: what it carries still needs room", () => {
    const budget = { window: 3, reserved: 0, percent: 100 };
    expect(
      evaluateOne({ text: "long", timing: { sticky: 5 } }, talk("user: ."), { ledger: [fired], budget }),
    ).toMatchObject({
      included: false,
      sticky: true,
      reason: "budget_exceeded",
    });
  });
});

describe("[LORE27] rounds", () => {
  const bots = (conversation: SimConversation, count: number) =>
    Array.from({ length: count }, () => word(conversation.reply())).join(", ");
  const roomWith = (timing: EntrySketch["timing"]) =>
    new SimConversation(
      input([entry({ keys: ["key"], settings: { scan_depth: 20 }, timing: { timing_unit: "round", ...timing } })], []),
    );
  const ask = (conversation: SimConversation, text = ".") => conversation.say("user", text);

  test("sticky 2 with three bots: whole rounds, and the firing round itself is tested anew", () => {
    const conversation = roomWith({ sticky: 2 });
    ask(conversation, "key");
    expect(bots(conversation, 3)).toBe("ON, ON, ON");
    ask(conversation);
    expect(bots(conversation, 3)).toBe("sticky, sticky, sticky");
    ask(conversation);
    expect(bots(conversation, 2)).toBe("sticky, sticky");
  });

  test("cooldown 1 after sticky 1, and not within the firing round", () => {
    const conversation = roomWith({ sticky: 1, cooldown: 1 });
    ask(conversation, "key");
    expect(bots(conversation, 2)).toBe("ON, ON");
    ask(conversation, "key");
    expect(bots(conversation, 2)).toBe("sticky, sticky");
    ask(conversation, "key");
    expect(bots(conversation, 2)).toBe("cool, cool");
    ask(conversation, "key");
    expect(bots(conversation, 1)).toBe("ON");
  });

  test("cooldown without sticky blocks from the next round", () => {
    const conversation = roomWith({ cooldown: 2 });
    const words: string[] = [];
    for (let round = 1; round <= 4; round++) {
      ask(conversation, "key");
      words.push(bots(conversation, 2));
    }
    expect(words).toEqual(["ON, ON", "cool, cool", "cool, cool", "ON, ON"]);
  });

  test("delay waits for rounds, however many messages there are", () => {
    const conversation = roomWith({ delay: 2 });
    ask(conversation, "key");
    expect(bots(conversation, 4)).toBe("delay, delay, delay, delay");
    ask(conversation, "key");
    expect(bots(conversation, 1)).toBe("ON");
  });
});

describe("[LORE28] what fires", () => {
  const place = { messageId: "m9", index: 9, round: 4 };

  test("keyword, constant and vector do, with how and how strongly", () => {
    const entries = [
      entry({ id: "k", keys: ["key"] }),
      entry({ id: "c", settings: { activation_mode: "constant" } }),
      entry({ id: "v", settings: { activation_mode: "vector" } }),
      entry({ id: "n", keys: ["nothing"] }),
    ];
    const trace = evaluate(input(entries, talk("user: key"), { similarities: new Map([["v", 0.9]]) }));
    expect(firings(trace, place)).toEqual([
      { entryId: "c", ...place, method: "constant", score: 1 },
      { entryId: "k", ...place, method: "keyword", score: 2 },
      { entryId: "v", ...place, method: "vector", score: 0.9 },
    ]);
  });

  test("pins and sticky continuations do not", () => {
    const base = input([entry({ keys: ["key"], timing: { sticky: 3 } })], talk("user: key"));
    expect(firings(evaluate({ ...base, pins: [{ entryId: "e" }] }), place)).toEqual([]);
    const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
    expect(firings(evaluate({ ...base, ledger }), place)).toEqual([]);
    expect(firings(evaluate({ ...base, ledger, pins: [{ entryId: "e" }] }), place)).toEqual([]);
    expect(firings(evaluate(base), place)).toHaveLength(1);
  });

  test("what the budget or the dice kept out does not", () => {
    const base = input([entry({ keys: ["key"], text: "long" })], talk("user: key"));
    expect(firings(evaluate({ ...base, budget: { window: 3, reserved: 0, percent: 100 } }), place)).toEqual([]);
    const never = input([entry({ keys: ["key"], settings: { probability: 0 } })], talk("user: key"));
    expect(firings(evaluate(never), place)).toEqual([]);
  });

  test("of several firings the last before L counts, in whatever order they come", () => {
    const ledger = [5, 2, 9, 3].map((index) => ({ entryId: "e", messageId: `m${index}`, index, round: 0 }));
    expect(lastFirings(ledger, 9).get("e")?.index).toBe(5);
    expect(lastFirings(ledger, 10).get("e")?.index).toBe(9);
    expect(lastFirings(ledger, 2).has("e")).toBe(false);
  });
});

describe("[LORE2] [LORE7] a retake is evaluated at its own index", () => {
  test("its own firing and what came after it do not count", () => {
    const conversation = new SimConversation(
      input([entry({ keys: ["key"], settings: { scan_depth: 1 }, timing: { cooldown: 3, sticky: 1 } })], []),
    );
    conversation.say("user", "key");
    expect(word(conversation.reply())).toBe("ON");
    expect(word(conversation.reply())).toBe("sticky");
    expect(word(conversation.retake(1))).toBe("ON");
    expect(word(conversation.retake(2))).toBe("sticky");
    expect(word(conversation.evaluate())).toBe("cool");
  });

  test("a retake that no longer matches takes the whole effect back", () => {
    const conversation = new SimConversation(
      input([entry({ keys: ["key"], settings: { scan_depth: 1 }, timing: { sticky: 5 } })], []),
    );
    conversation.say("user", "key");
    conversation.reply();
    expect(word(conversation.evaluate())).toBe("sticky");
    conversation.edit(0, ".");
    conversation.retake(1);
    expect(word(conversation.evaluate())).toBe("–");
  });
});

test("[LORE31] a constant inside its sticky time is carried, and cools down after it", () => {
  const sketch = {
    settings: { activation_mode: "constant" as const, probability: 100 },
    timing: { sticky: 2, cooldown: 2 },
  };
  expect(row(sketch, always)).toBe("ON, sticky, sticky, cool, cool, ON, sticky, sticky, cool, cool");
  const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
  const carried = evaluateOne({ ...sketch, settings: { ...sketch.settings, probability: 0 } }, talk("user: ."), {
    ledger,
  });
  expect(carried).toMatchObject({ included: true, method: "constant", sticky: true, score: 1 });
});

test("[LORE29] delay and cooldown stop constants, pins and what is sticky", () => {
  const pins = [{ entryId: "e" }];
  const ledger = [{ entryId: "e", messageId: "m0", index: 0, round: 0 }];
  const constant = { settings: { activation_mode: "constant" as const } };
  const one = talk("user: .");
  expect(evaluateOne({ ...constant, timing: { delay: 2 } }, one).reason).toBe("delay_not_met");
  expect(evaluateOne({ timing: { delay: 2 } }, one, { pins }).reason).toBe("delay_not_met");
  expect(evaluateOne({ ...constant, timing: { cooldown: 2 } }, one, { ledger }).reason).toBe("cooldown_active");
  expect(evaluateOne({ timing: { cooldown: 2 } }, one, { ledger, pins }).reason).toBe("cooldown_active");
  expect(evaluateOne({ timing: { sticky: 5, delay: 9 } }, one, { ledger })).toMatchObject({
    reason: "delay_not_met",
    sticky: true,
  });
});

test("[LORE24] the arithmetic alone: no effect without a firing but the delay", () => {
  const settings = { sticky: 3, cooldown: 3, delay: 5, timing_unit: "message" as const };
  expect(timedState(settings, undefined, { length: 2, round: 1 })).toEqual({ delay: 3, cooldown: 0, sticky: null });
  expect(timedState(settings, undefined, { length: 5, round: 1 })).toEqual({ delay: 0, cooldown: 0, sticky: null });
});
