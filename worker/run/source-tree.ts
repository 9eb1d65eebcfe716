import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { ROOT } from "./bootstrap.mjs";

/** An import as it stands in a file. `target` is a path in the checkout, or the name of a package. */
export type Import = { file: string; target: string; isRelative: boolean; isTypeOnly: boolean };

const SOURCES = "{shared,schema,worker,client}/**/*.{ts,tsx}";
const NOT_OURS = ["**/node_modules/**", "client/dist/**"];

/** Every TypeScript file of the checkout, as `worker/index.ts`, sorted. */
export const sourceFiles = (): string[] =>
  globSync(SOURCES, { cwd: ROOT, exclude: NOT_OURS })
    .map((file) => file.replaceAll("\\", "/"))
    .sort();

/** Text of a file of the checkout. */
export const readSource = (file: string): string => readFileSync(posix.join(ROOT.replaceAll("\\", "/"), file), "utf8");

/** A source without its comments, so that a rule may be explained where it is obeyed. Cuts strings with `//` short. */
export const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|[^:])\/\/.*$/gm, "$1");

/** Is the file a test, or does it serve only tests, measurements and tools? */
export const isForTests = (file: string): boolean =>
  /\.test\.tsx?$|\/testing\/|^client\/e2e\/|^worker\/(run|bench|torture)\/|\.config\.ts$/.test(file);

const IMPORT = /(?:^|[\s;])(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s*)?["']([^"']+)["']/g;
const LATE_IMPORT = /\bimport\(\s*["']([^"']+)["']/g;

/** What a file imports and re-exports, late imports included. */
export function importsOf(file: string, source = readSource(file)): Import[] {
  const code = withoutComments(source);
  const found = [
    ...[...code.matchAll(IMPORT)].map(([, type, specifier]) => ({ specifier, isTypeOnly: type !== undefined })),
    ...[...code.matchAll(LATE_IMPORT)].map(([, specifier]) => ({ specifier, isTypeOnly: false })),
  ];
  return found.map(({ specifier = "", isTypeOnly }) => {
    const isRelative = specifier.startsWith(".");
    const target = isRelative ? posix.join(posix.dirname(file), specifier) : specifier;
    return { file, target, isRelative, isTypeOnly };
  });
}
