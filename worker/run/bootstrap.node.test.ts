import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAlive, isInstalled, liveServer, ROOT } from "./bootstrap.mjs";
import { runCommand } from "./tools.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("installed packages", () => {
  const a = { version: "1.0.0", integrity: "sha512-a" };
  const forElsewhere = { version: "2.0.0", integrity: "sha512-b", optional: true };
  const write = (wanted: object, found?: object) => {
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": { name: "x" }, ...wanted } }));
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    if (found) writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify({ packages: found }));
  };

  test("are there when npm's account says what the lock says", () => {
    write({ "node_modules/a": a }, { "node_modules/a": a });
    expect(isInstalled(folder)).toBe(true);
  });

  test("may lack what is for other platforms", () => {
    write({ "node_modules/a": a, "node_modules/b": forElsewhere }, { "node_modules/a": a });
    expect(isInstalled(folder)).toBe(true);
  });

  test.each([
    ["nothing was installed", { "node_modules/a": a }, undefined],
    ["one is missing", { "node_modules/a": a, "node_modules/c": a }, { "node_modules/a": a }],
    ["one is of another version", { "node_modules/a": a }, { "node_modules/a": { ...a, version: "1.0.1" } }],
    ["one has other content", { "node_modules/a": a }, { "node_modules/a": { ...a, integrity: "sha512-z" } }],
    ["one is too many", { "node_modules/a": a }, { "node_modules/a": a, "node_modules/b": a }],
    ["one for this platform is old", { "node_modules/b": forElsewhere }, { "node_modules/b": a }],
  ])("have to be installed when %s", (_, wanted, found) => {
    write(wanted, found);
    expect(isInstalled(folder)).toBe(false);
  });

  test("are there for the tests that run now", () => {
    expect(isInstalled(ROOT)).toBe(true);
  });
});

describe("a live server", () => {
  const announce = (pid: number) =>
    writeFileSync(join(folder, "server.json"), JSON.stringify({ pid, group: pid, url: "http://127.0.0.1:1" }));

  test("is one whose process exists", () => {
    expect(liveServer(folder)).toBeUndefined();
    announce(process.pid);
    expect(liveServer(folder)).toEqual({ pid: process.pid, group: process.pid, url: "http://127.0.0.1:1" });
  });

  test("is not one that has ended without saying so", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((done) => child.once("close", done));
    announce(child.pid!);
    expect(isAlive(child.pid!)).toBe(false);
    expect(liveServer(folder)).toBeUndefined();
  });
});

describe("handing over", () => {
  const bootstrap = join(ROOT, "worker", "run", "bootstrap.mjs");

  test("an unknown script is refused with the names of those there are", async () => {
    const { code, output } = await runCommand(process.execPath, [bootstrap, "strat"]);
    expect(code).toBe(1);
    expect(output).toContain('No script "strat". There are: start, dev, test,');
    expect(output).not.toContain("at ");
  });

  test("the script's arguments arrive and its exit code comes back", async () => {
    const { code, output } = await runCommand(process.execPath, [bootstrap, "test", "nonsense"]);
    expect(code).toBe(1);
    expect(output).toContain("No step nonsense. There are: check, unit, workers");
  });
});
