import { type JsonValue, type Read, refuse } from "./import-plan.ts";
import { scanJson } from "./json-scan.ts";

/**
 * Parses UTF-8 JSON from strangers. Size is refused before a byte is read, depth, keys and text length by a linear
 * scan before `JSON.parse` builds anything. A byte order mark is tolerated; of repeated keys the last counts;
 * `__proto__` keys are left out; a number too large to be finite becomes null.
 *
 * @param maxBytes The caller's cap, since only the caller knows what else must fit in memory.
 */
export function parseJsonWithin(bytes: Uint8Array, maxBytes: number): Read<JsonValue> {
  if (bytes.length > maxBytes)
    return refuse("too_large", `The JSON has ${bytes.length} bytes; at most ${maxBytes} can be imported at once.`);
  const scan = scanJson(bytes, startOf(bytes));
  if (scan.excess) {
    const { message, path } = scan.excess;
    return refuse("too_large", `${path || "The JSON"} ${message}. Shorten it and import again.`, path);
  }
  const text = decodeUtf8(bytes);
  if (text === null) return refuse("invalid", "The file is not UTF-8 text. Save it as UTF-8 and import it again.");
  return parseText(text, scan.isOdd);
}

const startOf = (bytes: Uint8Array): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes); // also takes a byte order mark away
  } catch {
    return null;
  }
}

function parseText(text: string, isOdd: boolean): Read<JsonValue> {
  try {
    // A reviver costs several times the parse, so only texts that need one get it.
    return { ok: true, value: JSON.parse(text, isOdd ? dropHazards : undefined) as JsonValue };
  } catch {
    return refuse("invalid", "The file is not valid JSON. Check that it is complete and was not edited by mistake.");
  }
}

/** `undefined` makes `JSON.parse` leave the property out. */
function dropHazards(key: string, value: JsonValue): JsonValue | undefined {
  if (key === "__proto__") return undefined;
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
