import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OUTPUT, ROOT } from "./bootstrap.mjs";
import { fingerprint, isStamped, stamp } from "./fingerprint.ts";

let folder: string;
let source: string;
beforeEach(() => {
  mkdirSync(OUTPUT, { recursive: true });
  folder = mkdtempSync(join(OUTPUT, "fingerprint-"));
  source = relative(ROOT, folder);
  writeFileSync(join(folder, "a.ts"), "one");
});
afterEach(() => rmSync(folder, { recursive: true }));

const change = (name: string, content: string) => {
  const before = fingerprint([source]);
  writeFileSync(join(folder, name), content);
  return fingerprint([source]) !== before;
};

test("an edit, a new file and another place of the same text are changes", () => {
  expect(change("a.ts", "two")).toBe(true);
  expect(change("b.ts", "")).toBe(true);
  const moved = fingerprint([source]);
  writeFileSync(join(folder, "a.ts"), "");
  writeFileSync(join(folder, "b.ts"), "two");
  expect(fingerprint([source])).not.toBe(moved);
});

test("the same text again, a test and a document are not", () => {
  expect(change("a.ts", "one")).toBe(false);
  expect(change("a.test.ts", "test")).toBe(false);
  expect(change("SPEC.md", "rule")).toBe(false);
});

test("what else it depends on changes it, and what does not exist does not stop it", () => {
  expect(fingerprint([source], "x")).not.toBe(fingerprint([source]));
  expect(fingerprint([source, "nowhere"])).toBe(fingerprint([source]));
});

test("a stamp is for one fingerprint", () => {
  const file = join(folder, "deep", "stamp");
  expect(isStamped(file, "x")).toBe(false);
  stamp(file, "x");
  expect(isStamped(file, "x")).toBe(true);
  expect(isStamped(file, "y")).toBe(false);
});
