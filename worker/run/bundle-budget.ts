import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** A chunk in vite's manifest. Keys and imports are source paths relative to `client/`, or names of shared chunks. */
type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] };
export type Manifest = Record<string, Chunk>;

/** What a person's browser has to fetch before it shows the first room, gzipped. Performance goal P17. */
export const BUDGET_BYTES = { js: 90_000, css: 20_000 } as const;
/** Screens that are loaded late but belong to the first room. */
const ROOM_SOURCES = /^room\//;

/**
 * The files of the first room: the entry with everything it imports, and the room's own chunks with theirs.
 * @throws When the manifest has no entry.
 */
export function firstRoomFiles(manifest: Manifest): { js: string[]; css: string[] } {
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  if (entries.length === 0) throw new Error("the client's manifest has no entry");
  const reached = new Set<string>();
  const reach = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || reached.has(key)) return;
    reached.add(key);
    chunk.imports?.forEach(reach);
    chunk.dynamicImports?.filter((late) => ROOM_SOURCES.test(late)).forEach(reach);
  };
  entries.forEach(reach);
  const chunks = [...reached].flatMap((key) => manifest[key] ?? []);
  return {
    js: chunks.map((chunk) => chunk.file).filter((file) => file.endsWith(".js")),
    css: [...new Set(chunks.flatMap((chunk) => [...(chunk.css ?? []), chunk.file]))].filter((f) => f.endsWith(".css")),
  };
}

/** Gzipped size of the first room's script and style in a build made with a manifest, in bytes. */
export function firstRoomBytes(outDir: string): { js: number; css: number } {
  const manifest = JSON.parse(readFileSync(join(outDir, ".vite", "manifest.json"), "utf8")) as Manifest;
  const { js, css } = firstRoomFiles(manifest);
  const size = (files: string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length, 0);
  return { js: size(js), css: size(css) };
}
