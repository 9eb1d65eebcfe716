import { expect, test } from "vitest";
import { draftOfMe, type Persona, personaBody, personaChanges, personaDraftOf, personaField } from "./persona-draft.ts";
import { aboutWords, usedWords } from "./persona-words.ts";

const KEEPER: Persona = {
  id: "p1",
  name: "Keeper",
  description: "Keeps things.",
  gender: null,
  age: 40,
  pronouns: "other",
  custom_pronouns: "ze / zir",
  appearance: { avatar: null, avatar_url: null },
  interaction_preferences: { preferred_topics: [{ topic: "lamps" }], avoid_topics: [] },
  is_default: false,
  custom_instructions: "",
  usage_count: 1,
};

test("[PER1] what was read and not touched sends nothing; what was touched goes alone", () => {
  const draft = personaDraftOf(KEEPER);
  expect(personaChanges(draft, draft)).toEqual({});
  expect(personaChanges(draft, { ...draft, age: "", avoid_topics: ["fog"] })).toEqual({
    age: null,
    interaction_preferences: { preferred_topics: [{ topic: "lamps" }], avoid_topics: [{ topic: "fog" }] },
  });
});

test("[PER1] custom pronouns go with other ones only", () => {
  const draft = personaDraftOf(KEEPER);
  expect(personaChanges(draft, { ...draft, pronouns: "any" })).toEqual({ pronouns: "any", custom_pronouns: null });
});

test("[PER3] the first persona is the person, and who they are unless they say otherwise", () => {
  expect(personaBody(draftOfMe("Ada", true))).toMatchObject({ name: "Ada", is_default: true, age: null });
  expect(draftOfMe("", false)).toMatchObject({ is_default: false, description: "" });
});

test("a problem finds its field, and a card its words", () => {
  expect(["appearance.avatar", "interaction_preferences.avoid_topics.0.topic", "name"].map(personaField)).toEqual([
    "avatar",
    "avoid_topics",
    "name",
  ]);
  expect([aboutWords(KEEPER), usedWords(0), usedWords(1), usedWords(3)]).toEqual([
    "ze / zir · 40",
    "Not used yet",
    "Used once",
    "Used 3 times",
  ]);
});
