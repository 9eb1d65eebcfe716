import { join } from "node:path";
import { gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { serviceWorkers } from "./offline/service-worker.config.ts";

/** What the first room may weigh, bytes after gzip (ux.md, appendix B). */
const MAX_FIRST_ROOM_JS = 90_000;
const MAX_CSS = 20_000;

/**
 * The client alone: the worker is built by wrangler. `npm run dev` adds the plugin that runs the worker.
 * Rooms are in the entry itself, so its chunk and those it imports are what a first visit loads.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    preact({ reactAliasesEnabled: false, devToolsEnabled: false }),
    lexerOfMarked(),
    lateFiles(),
    weighFirstRoom(),
    serviceWorkers(import.meta.dirname),
  ],
  resolve: {
    // The virtual list is written for React and needs little of it.
    alias: [{ find: /^react(-dom|\/jsx-runtime)?$/, replacement: join(import.meta.dirname, "ui/react-stand-in.ts") }],
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    // The names of what each later part imports weigh 1.6 kB in the first room; a part finds them itself a moment later.
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // One file for the first room: two dozen small ones, for what lazy parts share with it, weigh and wait more.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: firstRoom(), debugName: "first room" }],
        },
      },
    },
  },
});

/** Puts what fetches a later part in the place of vite's own. */
function lateFiles(): Plugin {
  return {
    name: "late-files",
    apply: "build",
    enforce: "pre",
    resolveId: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => join(import.meta.dirname, "ui/late-files.ts"),
    },
  };
}

/** Names the chunk of what the entry imports, at any remove, those of `import()` apart. */
function firstRoom(): Rolldown.CodeSplittingNameFunction {
  const isFirst = new Map<string, boolean>();
  return (id, context) => {
    const look = (module: string): boolean => {
      const known = isFirst.get(module);
      if (known !== undefined) return known;
      isFirst.set(module, false);
      const info = context.getModuleInfo(module);
      const answer = info !== null && (info.isEntry || info.importers.some(look));
      isFirst.set(module, answer);
      return answer;
    };
    return look(id) ? "first-room" : null;
  };
}

/**
 * Leaves of marked what `Lexer` needs: the rest, which makes HTML, hangs on an instance that no bundler can see to be
 * unused. A release that is built differently fails the build, so that somebody looks.
 */
export function lexerOfMarked(): Plugin {
  return {
    name: "lexer-of-marked",
    apply: "build",
    transform: {
      filter: { id: /marked\.esm\.js$/ },
      handler(code) {
        const rest = code.search(/var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(/);
        const named = code.slice(code.lastIndexOf("export{"));
        const [lexer, tokenizer] = ["Lexer", "Tokenizer"].map((name) => named.match(`(\\w+) as ${name}[,}]`)?.[1]);
        if (rest < 0 || !lexer || !tokenizer)
          return this.error("marked is built differently: look what its lexer needs.");
        return { code: `${code.slice(0, rest)}export{${lexer} as Lexer,${tokenizer} as Tokenizer};`, map: null };
      },
    },
  };
}

/** Prints what the first room weighs, and fails a build that is too heavy. */
function weighFirstRoom(): Plugin {
  return {
    name: "weigh-first-room",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const outputs = Object.values(bundle);
        const entries = outputs.filter((output) => output.type === "chunk").filter(({ isEntry }) => isEntry);
        const chunks = [...withImports(bundle, entries)];
        const js = sum(chunks.map(weigh));
        // Parts that only some pages use bring their own sheet with them.
        const sheets = new Set(chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const css = sum(outputs.filter(({ fileName }) => sheets.has(fileName)).map(weigh));
        if (js === 0 || css === 0) this.error("The first room has no script or no style: nothing was weighed.");
        for (const line of lazyWeights(bundle, chunks)) this.info(line);
        this.info(
          `first room: ${js} bytes of JS gz (at most ${MAX_FIRST_ROOM_JS}), ${css} of CSS (at most ${MAX_CSS})`,
        );
        if (js > MAX_FIRST_ROOM_JS) this.error(`The first room's JS weighs ${js} bytes gz.`);
        if (css > MAX_CSS) this.error(`The CSS weighs ${css} bytes gz.`);
      },
    },
  };
}

/** What each part that comes later adds to the first room, the heaviest first. */
function lazyWeights(bundle: Rolldown.OutputBundle, first: readonly Rolldown.OutputChunk[]): string[] {
  const known = new Set(first);
  const parts = Object.values(bundle).flatMap((output) => {
    if (output.type !== "chunk" || !output.isDynamicEntry) return [];
    const own = [...withImports(bundle, [output])].filter((chunk) => !known.has(chunk));
    return [{ name: output.name, bytes: sum(own.map(weigh)) }];
  });
  return parts.toSorted((a, b) => b.bytes - a.bytes).map(({ name, bytes }) => `${name}: ${bytes} bytes of JS gz more`);
}

/** Chunks with every chunk they import, those of `import()` apart. */
function withImports(bundle: Rolldown.OutputBundle, chunks: Iterable<Rolldown.OutputChunk>): Set<Rolldown.OutputChunk> {
  const loaded = new Set(chunks);
  for (const chunk of loaded) {
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") loaded.add(imported);
    }
  }
  return loaded;
}

const weigh = (output: Rolldown.OutputChunk | Rolldown.OutputAsset): number =>
  gzipSync(output.type === "chunk" ? output.code : output.source).length;
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
