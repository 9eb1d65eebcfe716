import type { Endpoint } from "./endpoint.ts";

/** A JSON answer with what names exactly this content. */
export interface Version {
  /** The body as it leaves. */
  readonly text: string;
  /** Strong, quoted. */
  readonly etag: string;
  readonly body: unknown;
}

/** Bytes of the hash that stand in an ETag. Chosen: 128 bits. */
const ETAG_BYTES = 16;

/**
 * Names `body` by its content as this caller sees it. Of two callers who see different fields of a row, each has an ETag
 * of their own.
 */
export async function versionOf(body: unknown): Promise<Version> {
  const text = JSON.stringify(body);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const tag = btoa(String.fromCharCode(...new Uint8Array(hash.slice(0, ETAG_BYTES))));
  return { text, body, etag: `"${tag.replace(/=+$/, "")}"` };
}

/** Whether an `If-Match` or `If-None-Match` field names `etag`. A weak mark, as proxies add one, is read over. */
export const namesTag = (field: string, etag: string): boolean =>
  field.split(",").some((part) => ["*", etag].includes(part.trim().replace(/^W\//, "")));

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
