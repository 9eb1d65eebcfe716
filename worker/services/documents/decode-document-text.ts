import { refused } from "./document-errors.ts";

const BYTE_ORDER_MARKS: readonly (readonly [start: readonly number[], encoding: "utf-8" | "utf-16le" | "utf-16be"])[] =
  [
    [[0xef, 0xbb, 0xbf], "utf-8"],
    [[0xff, 0xfe], "utf-16le"],
    [[0xfe, 0xff], "utf-16be"],
  ];

/** Control characters, but tabs and line ends: the others mean nothing in a text. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/**
 * The text of a TXT or Markdown file: UTF-8, or UTF-16 where it says so itself, line ends as `\n`.
 * @throws AppError `attachment_rejected` for anything that is not text in one of these.
 */
export function decodeDocumentText(bytes: Uint8Array): string {
  const mark = BYTE_ORDER_MARKS.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  const text = decode(bytes, mark?.[1] ?? "utf-8");
  if (text.includes("\0")) throw refused("This file holds NUL bytes, so it is no text.");
  return cleanLines(text);
}

/** Line ends as `\n`, page breaks as the end of a paragraph, no control characters. */
export const cleanLines = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replaceAll("\f", "\n\n").replace(CONTROLS, "");

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    // Not every runtime decodes big-endian text, so its bytes are swapped instead.
    if (encoding === "utf-16be")
      return new TextDecoder("utf-16le", { fatal: true, ignoreBOM: false }).decode(swapped(bytes));
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    const words =
      encoding === "utf-8" ? "is not UTF-8 text. Save it as UTF-8" : "is damaged UTF-16 text. Save it as UTF-8";
    throw refused(`This file ${words} and send it again.`);
  }
}

function swapped(bytes: Uint8Array): Uint8Array {
  const turned = bytes.slice();
  for (let at = 0; at + 1 < turned.length; at += 2)
    [turned[at], turned[at + 1]] = [turned[at + 1] as number, turned[at] as number];
  return turned;
}
