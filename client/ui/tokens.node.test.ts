import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../styles/tokens.css"), "utf8");
const THEMES = ["menu", "chalkboard", "closing", "contrast"] as const;
const SPEAKERS = ["juniper", "turmeric", "hibiscus", "mint", "cocoa", "matcha", "fig", "paprika"];
const SEGMENTS = ["system", "persona", "lore", "memory", "history", "reserve"].map((name) => `segment-${name}`);

/** Text on its ground, and least contrast, of ux §7.2. */
const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ["ink", ["bg", "surface", "sunken", "accent-soft", "lore", "live-soft", "danger-soft", "warn-soft"]],
  ["ink-2", ["bg", "surface", "sunken", "accent-soft"]],
  ["ink-3", ["bg", "surface", "sunken"]],
  ["accent", ["bg", "surface", "sunken", "accent-soft"]],
  ["on-accent", ["accent"]],
  ["lore-text", ["lore", "surface"]],
  ["live", ["live-soft", "bg", "surface", "sunken"]],
  ["danger", ["danger-soft", "bg", "surface", "sunken"]],
  ["warn", ["warn-soft", "bg", "surface", "sunken"]],
  ...SPEAKERS.map((name) => [name, ["bg", "surface", "sunken"]] as const),
];

/** The custom colours that apply under `theme`. */
function tokensOf(theme: string): Map<string, string> {
  const block = css.match(new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

test.each(THEMES)("[FND10] every text of %s can be read on every ground it stands on", (theme) => {
  const tokens = tokensOf(theme);
  const least = theme === "contrast" ? 7 : 4.5;
  const poor = TEXT.flatMap(([text, grounds]) =>
    grounds.flatMap((ground) => {
      const ratio = contrast(tokens.get(text)!, tokens.get(ground)!);
      return ratio < least ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
    }),
  );
  expect(poor).toEqual([]);
});

test.each(THEMES)("[FND10] edges of controls and parts of the token bar are seen in %s", (theme) => {
  const tokens = tokensOf(theme);
  for (const ground of ["bg", "surface", "sunken"])
    expect(contrast(tokens.get("control")!, tokens.get(ground)!), ground).toBeGreaterThanOrEqual(3);
  for (const segment of SEGMENTS)
    expect(contrast(tokens.get(segment)!, tokens.get("surface")!), segment).toBeGreaterThanOrEqual(3);
});

test("[FND10] every theme names the same colours, and a dark device gets the chalkboard", () => {
  const names = [...tokensOf("menu").keys()].sort();
  expect(names).toHaveLength(33);
  for (const theme of THEMES) expect([...tokensOf(theme).keys()].sort(), theme).toEqual(names);
  const device = css.match(/:root:not\(\[data-theme\]\) \{([^}]*)\}/)?.[1]?.replaceAll(/\s+/g, " ");
  expect(device).toBe(css.match(/\[data-theme="chalkboard"\] \{([^}]*)\}/)?.[1]?.replaceAll(/\s+/g, " "));
});

test("[FND10] a shadow that is not there leaves the edges in its list alone", () => {
  // In a list, `none` makes the whole declaration invalid: bubbles would lose their ring.
  expect(css).not.toMatch(/--shadow[\w-]*: none/);
});
