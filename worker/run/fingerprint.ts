import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "./bootstrap.mjs";

/** Within a source, not part of what is built: other people's code, output, and what only tests or readers use. */
const IGNORED = /(^|\/)(node_modules|dist|e2e|fixtures|testing)\/|\.test\.tsx?$|\.md$|(^|\/)\./;

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * A short name for the present content of some sources: changes when, and only when, a file that matters is added,
 * removed, renamed or edited. Tests and documents do not matter. Reads everything; some 10 ms for the client.
 *
 * @param sources Files and folders, relative to the checkout; those that do not exist count as empty.
 * @param extra Anything else the result depends on.
 */
export function fingerprint(sources: readonly string[], extra = ""): string {
  const hash = createHash("sha256").update(extra);
  for (const source of sources) {
    const root = join(ROOT, source);
    for (const file of filesUnder(root).sort()) {
      const name = relative(root, file).replaceAll("\\", "/");
      if (IGNORED.test(name)) continue;
      const content = readFileSync(file);
      // The length keeps "a" + "bc" apart from "ab" + "c".
      hash.update(`\n${source} ${name} ${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** Was `file` last stamped with this fingerprint? */
export const isStamped = (file: string, value: string): boolean =>
  existsSync(file) && readFileSync(file, "utf8") === value;

/** Remembers that what `file` stands for was made from the sources with this fingerprint. */
export function stamp(file: string, value: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}
