import { UpstreamRefusal } from "./upstream.ts";

/** What can be known of a failed request, whoever threw it. */
export interface FailureFacts {
  readonly refusal: UpstreamRefusal["kind"] | null;
  /** HTTP status, also where it came inside a stream; null where there was no answer. */
  readonly status: number | null;
  /** The provider's own code and type, lower case, joined by a space. */
  readonly code: string;
  /** The provider's own words; "" where there are none. */
  readonly words: string;
  readonly retryAfterMs: number | null;
}

const NONE: FailureFacts = { refusal: null, status: null, code: "", words: "", retryAfterMs: null };
const MAX_CAUSES = 8;
/** A library's complaint longer than this quotes what it read; that is no explanation. UTF-16 units. */
const MAX_WORDS = 200;

/**
 * Reads a failure: our own refusals, the library's HTTP errors, error objects inside a stream, dead networks. By shape
 * and not by class, so that no library need be loaded to sort an error. Never throws.
 */
export function failureFacts(thrown: unknown, nowMs: number): FailureFacts {
  for (let cause = thrown, depth = 0; depth < MAX_CAUSES && isObject(cause); cause = cause["cause"], depth++) {
    const facts = factsOf(cause, nowMs);
    if (facts !== null) return facts;
  }
  const words = thrown instanceof Error ? thrown.message : "";
  return { ...NONE, words: words.length > MAX_WORDS ? "" : words };
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function factsOf(cause: Fields, nowMs: number): FailureFacts | null {
  if (cause instanceof UpstreamRefusal)
    return { ...NONE, ...saidIn(parsed(cause.body)), refusal: cause.kind, status: cause.status };
  if (typeof cause["statusCode"] === "number" && !isSuccess(cause["statusCode"])) return ofResponse(cause, nowMs);
  // An error that came inside a stream: the library keeps the provider's own object as `data`.
  if (isObject(cause["data"])) return { ...NONE, ...saidIn(cause["data"]) };
  return cause instanceof Error ? null : { ...NONE, ...saidIn(cause) };
}

const isSuccess = (status: number) => status >= 200 && status < 300;

function ofResponse(error: Fields, nowMs: number): FailureFacts {
  const body = typeof error["responseBody"] === "string" ? error["responseBody"] : "";
  const headers = isObject(error["responseHeaders"]) ? error["responseHeaders"] : {};
  const said = saidIn(parsed(body));
  return {
    ...NONE,
    ...said,
    words: said.words === "" ? body : said.words,
    status: Number(error["statusCode"]),
    retryAfterMs: retryAfterMs(headers, nowMs),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Code, type, words and status of `{error: {…}}` or of the error itself. */
function saidIn(value: unknown): Pick<FailureFacts, "code" | "words" | "status"> {
  const error = isObject(value) ? (value["error"] ?? value) : value;
  if (!isObject(error)) return { code: "", words: typeof error === "string" ? error : "", status: null };
  const codes = [error["code"], error["type"], error["status"]].filter((code) => typeof code === "string");
  const numbers = [error["code"], error["status"]]
    .map(Number)
    .filter((n) => Number.isInteger(n) && n >= 400 && n < 600);
  return {
    code: codes.join(" ").toLowerCase(),
    words: typeof error["message"] === "string" ? error["message"] : "",
    status: numbers[0] ?? null,
  };
}

/** `Retry-After` in seconds or as a date, or `retry-after-ms`; null where there is none to be read. */
function retryAfterMs(headers: Fields, nowMs: number): number | null {
  const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (exact > 0) return Math.ceil(exact);
  const written = headers["retry-after"];
  if (typeof written !== "string") return null;
  const seconds = Number(written);
  if (seconds >= 0) return Math.ceil(seconds * 1000);
  const at = Date.parse(written);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
