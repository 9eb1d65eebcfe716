import type { DeviceStorage } from "../state/ports.ts";

interface RandomSource {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array;
  randomUUID?(): string;
}

/** A random UUID (version 4). `crypto.randomUUID` is missing on plain-http pages: a phone on the same network. */
export function newUuid(source: RandomSource = crypto): string {
  return source.randomUUID?.() ?? formatUuid(source.getRandomValues(new Uint8Array(16)));
}

/** RFC 9562 §5.4: version 4 in the high half of byte 6, variant 10 in the top bits of byte 8. */
function formatUuid(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte, at) => {
    if (at === 6) return (byte & 0x0f) | 0x40;
    return at === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const text = hex.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** This browser's id, kept for good; a new one each visit where nothing can be kept. */
export function deviceId(storage: DeviceStorage, newId: () => string): string {
  const known = storage.get("device_id");
  if (known) return known;
  const id = newId();
  storage.set("device_id", id);
  return id;
}

const DEVICES: readonly (readonly [RegExp, string])[] = [
  [/iPad/, "iPad"],
  [/iPhone/, "iPhone"],
  [/Android/, "Android"],
  [/Mac OS X/, "Mac"],
  [/Windows/, "Windows"],
  [/CrOS/, "Chromebook"],
  [/Linux/, "Linux"],
];

/** A word by which people tell their own devices apart; empty for a browser that does not say. */
export const deviceNameOf = (userAgent: string): string => DEVICES.find(([mark]) => mark.test(userAgent))?.[1] ?? "";
