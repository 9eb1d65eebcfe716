import { gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin, type Rolldown } from "vite";

/** What the first room may weigh, bytes after gzip (ux.md, appendix B). */
const MAX_FIRST_ROOM_JS = 90_000;
const MAX_CSS = 20_000;

/**
 * The client alone: the worker is built by wrangler. `npm run dev` adds the plugin that runs the worker.
 * Rooms are in the entry itself, so its chunk and those it imports are what a first visit loads.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact({ reactAliasesEnabled: true, devToolsEnabled: false }), weighFirstRoom()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

/** Prints what the first room weighs, and fails a build that is too heavy. */
function weighFirstRoom(): Plugin {
  return {
    name: "weigh-first-room",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const outputs = Object.values(bundle);
        const chunks = [...loadedAtFirst(bundle)];
        const js = sum(chunks.map(weigh));
        // Parts that only some pages use bring their own sheet with them.
        const sheets = new Set(chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const css = sum(outputs.filter(({ fileName }) => sheets.has(fileName)).map(weigh));
        if (js === 0 || css === 0) this.error("The first room has no script or no style: nothing was weighed.");
        this.info(
          `first room: ${js} bytes of JS gz (at most ${MAX_FIRST_ROOM_JS}), ${css} of CSS (at most ${MAX_CSS})`,
        );
        if (js > MAX_FIRST_ROOM_JS) this.error(`The first room's JS weighs ${js} bytes gz.`);
        if (css > MAX_CSS) this.error(`The CSS weighs ${css} bytes gz.`);
      },
    },
  };
}

/** The entry's chunk and every chunk it imports, those of `import()` apart. */
function loadedAtFirst(bundle: Rolldown.OutputBundle): Set<Rolldown.OutputChunk> {
  const loaded = new Set<Rolldown.OutputChunk>();
  const load = (chunk: Rolldown.OutputChunk) => {
    if (loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") load(imported);
    }
  };
  for (const output of Object.values(bundle)) if (output.type === "chunk" && output.isEntry) load(output);
  return loaded;
}

const weigh = (output: Rolldown.OutputChunk | Rolldown.OutputAsset): number =>
  gzipSync(output.type === "chunk" ? output.code : output.source).length;
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
