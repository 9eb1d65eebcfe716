import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, here), "utf8");

test("every rule of SPEC.md is named by a test, and every named rule exists", () => {
  const rules = [...read("SPEC.md").matchAll(/^- \*\*(FMT\d+)\*\*/gm)].map(([, id]) => id);
  const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
  const named = new Set(tests.flatMap((name) => [...read(name).matchAll(/\[(FMT\d+)\]/g)].map(([, id]) => id)));
  expect(rules.length).toBeGreaterThan(20);
  expect(new Set(rules).size).toBe(rules.length);
  expect([...named].sort()).toEqual([...rules].sort());
});
