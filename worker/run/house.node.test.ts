import { globSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROOT } from "./bootstrap.mjs";
import { LAYERS, violationOf } from "./layers.ts";
import { importsOf, isForTests, readSource, sourceFiles, withoutComments } from "./source-tree.ts";

// A checker that sees nothing must not pass, so each begins by counting what it sees.
const files = sourceFiles();
const product = files.filter((file) => !isForTests(file));
const tests = files.filter((file) => /\.test\.tsx?$|\.spec\.ts$/.test(file));
const code = new Map(product.map((file) => [file, withoutComments(readSource(file))]));
const filesWith = (pattern: RegExp, among = product) => among.filter((file) => pattern.test(code.get(file) ?? ""));

describe("who may import whom", () => {
  test("arrows point inwards", () => {
    expect(product.length).toBeGreaterThan(20);
    const imports = product.flatMap((file) => importsOf(file));
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.flatMap((found) => violationOf(found) ?? [])).toEqual([]);
  });

  test("every layer is there", () => {
    const empty = LAYERS.filter(({ covers }) => !product.some((file) => covers.test(file)));
    expect(empty.map(({ name }) => name)).toEqual([]);
  });

  test.each([
    ["client/state/a.ts", 'import type { Env } from "../../worker/env.ts";', "may not import type worker/env.ts"],
    ["shared/a.ts", 'import { log } from "../worker/log.ts";', "may not import worker/log.ts"],
    ["shared/a.ts", 'import { readFileSync } from "node:fs";', "may not import node:fs"],
    ["worker/conversation/core/a.ts", 'import { eq } from "drizzle-orm";', "may not import drizzle-orm"],
    [
      "worker/conversation/core/a.ts",
      'import { X } from "../ports.ts";',
      "may not import worker/conversation/ports.ts",
    ],
    ["worker/conversation/a.ts", 'import {\n  type A,\n  b,\n} from "./adapters/b.ts";', "adapters/b.ts"],
    ["worker/conversation/a.ts", 'export { b } from "./adapters/b.ts";', "adapters/b.ts"],
    ["worker/http/routes/a.ts", 'import { r } from "../../conversation/room-runtime.ts";', "room-runtime.ts"],
    ["worker/llm/a.ts", 'const s = await import("../../schema/tables/bots.ts");', "schema/tables/bots.ts"],
    ["client/ui/a.tsx", 'import "partysocket/ws";', "imports partysocket, which only"],
    ["worker/services/a.ts", 'import { Server } from "partyserver";', "imports partyserver, which only"],
    ["worker/conversation/adapters/a.ts", 'import { Server } from "partyserver";', "imports partyserver, which only"],
  ])("%s is refused %s", (file, source, complaint) => {
    expect(importsOf(file, source).map(violationOf)).toEqual([expect.stringContaining(complaint)]);
  });

  test.each([
    ["worker/conversation/core/a.ts", 'import type { X } from "../ports.ts";'],
    ["worker/conversation/ConversationRoom.ts", 'import { Server } from "partyserver";'],
    ["worker/conversation/adapters/a.ts", 'import type { Connection } from "partyserver";'],
    ["client/net/room-socket.ts", 'import { WebSocket } from "partysocket";'],
    ["client/ui/a.tsx", 'import { render } from "preact"; // never from "../../worker/env.ts"'],
  ])("%s is allowed %s", (file, source) => {
    const imports = importsOf(file, source);
    expect(imports).toHaveLength(1);
    expect(imports.map(violationOf)).toEqual([undefined]);
  });
});

describe("rules and their tests", () => {
  const specs = globSync("{shared,schema,worker,client}/**/SPEC.md", { cwd: ROOT, exclude: ["**/node_modules/**"] });
  const ids = specs.flatMap((spec) => [...readSource(spec).matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, id]) => id!));
  /** Ids at the beginning of a text in a test file: that is where a title has them. */
  const namedIn = (among: string[]) =>
    new Set(
      among.flatMap((file) =>
        [...readSource(file).matchAll(/["'`]((?:\[[A-Z]+\d+\]\s*)+)/g)].flatMap(
          ([, title]) => title!.match(/[A-Z]+\d+/g)!,
        ),
      ),
    );

  test("there are rules, each with an id of its own", () => {
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("each rule is named by a test", () => {
    const named = namedIn(tests);
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });

  test("each rule that a test names exists; browser tests name scenarios too", () => {
    const named = namedIn(tests.filter((file) => !file.startsWith("client/e2e/")));
    expect([...named].filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("what is not written here", () => {
  test("no asynchronous transactionSync: it would keep its writes when it throws", () => {
    expect(filesWith(/\btransactionSync\s*(<[^(]*>)?\(\s*async\b/)).toEqual([]);
  });

  test("no RegExp made at run time: patterns that users write go through re2js, which cannot be made to hang", () => {
    expect(filesWith(/\bRegExp\(\s*(?!["'/]|`[^`$]*`)/)).toEqual([]);
  });

  test("no Math.random in the pure ring: chance is an argument", () => {
    const pure = product.filter((file) => /^(shared|worker\/conversation\/(core|commands))\//.test(file));
    expect(pure.length).toBeGreaterThan(20);
    expect(filesWith(/\bMath\.random\b/, pure)).toEqual([]);
  });
});

test("the top of the tree has only the agreed names", () => {
  const agreed = ["worker", "client", "shared", "schema", "README.md", "LICENSE", "node_modules"];
  const configs = ["wrangler.toml", "package.json", "package-lock.json", "tsconfig.json", "vitest.config.ts"];
  const names = readdirSync(ROOT).filter((name) => !name.startsWith("."));
  expect(names).toContain("worker");
  expect(names.filter((name) => ![...agreed, ...configs].includes(name))).toEqual([]);
});
