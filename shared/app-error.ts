/** Every way a call can fail, with how HTTP reports it and whether trying again may help. Append only (rooms.md §7). */
export const ERROR_CODES = {
  invalid_key: { http: 400, retryable: false },
  key_lacks_model: { http: 400, retryable: false },
  provider_no_credit: { http: 402, retryable: false },
  balance_empty: { http: 402, retryable: false },
  rate_limited: { http: 429, retryable: true },
  context_too_long: { http: 400, retryable: false },
  content_filtered: { http: 400, retryable: false },
  provider_unavailable: { http: 502, retryable: true },
  provider_timeout: { http: 504, retryable: true },
  bot_unavailable: { http: 409, retryable: false },
  limit_reached: { http: 403, retryable: false },
  attachment_rejected: { http: 400, retryable: false },
  forbidden: { http: 403, retryable: false },
  unauthenticated: { http: 401, retryable: false },
  not_found: { http: 404, retryable: false },
  conflict: { http: 409, retryable: false },
  invalid: { http: 400, retryable: false },
  too_large: { http: 413, retryable: false },
  flood: { http: 429, retryable: true },
  room_full: { http: 409, retryable: true },
  unknown_command: { http: 400, retryable: false },
  not_configured: { http: 503, retryable: false },
  precondition_failed: { http: 412, retryable: false },
  method_not_allowed: { http: 405, retryable: false },
  unsupported_media_type: { http: 415, retryable: false },
  internal: { http: 500, retryable: true },
} as const satisfies Record<string, { http: number; retryable: boolean }>;
export type ErrorCode = keyof typeof ERROR_CODES;

/** One field's complaint: where (dotted path) and what to do about it, in words for a person. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What may accompany a code outward. All of it is ours: no provider text, no SQL, no key. */
export interface AppErrorOptions {
  readonly cause?: unknown;
  /** A sentence for the person, naming what to do. Safe to show. */
  readonly publicMessage?: string;
  readonly fields?: readonly FieldError[];
  readonly retryAfterMs?: number;
}

/**
 * The only error that may cross a boundary (socket, HTTP, RPC). Anything else that reaches a boundary is logged
 * with its stack and reported as `internal`. `detail` and `cause` go to our log only.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly publicMessage: string | undefined;
  readonly fields: readonly FieldError[];
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.code = code;
    this.publicMessage = options.publicMessage;
    this.fields = options.fields ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The code to report for anything thrown. */
export const toErrorCode = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : "internal");
