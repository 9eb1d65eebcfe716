import { expect, test } from "vitest";
import { HOUSE, modelUpdate, modelWords, PRACTICE, sourceOf } from "./people-model-words.ts";

const bot = (changes: object = {}) => ({ provider: null, model: null, api_key_id: null, ...changes });
const key = { id: "k1", provider: "openrouter" };

test("[SAY14] a bot speaks through the café, the practice model or a key, and the room is told all of it", () => {
  expect(modelUpdate(HOUSE, undefined, "left over")).toEqual({ provider: null, api_key_id: null, model: null });
  expect(modelUpdate(PRACTICE, undefined, "left over")).toEqual({ provider: PRACTICE, api_key_id: null, model: null });
  expect(modelUpdate("k1", key, " nova-8b ")).toEqual({ provider: "openrouter", api_key_id: "k1", model: "nova-8b" });
  expect(modelUpdate("k1", key, " ").model).toBeNull();
  expect([bot(), bot({ provider: PRACTICE }), bot({ api_key_id: "k1" })].map(sourceOf)).toEqual([
    HOUSE,
    PRACTICE,
    "k1",
  ]);
  expect(modelWords(bot())).toBe("");
  expect(modelWords(bot({ provider: PRACTICE, model: "x" }))).toBe("practice model");
  expect(modelWords(bot({ provider: "openrouter", model: "nova-8b", api_key_id: "k1" }))).toBe("nova-8b, own key");
});
