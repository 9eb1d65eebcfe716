import { AppError, ERROR_CODES, type ErrorCode, type FieldError, toErrorCode } from "../../shared/app-error.ts";
import { log } from "../log.ts";

/** What each code says where the error brings no words of its own. */
const TITLES: Record<ErrorCode, string> = {
  invalid_key: "This key is not valid.",
  key_lacks_model: "This key cannot use that model.",
  provider_no_credit: "The provider says there is no credit left on this key.",
  balance_empty: "The token balance is used up.",
  rate_limited: "Too many requests. Try again shortly.",
  context_too_long: "The conversation is too long for this model.",
  content_filtered: "The provider refused this content.",
  provider_unavailable: "The provider cannot be reached right now.",
  provider_timeout: "The provider did not answer in time.",
  bot_unavailable: "This bot is not available.",
  limit_reached: "The limit you set is reached.",
  attachment_rejected: "This attachment cannot be taken.",
  forbidden: "You may see this, but not do that.",
  unauthenticated: "Sign in first.",
  not_found: "There is nothing here.",
  conflict: "This was changed in the meantime, or the name is taken.",
  invalid: "Something in the request is not right.",
  too_large: "This is larger than allowed.",
  flood: "Too many requests at once. Wait a moment.",
  room_full: "This room is full.",
  unknown_command: "This command is not known.",
  not_configured: "This server is not set up for that.",
  precondition_failed: "This was changed in the meantime.",
  method_not_allowed: "This address does not take that method.",
  unsupported_media_type: "This kind of content is not taken here.",
  internal: "The server failed. Try again; if it fails again, tell us the request id.",
};

/** A sentence for people that says what the code means. */
export const titleOf = (code: ErrorCode): string => TITLES[code];

/** Complaints told at once. Chosen: more than a form has fields; a body of thousands of mistakes is no form. */
const MAX_TOLD = 50;

/** The first complaints, the last of them saying how many more there are. */
function told(fields: readonly FieldError[]): readonly FieldError[] {
  if (fields.length <= MAX_TOLD) return fields;
  const shown = fields.slice(0, MAX_TOLD - 1);
  return [...shown, { path: "", message: `${fields.length - shown.length} more are not listed` }];
}

/** RFC 9457. `type` leads to the page that explains the code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly { path: string; message: string }[];
  readonly request_id: string;
  /** With `precondition_failed`: the row as it is now, as this caller's GET of it shows it. */
  readonly current?: unknown;
}

/** A change of a version that is not the row's any more. */
export class StaleVersion extends AppError {
  readonly current: unknown;

  /** @param current The row as it is now; undefined where the address has none. */
  constructor(current: unknown) {
    super("precondition_failed", "If-Match");
    this.current = current;
  }
}

/**
 * Anything thrown as an answer. Only an AppError's code, words and fields go out; everything else is logged with its
 * stack and becomes `internal`.
 */
export function errorResponse(error: unknown, requestId: string, route = ""): Response {
  const code = toErrorCode(error);
  if (code === "internal") log.error("http.failed", error, { request_id: requestId, route });
  const { http: status } = ERROR_CODES[code];
  const known = error instanceof AppError ? error : null;
  const problem: Problem = {
    type: `/help/api#${code}`,
    title: TITLES[code],
    status,
    detail: known?.publicMessage ?? TITLES[code],
    code,
    ...(known !== null && known.fields.length > 0 ? { errors: told(known.fields) } : {}),
    request_id: requestId,
    ...(error instanceof StaleVersion && error.current !== undefined ? { current: error.current } : {}),
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (known?.retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(known.retryAfterMs / 1_000)));
  return new Response(JSON.stringify(problem), { status, headers });
}
