import type { z } from "zod";

/** Kinds of values as people say them; others go by zod's own name. */
const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};
const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a web address",
  uuid: "a UUID",
  datetime: "a time such as 2026-01-31T09:30:00Z",
  date: "a date such as 2026-01-31",
};

/** What is counted of a value that has a size. */
const UNITS: Readonly<Record<string, string>> = { string: "characters", array: "entries", set: "entries" };

function aboutSize(origin: string, edge: string, limit: number | bigint): string {
  const unit = UNITS[origin];
  if (unit !== undefined && edge === "at least" && limit === 1) return "is empty";
  return unit === undefined ? `has to be ${edge} ${limit}` : `has to have ${edge} ${limit} ${unit}`;
}

const quoted = (values: readonly z.core.util.Primitive[]): string =>
  (values.length === 1 ? "" : "one of ") + values.map(String).join(", ");

const bound = (inclusive: boolean | undefined, closed: string, open: string): string =>
  inclusive === false ? open : closed;

/** What a value that is there has to be. */
function wanted(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return quoted(issue.values);
    case "invalid_format":
      return FORMATS[issue.format];
    default:
      return undefined;
  }
}

/**
 * A complaint of the schemas in words that say what to do; undefined leaves zod's own. Complaints that a schema words
 * itself go before these.
 */
export function plainComplaint(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "too_small")
    return aboutSize(issue.origin, bound(issue.inclusive, "at least", "more than"), issue.minimum);
  if (issue.code === "too_big")
    return aboutSize(issue.origin, bound(issue.inclusive, "at most", "less than"), issue.maximum);
  const kind = wanted(issue);
  if (kind === undefined) return undefined;
  return issue.input === undefined ? "is missing" : `has to be ${kind}`;
}
