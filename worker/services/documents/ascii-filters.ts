/** How PDF writes bytes as text; a filter of this kind may stand before the one that unpacks. */
export type AsciiFilter = (bytes: Uint8Array, start: number, most: number) => Uint8Array;

const isSpace = (byte: number): boolean => byte <= 0x20;

/** What a byte is in base 85, 0 to 84; -1 ends. */
const digitOf = (byte: number): number => (byte >= 0x21 && byte <= 0x75 ? byte - 0x21 : -1);
/** Four zeros, written as one character. */
const ZEROS = 0x7a;

/** Base 85: five characters from `!` to `u` are four bytes, `z` is four zeros, `~` ends. */
export function decodeAscii85(bytes: Uint8Array, start: number, most: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(4 * Math.min(bytes.length - start, Math.ceil(most / 4))));
  let size = 0;
  let group: number[] = [];
  for (let at = start; at < bytes.length && size < out.byteLength; at++) {
    const byte = bytes[at] as number;
    if (isSpace(byte)) continue;
    group = byte === ZEROS && group.length === 0 ? [0, 0, 0, 0, 0] : [...group, digitOf(byte)];
    if (group.includes(-1)) break;
    if (group.length < 5) continue;
    out.setUint32(size, group.reduce((word, digit) => word * 85 + digit, 0) % 2 ** 32);
    size += 4;
    group = [];
  }
  return new Uint8Array(out.buffer, 0, size);
}

const hexDigit = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/** Two hexadecimal digits a byte; anything else ends. */
export function decodeAsciiHex(bytes: Uint8Array, start: number, most: number): Uint8Array {
  const out = new Uint8Array(Math.min(most, bytes.length - start));
  let [size, high] = [0, -1];
  for (let at = start; at < bytes.length && size < most; at++) {
    const byte = bytes[at] as number;
    if (isSpace(byte)) continue;
    const digit = hexDigit(byte);
    if (digit < 0) break;
    if (high >= 0) out[size++] = high * 16 + digit;
    high = high >= 0 ? -1 : digit;
  }
  return out.subarray(0, size);
}
