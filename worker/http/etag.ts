import type { Endpoint } from "./endpoint.ts";

/** A JSON answer with what names exactly this content. */
export interface Version {
  /** The body as it leaves. */
  readonly text: string;
  /** Strong, quoted. */
  readonly etag: string;
  readonly body: unknown;
}

/** Bytes of the two hashes that stand in an ETag. Chosen: 128 bits for what is written, 64 for what is counted. */
const CONTENT_BYTES = 16;
const WHOLE_BYTES = 8;

/** Numbers that move by themselves while others look, like and talk: nobody's edit, so nobody's edit is lost by them. */
const COUNTED: ReadonlySet<string> = new Set([
  "access_count",
  "bot_count",
  "community_stats",
  "favorites_count",
  "last_accessed",
  "last_message",
  "last_used",
  "likes_count",
  "total_conversations",
  "unread",
  "usage_analytics",
  "usage_count",
  "view_count",
]);
const withoutCounts = (name: string, value: unknown): unknown => (COUNTED.has(name) ? undefined : value);

/**
 * Names `body` by its content as this caller sees it: first what is written, then all of it. Of two callers who see
 * different fields of a row, each has an ETag of their own.
 */
export async function versionOf(body: unknown): Promise<Version> {
  const text = JSON.stringify(body);
  const content = await hashOf(JSON.stringify(body, withoutCounts), CONTENT_BYTES);
  return { text, body, etag: `"${content}.${await hashOf(text, WHOLE_BYTES)}"` };
}

async function hashOf(text: string, bytes: number): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(hash.slice(0, bytes)))).replace(/=+$/, "");
}

/** The tags of a conditional field. A weak mark, as proxies add one, is read over. */
const tagsOf = (field: string): string[] => field.split(",").map((part) => part.trim().replace(/^W\//, ""));

/** Whether an `If-None-Match` field names `etag`: all of it is as it was. */
export const namesTag = (field: string, etag: string): boolean =>
  tagsOf(field).some((tag) => tag === "*" || tag === etag);

/** Whether an `If-Match` field names the version of `etag`: what is written is as it was. */
export const namesVersion = (field: string, etag: string): boolean =>
  tagsOf(field).some((tag) => tag === "*" || (tag.startsWith('"') && tag.split(".", 1)[0] === etag.split(".", 1)[0]));

/**
 * The GET of every address that shows a single resource, by its path: one that ends with a parameter, or one that is
 * changed at the same address. Those answers have ETags.
 */
export function singleReaders(endpoints: readonly Endpoint[]): ReadonlyMap<string, Endpoint> {
  const changed = new Set(endpoints.filter(({ method }) => CHANGING.includes(method)).map(({ path }) => path));
  const isSingle = ({ path }: Endpoint): boolean => /\/:\w+$/.test(path) || changed.has(path);
  return new Map(
    endpoints.filter((one) => one.method === "GET" && isSingle(one)).map((one) => [one.path, one] as const),
  );
}

/** Methods that change what is at their own address. */
export const CHANGING: readonly string[] = ["PUT", "PATCH", "DELETE"];
