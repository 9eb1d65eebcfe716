import { describe, expect, test } from "vitest";
import { BotInput } from "./bot.ts";
import { KnowledgeInput } from "./knowledge.ts";
import { rowPatch } from "./row-patch.ts";

const bot = rowPatch(BotInput);
const entry = rowPatch(KnowledgeInput);
const bare = { name: "Mara", system_prompt: "Keep the light." };
const row = BotInput.parse({
  ...bare,
  tags: [{ tag: "sea" }],
  personality_traits: { tone: "wise", humor_style: "dark" },
});

describe("a PATCH body", () => {
  test("[DATA20] says nothing about fields it does not name", () => {
    expect(bot.schema.parse({ name: "Ivy" })).toEqual({ name: "Ivy" });
    expect(entry.schema.parse({ positioning: { order: 5 } })).toEqual({ positioning: { order: 5 } });
    expect(bot.apply(row, { name: "Ivy" })).toEqual({ ...row, name: "Ivy" });
  });

  test("[DATA20] empties a list", () => {
    expect(bot.apply(row, bot.schema.parse({ tags: [] })).tags).toEqual([]);
  });

  test("[DATA20] replaces a group field by field, and takes back an optional one with null", () => {
    const patch = bot.schema.parse({ personality_traits: { tone: null, formality_level: "casual" } });
    expect(bot.apply(row, patch).personality_traits).toEqual({ humor_style: "dark", formality_level: "casual" });
  });

  test("[DATA20] keeps null where null is a value", () => {
    expect(bot.apply({ ...row, age: 40 }, bot.schema.parse({ age: null })).age).toBeNull();
    const stored = KnowledgeInput.parse({ entry: "x", knowledge_collection: "t" });
    const patch = entry.schema.parse({ privacy_settings: { share_expiration: null } });
    expect(entry.apply(stored, patch).privacy_settings).toEqual(stored.privacy_settings);
  });

  test.each([
    ["an unknown field", { flavour: "salt" }, "flavour"],
    ["a field of the server", { likes_count: 9 }, "likes_count"],
    ["an unknown field of a group", { personality_traits: { flavour: "salt" } }, "flavour"],
  ])("[DATA21] is refused for %s, by its name", (_, body, name) => {
    const { error } = bot.schema.safeParse(body);
    expect(error?.issues).toEqual([expect.objectContaining({ code: "unrecognized_keys", keys: [name] })]);
  });

  test("[DATA21] keeps to the ranges of the row", () => {
    expect(entry.schema.safeParse({ advanced_activation: { sticky: 51 } }).success).toBe(false);
    expect(entry.schema.safeParse({ advanced_activation: null }).success).toBe(false);
  });
});
