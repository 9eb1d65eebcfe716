import type { Import } from "./source-tree.ts";

/**
 * A part of the tree and what it may import. The first whose `covers` fits a file rules it. Everything is a pattern: of
 * paths in the checkout for `may` and `mayType`, of package names for `packages`.
 */
type Layer = { name: string; covers: RegExp; may: RegExp; mayType?: RegExp; packages: RegExp };

const ANY = /^/;
/** What a browser can run. */
const BROWSER_PACKAGES = /^(?!node:|cloudflare:|drizzle-|partyserver|wrangler|miniflare|itty-router|@clerk\/)/;

/** Arrows point inwards: from the platform to the pure ring, never back. */
export const LAYERS: readonly Layer[] = [
  { name: "shared", covers: /^shared\//, may: /^shared\//, packages: /^(zod|re2js|fflate)(\/|$)/ },
  { name: "schema", covers: /^schema\//, may: /^(schema|shared)\//, packages: /^(drizzle-orm|zod)(\/|$)/ },
  {
    name: "the room's core and commands",
    covers: /^worker\/conversation\/(core|commands)\//,
    may: /^(shared|worker\/conversation\/(core|commands))\//,
    // The shapes of what passes through the ports are data; nothing of the ports is there when the code runs.
    mayType: /^worker\/conversation\/(ports|room-store)\.ts$/,
    packages: /^zod(\/|$)/,
  },
  {
    name: "the room's shell and adapters",
    covers: /^worker\/conversation\/(adapters\/|ConversationRoom\.ts)/,
    may: /^(shared\/|schema\/|worker\/(?!http\/|run\/))/,
    packages: ANY,
  },
  {
    name: "the room's runtime",
    covers: /^worker\/conversation\/[^/]+$/,
    may: /^(shared\/|worker\/conversation\/(core|commands)\/|worker\/conversation\/[a-z-]+\.ts$|worker\/[a-z-]+\.ts$)/,
    // What it tells the objects of its people.
    mayType: /^worker\/user\/news\.ts$/,
    packages: /^zod(\/|$)/,
  },
  {
    name: "a person's core",
    covers: /^worker\/user\/core\//,
    may: /^(shared|worker\/user\/core)\//,
    packages: /^zod(\/|$)/,
  },
  {
    name: "a person's shell and adapters",
    covers: /^worker\/user\/(adapters\/|UserHub\.ts)/,
    may: /^(shared\/|schema\/|worker\/(?!http\/|run\/))/,
    packages: ANY,
  },
  {
    name: "a person's runtime",
    covers: /^worker\/user\/[^/]+$/,
    may: /^(shared\/|worker\/user\/core\/|worker\/user\/[a-z-]+\.ts$|worker\/conversation\/core\/flood\.ts$|worker\/[a-z-]+\.ts$)/,
    mayType: /^worker\/conversation\/(ports|core\/room-news)\.ts$/,
    packages: /^zod(\/|$)/,
  },
  {
    name: "models",
    covers: /^worker\/llm\//,
    may: /^(shared\/|worker\/llm\/|worker\/conversation\/ports\.ts$|worker\/[a-z-]+\.ts$)/,
    packages: /^(?!drizzle-|partyserver|itty-router)/,
  },
  {
    name: "HTTP",
    covers: /^worker\/http\//,
    // It calls the object by RPC and says for whom: that contract, and no other code of the room.
    may: /^(shared\/|schema\/|worker\/(?!conversation\/|run\/)|worker\/conversation\/identity\.ts$|package\.json$)/,
    mayType: /^worker\/(conversation|user)\/rpc\.ts$/,
    packages: /^(?!partyserver)/,
  },
  {
    name: "the rest of the worker",
    covers: /^worker\//,
    may: /^(shared\/|schema\/|worker\/(?!run\/))/,
    packages: ANY,
  },
  { name: "client", covers: /^client\//, may: /^(client|shared)\//, packages: BROWSER_PACKAGES },
];

/** A package that brings a whole platform along, and the only files that may let in its code, or its types. */
type Gate = { package: string; code: RegExp; types: RegExp };

const GATES: readonly Gate[] = [
  { package: "partysocket", code: /^client\/net\/room-socket\.ts$/, types: /^client\/net\/room-socket\.ts$/ },
  {
    package: "partyserver",
    code: /^worker\/(conversation\/ConversationRoom|user\/UserHub)\.ts$/,
    types: /^worker\/(conversation|user)\/([A-Z]\w+\.ts$|adapters\/)/,
  },
];

/** What is wrong with an import, or nothing. A file that no layer covers is wrong too: it would never be looked at. */
export function violationOf({ file, target, isRelative, isTypeOnly }: Import): string | undefined {
  const layer = LAYERS.find(({ covers }) => covers.test(file));
  if (layer === undefined) return `${file} belongs to no layer`;
  const gate = GATES.find(({ package: name }) => target === name || target.startsWith(`${name}/`));
  const open = isTypeOnly ? gate?.types : gate?.code;
  if (gate && open?.test(file) === false) return `${file} imports ${gate.package}, which only ${open.source} may`;
  const may = isRelative
    ? layer.may.test(target) || (isTypeOnly && layer.mayType?.test(target) === true)
    : layer.packages.test(target);
  return may ? undefined : `${file} (${layer.name}) may not import ${isTypeOnly ? "type " : ""}${target}`;
}
