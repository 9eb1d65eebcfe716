import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { unstable_getVarsForDev as getVarsForDev } from "wrangler";
import { Refusal } from "./bootstrap.mjs";
import { listenAddress, toEnvFile, workerSettings } from "./settings.ts";
import { readSource } from "./source-tree.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the server listens on this machine alone, at 8787, unless told otherwise", () => {
  expect(listenAddress({})).toEqual({ host: "127.0.0.1", port: 8787 });
  expect(listenAddress({ HOST: "0.0.0.0", PORT: "80" })).toEqual({ host: "0.0.0.0", port: 80 });
  expect(listenAddress({ HOST: "", PORT: "" })).toEqual({ host: "127.0.0.1", port: 8787 });
});

test.each(["0", "65536", "http", "80.5", "-1"])("PORT=%s is refused", (PORT) => {
  expect(() => listenAddress({ PORT })).toThrow(`PORT=${PORT}`);
});

test("only settings reach the worker, and one set to nothing is not set", () => {
  const env = { PATH: "/bin", HOME: "/root", CLOUDFLARE_API_KEY: "c", OPENAI_API_KEY: "o", CLERK_SECRET_KEY: "" };
  expect(workerSettings(env)).toEqual({ HOST: "127.0.0.1", PORT: "8787", OPENAI_API_KEY: "o" });
});

test("every setting that the worker reads is passed on to it", () => {
  const source = readSource("worker/env.ts");
  const providers = [...(/PROVIDERS = \[([^\]]+)\]/.exec(source)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
    ([, name]) => name!,
  );
  const named = [...source.matchAll(/^ {2}readonly ([A-Z_]+)\?: string;/gm)].map(([, name]) => name!);
  expect(providers.length).toBeGreaterThan(3);
  expect(named.length).toBeGreaterThan(5);
  const names = [...named, ...providers.flatMap((name) => [`${name}_API_KEY`, `${name}_BASE_URL`])];
  const env = Object.fromEntries(names.map((name) => [name.toUpperCase(), "1"]));
  expect(Object.keys(workerSettings(env)).sort()).toEqual([...new Set([...Object.keys(env), "HOST"])].sort());
});

/** What wrangler makes of our file: the reader that decides, not one like it. */
function readBack(settings: Record<string, string>): Record<string, unknown> {
  const file = join(folder, "server.env");
  writeFileSync(file, toEnvFile(settings));
  const read = getVarsForDev(join(folder, "wrangler.toml"), [file], {}, undefined, true);
  return Object.fromEntries(Object.entries(read).map(([name, binding]) => [name, "value" in binding && binding.value]));
}

test("a value arrives as it was, whatever is in it", () => {
  const settings = {
    A: "plain",
    B: `it's "quoted" $HOME \${HOME} \\$ # not a comment`,
    C: "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    D: "both ' and `",
    E: '{"1":"abc\\n"}',
    F: " kept ",
  };
  expect(readBack(settings)).toEqual(settings);
});

test("any value arrives as it was, or is refused by name", () => {
  const nasty = fc.constantFrom("'", '"', "`", "$", "\\", "\n", "=", "#", "{", "}", " ", "A", "B", "é");
  const value = fc.array(nasty, { minLength: 1, maxLength: 12 }).map((marks) => marks.join(""));
  fc.assert(
    fc.property(value, value, (a, b) => {
      const settings = { A: a, B: b };
      let written = true;
      try {
        toEnvFile(settings);
      } catch (error) {
        written = !(error instanceof Refusal);
        expect(String(error)).toMatch(/Error: [AB] has/);
      }
      if (written) expect(readBack(settings)).toEqual(settings);
    }),
    { numRuns: 500 },
  );
});
