import { describe, expect, test } from "vitest";
import { exchangesOf } from "./dialogue.ts";
import { hear } from "./heard.ts";
import { intentOf, questionOf } from "./intent.ts";
import { firstName } from "./names.ts";
import { nounPhrase } from "./noun-phrase.ts";
import { sentencesOf } from "./sentences.ts";
import { isEnglish, stem, topicStems } from "./words.ts";

describe("[MODEL21] what a line wants", () => {
  test.each([
    ["Hello there!", "hello"],
    ["hi everyone", "hello"],
    ["Hello... where am I?", "question"],
    ["who are you?", "who"],
    ["Are you a real person?", "ai"],
    ["is this a bot", "ai"],
    ["are you all right?", "how_are_you"],
    ["I'm so tired", "feeling"],
    ["thanks, good night", "bye"],
    ["What should I do?", "advice"],
    ["tell us a story about the storm", "story"],
    ["You are all liars", "insult"],
    ["lol", "ack"],
    ["*waves*", "emote"],
    ["Who lit the lamp?", "question"],
    ["The lamp burned blue.", "statement"],
    ["Was ist das für ein Ort?", "foreign"],
    ["Où est le phare ?", "foreign"],
    ["灯台はどこですか", "foreign"],
    ["", "statement"],
  ])("%s: %s", (text, intent) => {
    expect(intentOf(text)).toBe(intent);
  });

  test.each([
    ["Who lit it?", "who"],
    ["It is late. Why is it lit?", "why"],
    ["How many steps?", "how_many"],
    ["What do you think of Tobias?", "opinion"],
    ["Is it true?", "yes_no"],
    ["You saw it?", "yes_no"],
    ["It is lit.", null],
  ])("%s asks %s", (text, kind) => {
    expect(questionOf(text)).toBe(kind);
  });

  test.each([
    ["Who lit this lamp?", "that lamp"],
    ["Did anyone touch the lens?", "the lens"],
    ["the lamp burned blue", "the lamp"],
    ["who is that rye loaf on the ferry steps for", "that rye loaf"],
    ["did you hear the bell ring", "the bell"],
    ["what is the problem", null],
    ["fog again tonight", null],
    ["how is your dog", null],
  ])("%s is about %s", (text, thing) => {
    expect(nounPhrase(text)).toBe(thing);
  });
});

describe("[MODEL21] the scene", () => {
  const card = { id: "m", name: "Mara Quill" } as never;
  const read = (lines: { name: string; kind: "user" | "bot"; text: string }[], userName = "Anna") =>
    hear({ bot: card, userName, otherBots: ["Tobias", "Ivy"], lore: [], lines, prefix: "" });

  test("answers the person who waits, and turns to the bot that spoke between", () => {
    const heard = read([
      { name: "Anna", kind: "user", text: "Ivy, who lit the lamp?" },
      { name: "Ivy", kind: "bot", text: "I counted. It was lit before she came." },
    ]);
    expect(heard).toMatchObject({ intent: "question", question: "who", other: "Ivy", meantFor: "Ivy", you: "Anna" });
    expect(heard.quote).toBe("It was lit before she came");
  });

  test("does not call a guest by a number, nor takes its own name for another's", () => {
    const heard = read([{ name: "Guest 4821", kind: "user", text: "Mara Quill, tell Ivy." }], "Guest 4821");
    expect(heard).toMatchObject({ you: null, meantFor: null, other: null });
  });

  test("knows silence from its own last word", () => {
    expect(read([]).intent).toBe("silence");
    expect(read([{ name: "Mara Quill", kind: "bot", text: "So." }]).intent).toBe("go_on");
  });
});

describe("[MODEL21] words and scripts", () => {
  test("sentences keep abbreviations, decimals and quotes whole", () => {
    expect(sentencesOf('Mr. Quill paid 3.50. "Why?" she said. Nobody knew…\nEnd')).toEqual([
      "Mr. Quill paid 3.50.",
      '"Why?"',
      "she said.",
      "Nobody knew…",
      "End",
    ]);
    expect(sentencesOf("千年ほど。木々のほうが古い。")).toEqual(["千年ほど。", "木々のほうが古い。"]);
  });

  test("stems meet", () => {
    for (const [a, b] of [
      ["lamps", "lamp"],
      ["baking", "bake"],
      ["stories", "story"],
      ["Mara's", "mara"],
      ["rang", "rang"],
      ["stopped", "stop"],
    ])
      expect(stem(a!)).toBe(stem(b!));
    expect([...topicStems("the lamp and the keys")]).toEqual(["lamp", "key"]);
    expect(topicStems("灯台の").has("灯台")).toBe(true);
  });

  test("English is told from others, short texts in doubt are English", () => {
    for (const text of ["ok", "lamp?", "Where is the ferry?", "naïve question about the café"])
      expect(isEnglish(text)).toBe(true);
    for (const text of ["¿Dónde está el faro?", "wie geht es dir", "привет", "안녕하세요"])
      expect(isEnglish(text)).toBe(false);
  });

  test("scripts give cues and replies, others' lines none", () => {
    const script = "<START>\nAnna: Hi\nMara: Evening.\nSit.\nTobias: Bread?\n<START>\nMara Quill: Alone.";
    expect(exchangesOf(script, "Mara Quill", "Anna")).toEqual([
      { cue: "Hi", reply: "Evening.\nSit.\nTobias: Bread?" },
      { cue: "", reply: "Alone." },
    ]);
    expect(exchangesOf("Plain words.", "Mara", "Anna")).toEqual([{ cue: "", reply: "Plain words." }]);
    expect(exchangesOf("Anna: only a question", "Mara", "Anna")).toEqual([]);
    expect([firstName("Mara Quill"), firstName("The Fox"), firstName("狐の巫女"), firstName("Dr Okafor")]).toEqual([
      "Mara",
      "The Fox",
      "狐の巫女",
      "Dr Okafor",
    ]);
  });
});
