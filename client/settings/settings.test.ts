import { describe, expect, test } from "vitest";
import { CHOICES, PREFERENCE_NAMES } from "../state/preferences.ts";
import { findSettings } from "./find-settings.ts";
import { guessProvider } from "./guess-provider.ts";
import { SETTINGS } from "./settings-table.ts";
import { TAB_IDS } from "./tabs.ts";

describe("the table of settings", () => {
  test("[SET1] every preference and every choice of it is in the table once, with words", () => {
    const named = SETTINGS.flatMap((setting) => (setting.name === undefined ? [] : [setting]));
    expect(named.map(({ name }) => name).toSorted()).toEqual(PREFERENCE_NAMES.toSorted());
    for (const { name, words } of named) expect(Object.keys(words).toSorted()).toEqual([...CHOICES[name]].toSorted());
  });

  test("[SET1] ids are given once, and no tab is empty", () => {
    expect(new Set(SETTINGS.map(({ id }) => id)).size).toBe(SETTINGS.length);
    expect(new Set(SETTINGS.map(({ tab }) => tab))).toEqual(new Set(TAB_IDS));
  });
});

describe("search", () => {
  const first = (query: string) => findSettings(query)[0]?.id;
  test.each([
    ["theme", "theme"],
    ["dark", "theme"],
    ["dyslexia", "font"],
    ["openai", "keys"],
    ["bedtime", "night"],
    ["gdpr", "export"],
    ["offline", "kept-here"],
    ["screen reader", "announce"],
  ])("[SET2] %j leads to %s", (query, id) => {
    expect(first(query)).toBe(id);
  });

  test("[SET2] nothing typed and nothing called like that find nothing", () => {
    expect([findSettings("  "), findSettings("xyzzy")]).toEqual([[], []]);
  });
});

describe("keys", () => {
  test.each([
    ["sk-or-v1-abc", "openrouter"],
    ["sk-ant-api03-abc", "anthropic"],
    [" sk-proj-abc", "openai"],
    ["AIzaSyabc", "google"],
    [`sk-${"0a".repeat(16)}`, "deepseek"],
    ["whatever", null],
  ])("[SET3] %s is taken for one of %s", (key, provider) => {
    expect(guessProvider(key)).toBe(provider);
  });
});
