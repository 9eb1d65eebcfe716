import type { z } from "zod";
import { Ref } from "./client-messages.ts";
import { MAX_FRAME_BYTES } from "./limits.ts";

/** What a raw frame turned out to be. `malformed` and `too_large` end the socket; the others are answered. */
export type DecodedFrame<T> =
  | { kind: "message"; message: T }
  | { kind: "invalid"; ref: string | undefined; field: string; message: string }
  | { kind: "unknown_command"; ref: string | undefined }
  | { kind: "malformed" }
  | { kind: "too_large" };

/** Frames told apart by `type`. */
type Frames = z.ZodDiscriminatedUnion<readonly z.ZodObject<{ type: z.ZodLiteral<string> }>[]>;

/** Deepest nesting of a frame (reliability S-31). */
const MAX_DEPTH = 12;

/**
 * A decoder of the frames of one kind of object: size before parse, depth before shape, strict shapes. The decoder
 * never throws. O(frame).
 */
export function frameDecoder<T extends Frames>(frames: T): (raw: string) => DecodedFrame<z.output<T>> {
  const known = new Set<string>(frames.options.map((option) => option.shape.type.value));
  return (raw) => {
    if (utf8Length(raw) > MAX_FRAME_BYTES) return { kind: "too_large" };
    if (depthOf(raw) > MAX_DEPTH) return { kind: "malformed" };
    const json = parseJson(raw);
    if (!isRecord(json) || typeof json["type"] !== "string") return { kind: "malformed" };
    const ref = Ref.safeParse(json["ref"]).data;
    if (!known.has(json["type"])) return { kind: "unknown_command", ref };
    const message = frames.safeParse(json);
    if (message.success) return { kind: "message", message: message.data };
    const issue = message.error.issues[0];
    return { kind: "invalid", ref, field: fieldOf(issue), message: issue?.message ?? "not a valid command" };
  };
}

/** The path of a complaint; for unknown keys, the first of them. */
function fieldOf(issue: { path: PropertyKey[]; code: string; keys?: string[] } | undefined): string {
  if (!issue) return "";
  const tail = issue.code === "unrecognized_keys" ? [issue.keys?.[0] ?? ""] : [];
  return [...issue.path, ...tail].join(".");
}

function utf8Length(text: string): number {
  // A UTF-16 unit takes at most three bytes: most frames need no exact count.
  if (text.length * 3 <= MAX_FRAME_BYTES || text.length > MAX_FRAME_BYTES) return text.length;
  return new TextEncoder().encode(text).length;
}

/** Nesting depth outside strings, before anything is built from the text. One look at each unit, whatever the text is. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') at = endOfString(text, at);
    else if (unit === "{" || unit === "[") deepest = Math.max(deepest, ++depth);
    else if (unit === "}" || unit === "]") depth--;
  }
  return deepest;
}

/** Where the string that opens at `start` closes; the end of the text where it never does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
