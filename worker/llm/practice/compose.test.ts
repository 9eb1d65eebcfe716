import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleBots } from "../../../shared/sample/bots.ts";
import { SAMPLE_ROOM } from "../../../shared/sample/table.ts";
import { sampleEntries } from "../../../shared/sample/tome.ts";
import type { BotCard, PracticeScene } from "../../conversation/ports.ts";
import { composeReply } from "./compose.ts";
import { sentencesOf } from "./sentences.ts";

const BOTS: BotCard[] = sampleBots().map(({ id, input }) => ({ id, ...input }));
const [MARA, TOBIAS, IVY] = BOTS as [BotCard, BotCard, BotCard];
const ENTRIES = sampleEntries().map(({ input }) => input);
const loreOf = (...titles: string[]) =>
  ENTRIES.filter((entry) => titles.includes(entry.title)).map((entry) => entry.entry);
const [STARTER] = SAMPLE_ROOM.starters;

type Line = PracticeScene["lines"][number];
const user = (text: string): Line => ({ name: "Anna", kind: "user", text });
const bot = (name: string, text: string): Line => ({ name, kind: "bot", text });

const scene = (card: BotCard, lines: Line[], over: Partial<PracticeScene> = {}): PracticeScene => ({
  bot: card,
  userName: "Anna",
  otherBots: BOTS.filter((other) => other !== card).map((other) => other.name),
  lore: [],
  lines,
  prefix: "",
  ...over,
});
const seeds = (n: number) => Array.from({ length: n }, (_, index) => `seed ${index}`);
const bare = (over: Partial<BotCard>): BotCard => ({
  id: "b",
  name: "Bob",
  description: "",
  gender: null,
  age: null,
  system_prompt: "x",
  greeting: "",
  speech_examples: [],
  personality_traits: {},
  behavior_settings: {},
  signature_phrases: [],
  ...over,
});

describe("one reply", () => {
  test("[MODEL20] the same scene and seed give the same text, other seeds others", () => {
    const lore = loreOf("The lamp", "The brass key");
    const said = seeds(12).map((seed) => composeReply(scene(MARA, [user(STARTER)], { lore }), seed));
    expect(seeds(12).map((seed) => composeReply(scene(MARA, [user(STARTER)], { lore }), seed))).toEqual(said);
    expect(new Set(said).size).toBeGreaterThan(6);
  });

  test("[MODEL21] three bots answer the same line in three voices", () => {
    const lore = loreOf("The lamp", "The brass key");
    for (const seed of seeds(10)) {
      const said = BOTS.map((card) => composeReply(scene(card, [user(STARTER)], { lore }), seed));
      expect(new Set(said).size).toBe(3);
    }
    const bad = BOTS.map((card) => composeReply(scene(card, [user("I had a terrible day")]), "s"));
    expect(bad[0]).not.toContain("soup");
    expect(bad[1]).toContain("Nothing has ever looked worse after soup");
    expect(bad[2]).toContain("Do you want me to fix it or just listen?");
  });

  test("[MODEL21] an author's example answers what it was an example of", () => {
    expect(composeReply(scene(MARA, [user("Mara, do you believe in ghosts?")]), "s")).toContain("wet footprints");
    expect(composeReply(scene(TOBIAS, [user("what's the secret of your bread")]), "s")).toContain("leaving it alone");
    expect(composeReply(scene(IVY, [user("So who are you?")]), "s")).toContain("Trainee, three weeks");
  });

  test("[MODEL22] lore that woke is told, in the first person by whom it is about", () => {
    const lore = loreOf("The lamp");
    const facts = lore.flatMap((text) => sentencesOf(text));
    let own = 0;
    for (const seed of seeds(30)) {
      for (const card of BOTS) {
        const said = composeReply(scene(card, [user("Who lit the lamp on Tuesday?")], { lore }), seed);
        const told = facts.some((fact) => said.includes(fact.split(" ").slice(-4).join(" ")));
        expect(told, said).toBe(true);
        const name = card.name.split(" ")[0]!;
        for (const verb of ["lights", "was", "saw", "reached"]) expect(said).not.toContain(`${name} ${verb}`);
        if (/\bI (?:light the lamp|was on the gallery|saw the beam)|when I reached/u.test(said)) own += 1;
      }
    }
    expect(own).toBeGreaterThan(35);
  });

  test("[MODEL22] without lore nothing of the lore is known", () => {
    for (const seed of seeds(20)) {
      const said = composeReply(scene(MARA, [user("Where is the letter?")]), seed);
      expect(said).not.toMatch(/clock|brown ink|1911/u);
    }
  });

  test("[MODEL26] asked whether it is a person, every bot says plainly that it is an AI", () => {
    const manners = ["kind and gentle", "a formal butler", "playful and mischievous", "x"];
    const cards = [...BOTS, ...manners.map((system_prompt) => bare({ system_prompt }))];
    const asked = ["Are you a real person?", "wait, are you an AI?", "Mara, are you human?", "are you a bot"];
    for (const card of cards)
      for (const text of asked) expect(composeReply(scene(card, [user(text)]), text)).toMatch(/\bAI\b|artificial/u);
  });

  test("[MODEL25] the length the author chose", () => {
    const lore = ENTRIES.map((entry) => entry.entry);
    const count = (response_length: "very-short" | "short" | "long") =>
      seeds(15).map((seed) => {
        const card = { ...TOBIAS, behavior_settings: { response_length } };
        return sentencesOf(composeReply(scene(card, [user("What about the ferry and the bread?")], { lore }), seed))
          .length;
      });
    expect(Math.max(...count("very-short"))).toBeLessThanOrEqual(2);
    expect(Math.min(...count("short"))).toBeGreaterThanOrEqual(2);
    expect(Math.max(...count("short"))).toBeLessThanOrEqual(5);
    expect(Math.min(...count("long"))).toBeGreaterThan(3);
  });
});

describe("a conversation", () => {
  /** Lets the three bots talk after each line of a person. */
  function converse(script: readonly string[], seed: string): Line[] {
    const lines: Line[] = [];
    for (const text of script) {
      lines.push(user(text));
      for (const card of [MARA, IVY, TOBIAS]) {
        const lore = loreOf("The lamp", "The brass key", "The ferryman", "Fog");
        lines.push(bot(card.name, composeReply(scene(card, lines.slice(-16), { lore }), `${seed}${lines.length}`)));
      }
    }
    return lines;
  }
  const SCRIPT = [
    STARTER,
    "So the key was copied?",
    "I don't believe you.",
    "What about the fog?",
    "Why?",
    "ok",
    "Go on",
  ];

  test("[MODEL24] no bot repeats its last three lines, nor opens two running lines alike", () => {
    for (const seed of ["a", "b", "c", "d"]) {
      const lines = converse(SCRIPT, seed);
      for (const card of BOTS) {
        const own = lines.filter((line) => line.name === card.name).map((line) => line.text);
        for (const [index, text] of own.entries())
          for (const earlier of own.slice(Math.max(0, index - 3), index)) {
            expect(earlier).not.toBe(text);
            const shared = sentencesOf(text).filter((sentence) => sentence.length > 30 && earlier.includes(sentence));
            expect(shared, `${card.name}: ${text}`).toEqual([]);
          }
      }
    }
  });

  test("[MODEL23] speaks for nobody else: no line begins with, or holds, another's name and a colon", () => {
    const spoken = ["a", "b", "c"].flatMap((seed) => converse(SCRIPT, seed)).filter((line) => line.kind === "bot");
    for (const { text } of spoken) expect(text).not.toMatch(/\b(?:Mara(?: Quill)?|Tobias|Ivy|Anna):/u);
    const script = "{{user}}: Who lit it?\n{{char}}: Not me.\nTobias: It was me.\nIvy: Liar!";
    const card = bare({ speech_examples: [{ example: script }] });
    for (const seed of seeds(10))
      expect(composeReply(scene(card, [user("Who lit it?")]), seed)).not.toMatch(/Tobias:|Ivy:/u);
  });

  test("[MODEL21] Ivy turns to Mara when Mara has just spoken, and mostly disagrees", () => {
    const lines = [user(STARTER), bot("Mara Quill", "Nobody goes up there without my key. The light stays on.")];
    const said = seeds(20).map((seed) => composeReply(scene(IVY, lines, { lore: loreOf("The lamp") }), seed));
    expect(said.filter((text) => text.includes("Mara")).length).toBeGreaterThan(14);
    expect(said.filter((text) => /“[^”]+”/u.test(text)).length).toBeGreaterThan(2);
  });
});

describe("any card, any line", () => {
  test("[MODEL29] a card in another language speaks only its author's sentences and the lore", () => {
    const fox = bare({
      name: "狐の巫女",
      system_prompt: "あなたは山の神社を守る狐の巫女です。",
      greeting: "ようこそ、旅の人。お茶はいかがですか。",
      speech_examples: [{ example: "{{user}}: この神社は古いの？\n{{char}}: 千年ほど。木々のほうが、もっと古い。" }],
      signature_phrases: [{ phrase: "山は覚えています。" }],
    });
    for (const text of ["こんにちは", "この神社は古いですか？", "hello?", "🦊"])
      for (const seed of seeds(5)) {
        const said = composeReply(scene(fox, [user(text)], { otherBots: [] }), seed);
        expect(said).not.toMatch(/[a-z]/u);
        expect(said).not.toContain("あなたは");
      }
    const lore = ["狐は月のない夜に山を下りる。"];
    expect(composeReply(scene(fox, [user("狐の話")], { lore, otherBots: [] }), "s")).toContain("月のない夜");
  });

  test("[MODEL29] a line in another language gets an honest answer in the bot's own manner", () => {
    for (const text of ["Was ist das für ein Ort?", "¿Dónde está el faro?", "Кто зажёг лампу?", "灯台はどこ？"])
      for (const card of BOTS) expect(composeReply(scene(card, [user(text)]), "s")).toMatch(/English/u);
  });

  test("[MODEL21] a card of gestures and quoted speech is answered in gestures and quoted speech", () => {
    const card = bare({
      name: "Seren",
      system_prompt: "Seren is a gentle healer.",
      greeting: '*She looks up from the hearth.* "You are awake," she says. *She sets the kettle down.* "I am Seren."',
      speech_examples: [{ example: '{{user}}: Thank you.\n{{char}}: *She shakes her head.* "Rest is thanks enough."' }],
    });
    const reply = composeReply(scene(card, [user("Where did the wolves go?")]), "s");
    expect(reply).toMatch(/^\*[^*]+\* "[^"]+"$/u);
    expect(composeReply(scene(card, [user("who are you?")]), "s")).toContain("I am Seren.");
  });

  test("[MODEL23] whatever is said, however the card looks: never empty, no macros, no error", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 120 });
    const line = fc.record({
      kind: fc.constantFrom("user", "bot", "system"),
      name: fc.constantFrom("Anna", "Bob", "Ivy"),
      text,
    });
    const card = fc.record({ system_prompt: text, greeting: text, example: text, phrase: text, name: text });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        card,
        fc.array(text, { maxLength: 3 }),
        text,
        (lines, c, lore, prefix) => {
          const made = bare({
            name: c.name.trim() || "Bob",
            system_prompt: c.system_prompt,
            greeting: c.greeting,
            speech_examples: [{ example: c.example }],
            signature_phrases: [{ phrase: c.phrase.trim() || "So." }],
          });
          const said = composeReply(scene(made, lines, { lore, prefix }), "s");
          expect(said.trim()).not.toBe("");
          expect(said.length).toBeLessThan(3_000);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("continuing", () => {
  const lore = loreOf("The lamp", "The brass key");
  const lines = [user(STARTER)];

  test("[MODEL27] a reply cut off in the middle of a word goes on as it was meant", () => {
    const whole = composeReply(scene(MARA, lines, { lore }), "a");
    const [first] = sentencesOf(whole);
    for (let cut = 3; cut < first!.length; cut++) {
      const prefix = whole.slice(0, cut);
      const rest = composeReply(scene(MARA, lines, { lore, prefix }), "b");
      expect((prefix + rest).replace(/ +/gu, " ").startsWith(first!), `${prefix}|${rest}`).toBe(true);
    }
  });

  test("[MODEL27] a finished reply gets something new behind it, and never its own words again", () => {
    for (const seed of seeds(10)) {
      const prefix = composeReply(scene(IVY, lines, { lore }), seed);
      const rest = composeReply(scene(IVY, lines, { lore, prefix }), `${seed}!`);
      expect(rest).toMatch(/^\s\S/u);
      for (const sentence of sentencesOf(rest)) if (sentence.length > 30) expect(prefix).not.toContain(sentence);
    }
  });

  test("[MODEL27] a text the bot could not have begun is taken up with a breath", () => {
    const rest = composeReply(scene(MARA, lines, { lore, prefix: "Zyx qwv un" }), "s");
    expect(rest).toMatch(/^… \p{Lu}/u);
  });
});
