import { asciiOf, joined, type PictureParts, viewOf } from "./picture-parts.ts";

/** Most segments and scans. Chosen: encoders write some dozens; each scan makes a viewer go over the picture again. */
const MAX_SEGMENTS = 2_000;
const MAX_SCANS = 100;

const START_OF_SCAN = 0xda;
const END = 0xd9;
/** Start-of-frame markers; the three left out of 0xC0–0xCF are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Segments a picture is made of: frames, tables, scans, restart intervals, number of lines, its end. */
const isPicture = (marker: number): boolean => (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xd9 && marker <= 0xdd);

interface Segment {
  readonly marker: number;
  /** From its 0xFF on, a scan with its pixels. */
  readonly bytes: Uint8Array;
}

/** Up to the end marker: tables, the frame, scans, and the application segments that change how a picture looks. */
export function stripJpeg(bytes: Uint8Array): PictureParts | null {
  const segments = segmentsOf(bytes);
  if (segments === null) return null;
  const firstScan = segments.findIndex(({ marker }) => marker === START_OF_SCAN);
  const scans = segments.filter(({ marker }) => marker === START_OF_SCAN).length;
  const frames = segments.filter(({ marker }) => isFrame(marker));
  const [frame] = frames;
  if (frame === undefined || frames.length > 1 || segments.indexOf(frame) > firstScan) return null;
  const pixels = areaOf(frame);
  if (scans > MAX_SCANS || pixels === 0) return null;
  const kept = segments.filter(isShown).map((segment) => segment.bytes);
  return { bytes: joined([bytes.subarray(0, 2), ...kept]), frames: 1, pixels };
}

const areaOf = ({ bytes }: Segment): number =>
  bytes.length < 9 ? 0 : viewOf(bytes).getUint16(5) * viewOf(bytes).getUint16(7);

/** All segments with the end marker; null where they do not fit together or do not end. */
function segmentsOf(bytes: Uint8Array): Segment[] | null {
  const segments: Segment[] = [];
  for (let at = 2; segments.length < MAX_SEGMENTS; ) {
    // Any number of 0xFF may stand before a marker.
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    const end = bytes[at] === 0xff ? segmentEnd(bytes, at, marker) : null;
    if (end === null) return null;
    segments.push({ marker, bytes: bytes.subarray(at, end) });
    if (marker === END) return segments;
    at = end;
  }
  return null;
}

/** Where the segment at `at` ends; null where it has no end, or is none. */
function segmentEnd(bytes: Uint8Array, at: number, marker: number): number | null {
  if (marker === END) return at + 2;
  if (at + 4 > bytes.length || marker < 0xc0) return null;
  if (marker >= 0xd0 && marker <= 0xd8) return null;
  const end = at + 2 + viewOf(bytes).getUint16(at + 2);
  if (end > bytes.length || end < at + 4) return null;
  return marker === START_OF_SCAN ? scanEnd(bytes, end) : end;
}

/** Pixels run up to a marker that is neither an escaped 0xFF nor a restart. */
function scanEnd(bytes: Uint8Array, from: number): number | null {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    const isPixels = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isPixels) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return null;
}

/** JFIF without a thumbnail, a colour profile, Adobe's colour transform; comments and the rest only tell. */
function isShown({ marker, bytes }: Segment): boolean {
  const isNamed = (name: string) => asciiOf(bytes, 4, name.length) === name;
  if (marker === 0xe0) return bytes.length === 18 && isNamed("JFIF\0");
  if (marker === 0xe2) return isNamed("ICC_PROFILE\0");
  if (marker === 0xee) return bytes.length === 16 && isNamed("Adobe");
  return isPicture(marker);
}
