/** A picture without what nobody sees in it, and what showing it costs. */
export interface PictureParts {
  readonly bytes: Uint8Array;
  /** Pictures one after the other; 1 for one that stands still. */
  readonly frames: number;
  /** Pixels of all frames together. */
  readonly pixels: number;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const asciiOf = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
