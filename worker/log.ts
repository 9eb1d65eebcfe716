import { AppError } from "../shared/app-error.ts";

/**
 * What may stand in a log line, by name. A list of the allowed, not of the forbidden: a field nobody thought of stays
 * out. Values are names, counts and ids made by us; never bodies, addresses, texts, tokens or keys.
 */
export interface LogFields {
  readonly request_id?: string;
  readonly method?: string;
  /** The route's pattern, never the path: paths hold names and ids. */
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  readonly duration_ms?: number;
  readonly count?: number;
  readonly kind?: string;
  readonly reason?: string;
}
const ALLOWED: readonly (keyof LogFields)[] = [
  "request_id",
  "method",
  "route",
  "status",
  "code",
  "duration_ms",
  "count",
  "kind",
  "reason",
];

type Level = "info" | "warn" | "error";

function write(level: Level, event: string, fields: LogFields, error?: Record<string, unknown>): void {
  const line: Record<string, unknown> = { level, event };
  for (const name of ALLOWED) if (fields[name] !== undefined) line[name] = fields[name];
  console[level](JSON.stringify(error === undefined ? line : { ...line, error }));
}

/** Frames only: the first lines of a stack repeat the message, which may quote what a person wrote. */
const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .map((line) => line.trim())
    .slice(0, 12);

/** Our own words and the database's are safe to keep; a parser's message quotes its input. */
const isSafeMessage = (error: Error): boolean =>
  error instanceof AppError || (/^(D1_ERROR|SQLITE)/.test(error.message) && !error.message.includes("params:"));

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) };
  return {
    name: error.name,
    ...(isSafeMessage(error) ? { message: error.message } : {}),
    at: framesOf(error),
    ...cause,
  };
}

/** Structured lines for the operator, one JSON object each. The only place that prints. */
export const log = {
  info: (event: string, fields: LogFields = {}): void => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}): void => write("warn", event, fields),
  /** Says what went wrong without quoting anyone: names, safe messages, stack frames, causes. */
  error: (event: string, error: unknown, fields: LogFields = {}): void =>
    write("error", event, fields, describe(error)),
};
