import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";
import type { PageVersion } from "./page-cache.ts";

/** Screens for those who build the page: not kept for times without a network. */
const NOT_KEPT = /\/gallery-/;

/**
 * Adds `service-worker.js`, told which files the page consists of, and `retired-worker.js`, which takes its place where a
 * deployment switches it off. Each is one plain script, built apart: nothing of theirs is in the page.
 * @param folder The client's.
 */
export function serviceWorkers(folder: string): Plugin {
  return {
    name: "service-workers",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const version = versionOf(bundle, folder);
        const files = [
          ["service-worker.js", await bundled(folder, "service-worker.ts", { PAGE_VERSION: JSON.stringify(version) })],
          ["retired-worker.js", await bundled(folder, "retired-worker.ts", {})],
        ] as const;
        for (const [fileName, source] of files) this.emitFile({ type: "asset", fileName, source });
        this.info(`kept for times without a network: ${version.files.length} files, version ${version.id}`);
      },
    },
  };
}

function versionOf(bundle: Rolldown.OutputBundle, folder: string): PageVersion {
  const outputs = Object.values(bundle);
  const entry = outputs.find((output) => output.type === "chunk" && output.isEntry)?.fileName;
  if (entry === undefined) throw new Error("the page has no first script");
  const fixed = join(folder, "public");
  const names = readdirSync(fixed);
  const built = outputs.map(({ fileName }) => fileName).filter((name) => name.startsWith("assets/"));
  const files = [...built.filter((name) => !NOT_KEPT.test(name)), ...names].map((name) => `/${name}`).toSorted();
  // Built files are named by their content; those with fixed names and the page are not.
  const hash = createHash("sha256").update(files.join());
  for (const name of names.toSorted()) hash.update(readFileSync(join(fixed, name)));
  const page = outputs.find(({ fileName }) => fileName === "index.html");
  if (page?.type === "asset") hash.update(page.source);
  return { id: hash.digest("hex").slice(0, 16), files, entry: `/${entry}` };
}

/** One script without imports. */
async function bundled(folder: string, name: string, define: Record<string, string>): Promise<string> {
  const result = await build({
    configFile: false,
    root: folder,
    logLevel: "warn",
    publicDir: false,
    define,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: join(folder, "offline", name), output: { format: "iife" } },
    },
  });
  const [only] = "output" in result ? result.output : [];
  if (only?.type !== "chunk") throw new Error(`${name} did not become one script`);
  return only.code;
}
