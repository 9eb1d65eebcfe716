/**
 * What a JSON text may hold, measured before it is parsed (reliability S-16). Text length is in UTF-16 units once
 * decoded, so three-byte scripts get as many letters as ASCII. Items of lists are ours to add: 14 million zeros are
 * 28 MB of text and 1.8 GB of memory.
 */
export const JSON_LIMITS = {
  depth: 20,
  keysPerObject: 20_000,
  keys: 500_000,
  items: 500_000,
  stringLength: 200_000,
} as const;

interface JsonExcess {
  /** Ready for a person, without the path. */
  readonly message: string;
  readonly path: string;
}

interface JsonScan {
  readonly excess: JsonExcess | null;
  /** Holds a `__proto__` key, an escape inside a key, or a number that may not be finite: parse with care. */
  readonly isOdd: boolean;
}

interface Frame {
  readonly isArray: boolean;
  /** Keys seen in an object, commas seen in an array. */
  members: number;
  keyStart: number;
  keyEnd: number;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly frames: Frame[];
  keys: number;
  items: number;
  isOdd: boolean;
  /** The last string read: a key, if a colon follows. */
  stringStart: number;
  stringEnd: number;
  stringHasEscape: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/**
 * Walks UTF-8 JSON once, byte by byte, without recursion, and stops at the first limit passed.
 * Grammar is not its business: `JSON.parse` judges that afterwards.
 *
 * @param from Where the text starts, after a byte order mark.
 * @returns Never throws. Linear in the bytes read, with a stack of at most `JSON_LIMITS.depth` frames.
 */
export function scanJson(bytes: Uint8Array, from: number): JsonScan {
  const cursor: Cursor = {
    bytes,
    at: from,
    frames: [],
    keys: 0,
    items: 0,
    isOdd: false,
    stringStart: 0,
    stringEnd: 0,
    stringHasEscape: false,
  };
  while (cursor.at < bytes.length) {
    const message = step(cursor);
    if (message !== null) return { excess: { message, path: pathOf(cursor) }, isOdd: true };
  }
  return { excess: null, isOdd: cursor.isOdd };
}

function step(cursor: Cursor): string | null {
  switch (cursor.bytes[cursor.at]) {
    case QUOTE:
      return readString(cursor);
    case 0x7b: // {
      return open(cursor, false);
    case 0x5b: // [
      return open(cursor, true);
    case 0x7d: // }
    case 0x5d: // ]
      cursor.frames.pop();
      break;
    case 0x3a: // :
      return countKey(cursor);
    case 0x2c: // ,
      return countItem(cursor);
    default:
      return readOther(cursor);
  }
  cursor.at += 1;
  return null;
}

function open(cursor: Cursor, isArray: boolean): string | null {
  if (cursor.frames.length >= JSON_LIMITS.depth) return `is nested more than ${JSON_LIMITS.depth} levels deep`;
  cursor.frames.push({ isArray, members: 0, keyStart: 0, keyEnd: 0 });
  cursor.at += 1;
  return null;
}

function countKey(cursor: Cursor): string | null {
  cursor.at += 1;
  const frame = cursor.frames.at(-1);
  if (frame === undefined || frame.isArray) return null;
  frame.keyStart = cursor.stringStart;
  frame.keyEnd = cursor.stringEnd;
  frame.members += 1;
  cursor.keys += 1;
  if (cursor.stringHasEscape || textBetween(cursor, frame.keyStart, frame.keyEnd, 10) === "__proto__")
    cursor.isOdd = true;
  if (frame.members > JSON_LIMITS.keysPerObject) return `has more than ${JSON_LIMITS.keysPerObject} keys`;
  return cursor.keys > JSON_LIMITS.keys ? `makes more than ${JSON_LIMITS.keys} keys in the file` : null;
}

/** A comma: one more item, if it stands in a list. */
function countItem(cursor: Cursor): string | null {
  cursor.at += 1;
  const frame = cursor.frames.at(-1);
  if (!frame?.isArray) return null;
  frame.members += 1;
  cursor.items += 1;
  return cursor.items > JSON_LIMITS.items ? `makes more than ${JSON_LIMITS.items} list items in the file` : null;
}

/** Moves past a string, counting its UTF-16 units. An unterminated one simply ends with the bytes. */
function readString(cursor: Cursor): string | null {
  const { bytes } = cursor;
  let at = cursor.at + 1;
  let units = 0;
  cursor.stringStart = at;
  cursor.stringHasEscape = false;
  for (let byte = bytes[at]; byte !== undefined && byte !== QUOTE; byte = bytes[at]) {
    if (byte === BACKSLASH) {
      cursor.stringHasEscape = true;
      at += bytes[at + 1] === LOWER_U ? 6 : 2;
      units += 1;
    } else {
      at += 1;
      units += unitsOf(byte);
    }
    if (units > JSON_LIMITS.stringLength) return `is a text longer than ${JSON_LIMITS.stringLength} characters`;
  }
  cursor.stringEnd = Math.min(at, bytes.length);
  cursor.at = at + 1;
  return null;
}

/** UTF-16 units a UTF-8 byte begins: none for a continuation, two for the lead of a pair outside the basic plane. */
function unitsOf(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0;
  return byte >= 0xf0 ? 2 : 1;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Space, literals and numbers. `1e400` and 400 digits both parse to Infinity, which no JSON can hold again. */
function readOther(cursor: Cursor): null {
  const start = cursor.at;
  while (isDigit(cursor.bytes[cursor.at])) cursor.at += 1;
  const hasExponent = cursor.at > start && ((cursor.bytes[cursor.at] ?? 0) | 0x20) === 0x65;
  if (hasExponent || cursor.at - start > 300) cursor.isOdd = true;
  if (cursor.at === start) cursor.at += 1;
  return null;
}

const decoder = new TextDecoder();
const textBetween = (cursor: Cursor, start: number, end: number, most: number): string =>
  decoder.decode(cursor.bytes.subarray(start, Math.min(end, start + most)));

/** `data.entries[12].content`, from the keys and positions of the open frames. */
function pathOf(cursor: Cursor): string {
  let path = "";
  for (const frame of cursor.frames) {
    if (frame.isArray) path += `[${frame.members}]`;
    else if (frame.members > 0) path += `${path && "."}${textBetween(cursor, frame.keyStart, frame.keyEnd, 60)}`;
  }
  return path;
}
