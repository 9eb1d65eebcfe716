import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findChromium } from "./chromium.ts";

const folder = mkdtempSync(join(tmpdir(), "chromium-"));
const chrome = join(folder, "google-chrome");
writeFileSync(chrome, "");
chmodSync(chrome, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

test("the browser that CHROMIUM_PATH names goes before any other", () => {
  expect(findChromium({ CHROMIUM_PATH: chrome, PATH: "/usr/bin" })).toBe(chrome);
});

test("a CHROMIUM_PATH that leads nowhere is refused: it was meant", () => {
  expect(() => findChromium({ CHROMIUM_PATH: join(folder, "none"), PATH: folder })).toThrow("CHROMIUM_PATH=");
});

test("Chrome is found on PATH, and empty folders of PATH do no harm", () => {
  expect(findChromium({ PATH: ["", "/nowhere", folder].join(delimiter) })).toBe(chrome);
});
