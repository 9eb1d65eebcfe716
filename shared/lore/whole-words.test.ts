import { describe, expect, test } from "vitest";
import { evaluateOne, talk } from "./testing/lore-room.ts";

const finds = (key: string, text: string, isWholeWords = true): boolean =>
  evaluateOne({ keys: [key], settings: { match_whole_words: isWholeWords } }, talk(`user: ${text}`)).included;

describe("[LORE13] substrings are the default", () => {
  test.each([
    ["king", "the kingdom"],
    ["he kin", "the king"],
    ["C++", "C++20"],
  ])("%s in %s", (key, text) => {
    expect(finds(key, text, false)).toBe(true);
  });
});

describe("[LORE13] whole words", () => {
  test.each([
    ["king", "the king", true],
    ["king", "The KING, they said", true],
    ["king", "the kingdom", false],
    ["king", "a viking", false],
    ["king", "king", true],
    ["king", "king's", true],
    ["king", "king-size", true],
    ["king", "_king", false],
    ["king", "king_", false],
    ["king", "king2", false],
    ["king", "2king", false],
    ["king", "kings, but one king", true],
    ["king", "vikingking", false],
    ["the king", "so the king came", true],
    ["the king", "bathe king", false],
    ["the king", "the kingdom", false],
    ["he kin", "the king", false],
    ["C++", "I like C++.", true],
    ["C++", "C++20", true],
    ["C++", "xC++", false],
    ["C++", "C++", true],
    [".NET", "ASP.NET core", true],
    [".NET", "asp.network", false],
    ["#tag", "a#tag", true],
    ["#tag", "#tags", false],
    ["--", "a--b", true],
    ["?", "what?", true],
  ])("%s in %s: %s", (key, text, expected) => {
    expect(finds(key, text)).toBe(expected);
  });

  test.each([
    ["café", "un café noir", true],
    ["café", "un cafe\u0301 noir", true],
    ["cafe", "un café noir", false],
    ["caf", "un café noir", false],
    ["caf", "un cafe\u0301 noir", false],
    ["Ольг", "Ольга пришла", false],
    ["Ольга", "Ольга пришла", true],
    ["ольга", "с ОЛЬГА!", true],
    ["straße", "die STRASSE", true],
    ["straße", "die Straßen", false],
    ["élan", "l’élan", true],
    ["x", "x\u0302", false],
    ["कमल", "कमल है", true],
    ["कमल", "कमला है", false],
    ["𝔸", "𝔸𝔹", false],
    ["𝔸", "🐉𝔸🐉", true],
  ])("beyond ASCII: %s in %s: %s", (key, text, expected) => {
    expect(finds(key, text)).toBe(expected);
  });
});

describe("[LORE14] scripts written without spaces", () => {
  test.each([
    ["龍", "黒龍が来た"],
    ["王", "王様"],
    ["ドラゴン", "赤いドラゴンだ"],
    ["さくら", "あさくらさん"],
    ["ๆมังกร", "เก่าๆมังกรบิน"],
    ["มังกร", "เห็นมังกรบินมา"],
    ["ມັງກອນ", "ເຫັນມັງກອນບິນ"],
    ["នាគ", "ឃើញនាគហោះ"],
    ["နဂါး", "မီးနဂါးကြီး"],
    ["AI", "このAIは賢い"],
    ["Mara", "Maraさん"],
    ["龍3", "黒龍3号"],
    ["々", "人々は"],
    ["龍", "龍X"],
    ["龍", "X龍"],
    ["カタ", "xカタx"],
    ["〇", "二〇二六"],
  ])("%s in %s", (key, text) => {
    expect(finds(key, text)).toBe(true);
  });

  test("the neighbours of a Latin word still count where they are Latin", () => {
    expect(finds("AI", "このAIRは")).toBe(false);
  });
});

describe("[LORE14] Korean particles", () => {
  test.each([
    ["용", "용이 날아간다"],
    ["용", "용은 크다"],
    ["용", "용을 보았다"],
    ["용", "용의 불"],
    ["용", "용과 기사"],
    ["용", "용으로"],
    ["용", "용들이 온다"],
    ["용", "저것은 용입니다."],
    ["용", "저것은 용이다"],
    ["용", "용이었습니다"],
    ["기사", "기사는 용감하다"],
    ["기사", "기사가 왔다"],
    ["기사", "기사를 만났다"],
    ["기사", "기사와 용"],
    ["기사", "기사님께서는 오셨다"],
    ["서울", "서울에서는 비가 온다"],
    ["서울", "서울로 갔다"],
    ["서울", "서울까지도"],
    ["서울", "서울부터의"],
    ["등대지기", "등대지기에게도"],
    ["AI", "AI가 말했다"],
    ["2026", "2026은"],
    ["붉은 용", "붉은 용이 온다"],
    ["용", "\u110b\u116d\u11bc이 날아간다"],
  ])("%s in %s", (key, text) => {
    expect(finds(key, text)).toBe(true);
  });

  test.each([
    ["용", "사용한다", "the word begins before it"],
    ["용", "용기를 냈다", "기 is no particle"],
    ["나", "나이가 많다", "이 does not follow a vowel"],
    ["사", "사과를 먹었다", "과 does not follow a vowel"],
    ["서울", "서울대학교", "a longer name"],
    ["기사", "기사은", "은 does not follow a vowel"],
    ["용", "용이a", "the word goes on"],
    ["용", "용에서부터는커녕이라도의", "a tail longer than any chain"],
    ["dragon", "dragonfly가", "the Latin word goes on"],
  ])("%s not in %s: %s", (key, text) => {
    expect(finds(key, text)).toBe(false);
  });
});
