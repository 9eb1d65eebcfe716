import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { OUTPUT, ROOT } from "../run/bootstrap.mjs";
import { runCommand } from "../run/tools.ts";
import type { WorkerBundle } from "../run/worker-bundle.ts";

/** One change of one source: `find` stands there exactly once and becomes `replace`. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const SOURCES = [
  "{worker,shared,schema,client}/**/*.*",
  "{wrangler.toml,package.json,package-lock.json,tsconfig.json,.tsconfig.base.json,vitest.config.ts,README.md}",
];
const NOT_SOURCES = ["**/node_modules/**", "client/dist/**"];
const TREES = join(OUTPUT, "patched");
/** Longer than any run that uses one. Chosen. */
const KEEP_MS = 2 * 60 * 60_000;

/** A source after a patch. @throws When what is to be replaced is not there exactly once: the patch is out of date. */
export function patched(source: string, { file, find, replace }: Patch): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places like "${find}", not one: the patch is out of date`);
  return source.replace(find, () => replace);
}

/**
 * A copy of the checkout's sources with some patches, packages and unchanged files shared with it: what is built or
 * tested there is the product with these changes and nothing else. Below a second.
 *
 * @param name For people who look into the folder.
 */
export function patchedTree(name: string, patches: readonly Patch[]): string {
  forgetOldTrees();
  const draft = join(TREES, `draft-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  const changed = new Map<string, string>();
  for (const patch of patches)
    changed.set(patch.file, patched(changed.get(patch.file) ?? readFileSync(join(ROOT, patch.file), "utf8"), patch));
  const hash = createHash("sha256");
  const folders = new Set<string>();
  for (const file of globSync(SOURCES, { cwd: ROOT, exclude: NOT_SOURCES }).sort()) {
    const from = join(ROOT, file);
    const to = join(draft, file);
    const facts = statSync(from);
    if (!facts.isFile()) continue;
    hash.update(`${file} ${facts.mtimeMs} ${changed.get(file) ?? ""}\n`);
    if (!folders.has(dirname(to))) mkdirSync(dirname(to), { recursive: true });
    folders.add(dirname(to));
    const text = changed.get(file);
    // A second name of the same file where nothing changes: whoever edits by replacing leaves ours as it was.
    if (text === undefined) linkSync(from, to);
    else writeFileSync(to, text);
  }
  symlinkSync(join(ROOT, "node_modules"), join(draft, "node_modules"));
  const tree = join(TREES, `${name}-${hash.digest("hex").slice(0, 12)}`);
  if (existsSync(tree)) rmSync(draft, { recursive: true });
  else renameSync(draft, tree);
  return tree;
}

/** The worker of a patched tree, bundled as the product's is. @throws With the bundler's words where it does not bundle. */
export async function bundleOf(tree: string): Promise<WorkerBundle> {
  const program = `const { bundleWorker } = await import(${JSON.stringify(join(tree, "worker/run/worker-bundle.ts"))});
    console.log("bundle:" + JSON.stringify(await bundleWorker()));`;
  const { code, output } = await runCommand(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    "--input-type=module",
    "-e",
    program,
  ]);
  const line = output.split("\n").find((said) => said.startsWith("bundle:"));
  if (code !== 0 || line === undefined) throw new Error(`the patched worker did not bundle:\n${output}`);
  return JSON.parse(line.slice("bundle:".length)) as WorkerBundle;
}

function forgetOldTrees(): void {
  mkdirSync(TREES, { recursive: true });
  for (const name of readdirSync(TREES)) {
    const tree = join(TREES, name);
    if (Date.now() - statSync(tree).mtimeMs > KEEP_MS) rmSync(tree, { recursive: true, force: true });
  }
}
