import { Buffer } from "node:buffer";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** From here on texts are compressed, UTF-16 units. Chosen: shorter ones are read too often to be worth it. */
const PACK_FROM = 64_000;
/** Marks a compressed text; no JSON begins so. */
const MARK = "deflate:";

/** `json` as it is stored: large ones (a trace of a thousand entries is a megabyte) shrink to a twentieth. */
export function packText(json: string): string {
  return json.length < PACK_FROM ? json : MARK + Buffer.from(deflateRawSync(json, { level: 1 })).toString("base64");
}

/** What `packText` was given. */
export function unpackText(stored: string): string {
  if (!stored.startsWith(MARK)) return stored;
  return new TextDecoder().decode(inflateRawSync(Buffer.from(stored.slice(MARK.length), "base64")));
}
