import { fuzzyScore } from "../frame/fuzzy.ts";
import { SETTINGS, type Setting } from "./settings-table.ts";
import { TABS } from "./tabs.ts";

/** Settings that fit what was typed, best first. Names of choices and tabs count too. */
export function findSettings(query: string): readonly Setting[] {
  if (query.trim() === "") return [];
  const scored = SETTINGS.flatMap((setting) => {
    const choices = setting.name === undefined ? [] : Object.values(setting.words);
    const byName = fuzzyScore(query, setting.label);
    const byAll = fuzzyScore(query, [setting.label, TABS[setting.tab], setting.keywords, ...choices].join(" "));
    const score = Math.max(byName ?? Number.NEGATIVE_INFINITY, (byAll ?? Number.NEGATIVE_INFINITY) / 2);
    return score === Number.NEGATIVE_INFINITY ? [] : [{ setting, score }];
  });
  return scored.toSorted((a, b) => b.score - a.score).map(({ setting }) => setting);
}
