import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What a module loads at run time: its imports that are not of types alone, and theirs. */
function loads(url: URL, seen = new Set<string>()): Set<string> {
  const source = readFileSync(url, "utf8");
  for (const [, specifier = ""] of source.matchAll(/^import (?!type )[^"]*"([^"]+)"/gm)) {
    if (seen.has(specifier)) continue;
    seen.add(specifier);
    if (specifier.startsWith(".")) loads(new URL(specifier, url), seen);
  }
  return seen;
}

test("[LORE46] a trace is read without the engine and without all of zod", () => {
  expect([...loads(new URL("./trace.ts", import.meta.url))].sort()).toEqual([
    "../fields/knowledge-activation-log.ts",
    "zod/mini",
  ]);
});
