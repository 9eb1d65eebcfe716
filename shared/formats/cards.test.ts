import { describe, expect, test } from "vitest";
import type { JsonObject } from "./import-plan.ts";
import { keepOriginal } from "./kept-original.ts";
import { planOf, refusalOf, V1, V2, V3 } from "./testing/sample-files.ts";

const botOf = (card: unknown, filename?: string) => {
  const plan = planOf(card, filename === undefined ? {} : { filename });
  const bot = plan.bots[0];
  if (!bot) throw new Error("no bot");
  return { ...bot, ...bot.value, warned: plan.warnings.map(({ field }) => field) };
};
const data = V2["data"] as JsonObject;
const v2 = (fields: JsonObject): JsonObject => ({ ...V2, data: { ...data, ...fields } });
const extended = (fields: JsonObject) => v2({ extensions: { ...(data["extensions"] as JsonObject), ...fields } });

describe("prompt", () => {
  test("[FMT10] a V1 card's texts reach the prompt under headings, old macros in today's spelling", () => {
    expect(botOf(V1).system_prompt).toBe(
      [
        "Description:\nMira keeps the lighthouse. She has not slept since March.",
        "Personality:\ndry, patient",
        "Scenario:\nA storm is coming, and {{user}} knocks.",
      ].join("\n\n"),
    );
    expect(botOf(V1).greeting).toBe("*{{char}} opens the door.* You are late, {{user}}.");
  });

  test.each([V2, V3])("[FMT10] the card's own system prompt comes first, without {{original}}", (card) => {
    expect(botOf(card).system_prompt).toMatch(/^Write as \{\{char\}\}\.\n\nDescription:\n/);
    expect(botOf(v2({ system_prompt: "{{ORIGINAL}}" })).system_prompt).toMatch(/^Description:/);
  });

  test("[FMT10] a card that describes nobody still has a prompt, and that is reported", () => {
    const bot = botOf({ name: "Nobody", first_mes: "Hi" });
    expect(bot.system_prompt).toBe("You are {{char}}.");
    expect(bot.warned).toContain("description");
  });

  test("[FMT10] flat copies stand in for what `data` lacks", () => {
    const { description: _, ...rest } = data;
    expect(botOf({ ...V2, description: "Flat.", data: rest }).system_prompt).toContain("Description:\nFlat.");
  });

  test("[FMT10] text too long for one prompt is cut and reported", () => {
    const long = "a".repeat(150_000);
    const bot = botOf(v2({ description: long, scenario: long }));
    expect(bot.system_prompt).toHaveLength(200_000);
    expect(bot.warned).toContain("system_prompt");
  });

  test("[FMT10] line ends are one kind, NUL is gone, half a surrogate pair is marked", () => {
    expect(botOf(v2({ first_mes: "a\r\nb\rc\0\ud800\n" })).greeting).toBe("a\nb\nc\uFFFD");
  });
});

describe("catalogue", () => {
  test("[FMT11] the creator's notes are the description", () => {
    expect(botOf(V2).description).toBe("A quiet card for stormy evenings.");
    expect(botOf({ ...V1, creatorcomment: "Old note." }).description).toBe("Old note.");
  });

  test.each([
    ["Mira keeps the lighthouse. She sleeps.", "Mira keeps the lighthouse."],
    ["{{char}} waits for {{user}}! Still.", "Mira waits for you!"],
    ["猫です。名前はない。", "猫です。"],
    ["no end\nsecond line", "no end"],
    ["v1.5 is out. Yes", "v1.5 is out."],
    ["", ""],
  ])("[FMT11] without notes, the first sentence of %j", (description, expected) => {
    expect(botOf({ ...V1, description }).description).toBe(expected);
  });

  test("[FMT11] a first sentence without end is cut short", () => {
    expect(botOf({ ...V1, description: "word ".repeat(500) }).description.length).toBeLessThanOrEqual(280);
  });
});

describe("what is kept", () => {
  test("[FMT12] the whole card, minus the entries of its book", () => {
    const beside = { talkativeness: 0.5, chat: "somewhere", unknown: { x: [1] } };
    const { entries: _, ...book } = data["character_book"] as JsonObject;
    expect(botOf({ ...V2, ...beside }).extensions).toEqual({
      card: { ...beside, spec: "chara_card_v2", spec_version: "2.0", data: { ...data, character_book: book } },
    });
    expect(botOf(V1).extensions).toEqual({ card: { spec: "chara_card_v1", spec_version: "1.0", data: V1 } });
  });

  test("[FMT12] parts too large for a row are left out by name, the largest first", () => {
    const part = "猫".repeat(150_000);
    const bot = botOf(v2({ assets: [{ uri: `data:,${part}` }, { uri: `data:,${part}` }], note: part }));
    expect(bot.warned).toContain("assets");
    expect(bot.extensions["card"]).toHaveProperty("data.note", part);
    expect(bot.extensions["card"]).not.toHaveProperty("data.assets");
  });

  test("[FMT12] what is kept fits, whatever the sizes", () => {
    const source = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, "\u0001猫é".repeat(n * 10)]));
    const { kept, dropped } = keepOriginal(source, 40_000);
    expect(new TextEncoder().encode(JSON.stringify(kept)).length).toBeLessThanOrEqual(40_000);
    expect([...Object.keys(kept), ...dropped].sort()).toEqual(Object.keys(source).sort());
    expect(dropped).toContain("f49");
    expect(keepOriginal(source).kept).toEqual(source);
  });

  test.each([
    ["0.7", 0.7],
    [0, 0],
    ["1", 1],
    [7, 1],
    [-1, 0],
    ["often", null],
    ["", null],
    [null, null],
    [true, null],
  ])("[FMT13] talkativeness %j is %j", (talkativeness, expected) => {
    expect(botOf(extended({ talkativeness })).talkativeness).toBe(expected);
  });

  test("[FMT13] older cards write it beside the other fields", () => {
    expect(botOf({ ...V1, talkativeness: "0.25" }).talkativeness).toBe(0.25);
    expect(botOf(V1).talkativeness).toBeNull();
  });
});

describe("limits of the schema", () => {
  test("[FMT14] a long name is cut, never inside a character, and reported", () => {
    const bot = botOf(v2({ name: `${"a".repeat(99)}😀` }));
    expect(bot.name).toBe("a".repeat(99));
    expect(bot.warned).toContain("name");
  });

  test("[FMT14] a card without a name takes the file's, else a stand-in", () => {
    expect(botOf(v2({ name: " " }), "C:\\cards\\Old Mira.json").name).toBe("Old Mira");
    expect(botOf(v2({ name: "" }), "cards/.json").name).toBe("Unnamed character");
    const bot = botOf(v2({ name: null }));
    expect(bot.name).toBe("Unnamed character");
    expect(bot.warned).toContain("name");
  });

  test("[FMT14] tags: no blanks, no repeats, at most 50 of 60 characters", () => {
    const tags = ["sea", " Sea ", "", 5, "t".repeat(61), ...Array.from({ length: 60 }, (_, n) => `tag ${n}`)];
    const bot = botOf(v2({ tags }));
    expect(bot.tags).toHaveLength(50);
    expect(bot.tags.slice(0, 3)).toEqual([{ tag: "Sea" }, { tag: "t".repeat(60) }, { tag: "tag 0" }]);
    expect(bot.warned.filter((field) => field === "tags")).toHaveLength(2);
    expect(botOf(V2).tags).toEqual([{ tag: "sea" }, { tag: "Slow burn" }]);
    expect(botOf(V2).warned).not.toContain("tags");
  });

  test("[FMT14] examples are one for each <START>", () => {
    expect(botOf(V1).speech_examples).toEqual([
      { example: "{{user}}: Alone?\n{{char}}: Never." },
      { example: "{{user}}: Afraid?\n{{char}}: Of what?" },
    ]);
    const many = botOf(v2({ mes_example: "<START>x".repeat(51) }));
    expect(many.speech_examples).toHaveLength(50);
    const long = botOf(v2({ mes_example: "y".repeat(20_001) }));
    expect(long.speech_examples).toEqual([{ example: "y".repeat(20_000) }]);
    expect([many.warned, long.warned]).toEqual([["mes_example"], ["mes_example"]]);
  });
});

describe("versions", () => {
  test("[FMT15] a newer card is imported with a warning", () => {
    const bot = botOf({ ...V3, spec_version: "3.1" });
    expect(bot.name).toBe("Mira");
    expect(bot.warned).toContain("spec_version");
    expect(botOf({ ...V3, spec: "chara_card_v4", spec_version: "4.0" }).warned).toContain("spec_version");
    expect(botOf(V3).warned).not.toContain("spec_version");
  });

  test.each(["chara_card_v2", "chara_card_v3"])("[FMT15] a %s without data is refused", (spec) => {
    expect(refusalOf({ spec, data: [] })).toMatchObject({ code: "invalid", path: "data" });
  });

  test("[FMT15] V2 fields without a spec are taken as V2", () => {
    expect(planOf({ data: V1 }).format).toBe("chara_card_v2");
  });

  test("[FMT16] what will not happen is reported, and nothing else", () => {
    expect(botOf(V2).warned).toEqual([]);
    expect(botOf(V3).warned).toEqual(["nickname"]);
    const wishes: JsonObject = {
      alternate_greetings: ["Another."],
      group_only_greetings: ["All of you!"],
      post_history_instructions: "Stay short.",
      assets: [{ type: "emotion", uri: "embeded://happy.png", name: "happy", ext: "png" }],
      character_book: null,
      extensions: {
        depth_prompt: { prompt: "Remember.", depth: 4, role: "system" },
        regex_scripts: [{ scriptName: "x" }],
        world: "Eldoria",
      },
    };
    expect(botOf(v2(wishes)).warned.sort()).toEqual([
      "alternate_greetings",
      "assets",
      "extensions.depth_prompt",
      "extensions.regex_scripts",
      "extensions.world",
      "group_only_greetings",
      "post_history_instructions",
    ]);
    expect(botOf(v2(wishes)).system_prompt).not.toContain("Stay short.");
  });
});

describe("the card's book", () => {
  test("[FMT33] becomes the bot's tome", () => {
    const { tome } = botOf(V2);
    expect(tome?.name).toBe("The coast");
    expect(tome?.value.lore_settings).toMatchObject({ scan_depth: 6, token_budget: 400, placement: "low_first" });
    expect(tome?.entries).toHaveLength(1);
    expect(tome?.entries[0]?.value.activation_settings).toMatchObject({
      keywords_logic: "SELECTIVE_ANY",
      secondary_keys: [{ keyword: "oil" }],
      scan_depth: 6,
    });
    expect(planOf(V2).tomes).toEqual([]);
  });

  test("[FMT33] a book without a name is called after its character", () => {
    expect(botOf(v2({ character_book: { entries: [] } })).tome?.name).toBe("Mira: lore");
  });

  test.each([["text"], [{ name: "no entries" }], [{ entries: "none" }]])(
    "[FMT20] a broken book %j never costs the card, and stays in the original",
    (character_book) => {
      const bot = botOf(v2({ character_book }));
      expect(bot.tome).toBeNull();
      expect(bot.warned).toContain("character_book");
      expect(bot.extensions["card"]).toHaveProperty("data.character_book", character_book);
    },
  );
});
