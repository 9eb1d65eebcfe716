import { AppError } from "../../shared/app-error.ts";

/** Deepest nesting of a body. Chosen: twice what the deepest schema of ours has. */
const MAX_DEPTH = 20;

const invalid = (path: string, message: string, cause?: unknown): AppError =>
  new AppError("invalid", `body ${message}`, {
    cause,
    publicMessage: "The request could not be read as JSON.",
    fields: [{ path, message }],
  });

/**
 * `JSON.parse` for strangers: refuses what parses but means something else to another reader, a key that stands twice,
 * `__proto__`, nesting that only costs stack, and texts that could not be given back as they came: SQLite ends them at a
 * NUL, and half of a surrogate pair is no UTF-8.
 *
 * @throws AppError `invalid` naming the field. Linear in `text`.
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid("", "is not valid JSON", cause);
  }
  checkKeys(text);
  return value;
}

/** Open objects with the keys seen in them; null for an open array. */
type Open = Set<string> | null;

/** @param text Known to be valid JSON, so that quotes and brackets can be believed. */
function checkKeys(text: string): void {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) at = step(text, at, open);
}

/** @returns The last place looked at: `at`, or the end of the string that starts there. */
function step(text: string, at: number, open: Open[]): number {
  switch (text[at]) {
    case '"':
      return readString(text, at, open.at(-1) ?? null);
    case "{":
    case "[":
      open.push(text[at] === "{" ? new Set() : null);
      if (open.length > MAX_DEPTH) throw invalid("", `is nested more than ${MAX_DEPTH} levels deep`);
      break;
    case "}":
    case "]":
      open.pop();
      break;
    default:
  }
  return at;
}

/** @returns Where the string that starts at `start` ends; a key among them is checked against `keys`. */
function readString(text: string, start: number, keys: Open): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  checkText(text.slice(start, end + 1));
  if (keys === null || !isKey(text, end + 1)) return end;
  const key = JSON.parse(text.slice(start, end + 1)) as string;
  if (key === "__proto__") throw invalid(key, "is not a field");
  if (keys.has(key)) throw invalid(key, "stands twice");
  keys.add(key);
  return end;
}

/** @param quoted A string as it stands. Only escapes can make what UTF-8 and JSON do not allow as it is. */
function checkText(quoted: string): void {
  if (!quoted.includes("\\u")) return;
  const said = JSON.parse(quoted) as string;
  if (said.includes("\0")) throw invalid("", "has a NUL character in a text");
  if (!said.isWellFormed()) throw invalid("", "has half of a surrogate pair in a text");
}

/** Whether the string that ended before `at` is followed by a colon. */
function isKey(text: string, at: number): boolean {
  let next = at;
  while (/\s/.test(text[next] ?? "")) next += 1;
  return text[next] === ":";
}
