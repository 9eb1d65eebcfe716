import { expect, test } from "vitest";
import { firstPerson } from "./first-person.ts";

const mara = { name: "Mara Quill", others: ["Tobias", "Ivy"] };

test.each([
  ["Mara keeps the light.", "I keep the light."],
  ["Mara wears the key on a cord and takes it off for nobody.", "I wear the key on a cord and take it off for nobody."],
  ["Mara Quill is sixty and has never left her tower.", "I am sixty and have never left my tower."],
  ["Mara watches the sea and goes to bed at four.", "I watch the sea and go to bed at four."],
  ["Mara carries her own oil.", "I carry my own oil."],
  ["Mara heard the door close above her on Tuesday.", "I heard the door close above me on Tuesday."],
  ["The lamp was burning when Mara reached the top.", "The lamp was burning when I reached the top."],
  ["Nobody asks Mara's age.", "Nobody asks my age."],
  ["The wind was against Mara that night.", "The wind was against me that night."],
  ["Mara lights it herself.", "I light it myself."],
  ["You are Mara Quill, and you keep your promises.", "I am Mara Quill, and I keep my promises."],
  ["You trust Tobias with your life.", "I trust Tobias with my life."],
  ["You never leave, and it costs you.", "I never leave, and it costs me."],
  ["The ferry crosses twice a day.", "The ferry crosses twice a day."],
  ["Tobias bakes, and Ivy counts.", "Tobias bakes, and Ivy counts."],
])("[MODEL22] %s → %s", (sentence, expected) => {
  expect(firstPerson(sentence, mara)).toBe(expected);
});

test.each([
  "Mara told Ivy that she was wrong.",
  "Mara, the keeper, sleeps by day.",
  "You would give you away.",
  "Ask Mara.",
])("[MODEL22] where it cannot be told who is meant, nothing is said: %s", (sentence) => {
  expect(firstPerson(sentence, mara)).toBeNull();
});

test("[MODEL22] a name of regex metacharacters is a name", () => {
  expect(firstPerson("C3.P*O (v2) keeps count.", { name: "C3.P*O (v2)", others: ["[x]"] })).toBe("I keep count.");
});
