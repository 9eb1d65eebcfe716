import { ERROR_CODES, type ErrorCode } from "../../shared/app-error.ts";
import type { ReplyError } from "../../shared/fields/message.ts";
import { type FailureFacts, failureFacts } from "./failure-facts.ts";
import { redacted } from "./redact.ts";

/** Of which request a failure is, for the words people read. */
export interface FailedRequest {
  /** The provider as people write it. */
  readonly provider: string;
  readonly model: string;
  /** What must not stand in the details. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/**
 * A failure as rooms.md §7 sorts it: by status and by the provider's own code (MODEL9). 429 and 5xx are never called
 * an invalid key; what cannot be known is `provider_unavailable`, never a guess at the key.
 */
export function replyErrorFor(thrown: unknown, request: FailedRequest): ReplyError {
  const facts = failureFacts(thrown, request.nowMs);
  const code = codeOf(facts);
  const details = redacted(facts.words, request.secrets);
  return {
    code,
    message: MESSAGES[code]?.(request, facts) ?? `${request.provider} could not answer.`,
    retryable: ERROR_CODES[code].retryable,
    ...(code === "rate_limited" && facts.retryAfterMs !== null ? { retry_after_ms: facts.retryAfterMs } : {}),
    ...(details === "" ? {} : { details }),
  };
}

const CONTEXT =
  /context[_ ](?:length|window)|maximum (?:context|prompt)|max(?:imum)?[_ ]tokens.*context|too many (?:input )?tokens|prompt is too long|input is too long|reduce the length|string_above_max_length/iu;
const FILTER =
  /content[_ ](?:filter|policy|management)|content was flagged|moderation|safety (?:system|settings)|responsible ai/iu;
const CREDIT =
  /insufficient[_ ](?:quota|balance|credits?|funds)|exceeded your current quota|billing[_ ](?:hard[_ ]limit|not[_ ]active)|credit balance|payment required|out of credits/iu;
const MODEL =
  /model[_ ]not[_ ](?:found|exist)|model\b.*\b(?:does not exist|not found|not available|no access|not allowed|not support)|not a valid model|invalid model|no such model|no (?:allowed )?(?:endpoints|providers) found|access to (?:the )?model/iu;
const KEY =
  /invalid[_ ]api[_ ]key|incorrect api key|authentication|unauthorized|api key (?:not valid|is invalid)|no auth credentials/iu;
const RATE = /rate[_ ]limit|too[_ ]many[_ ]requests|resource[_ ]exhausted/iu;
const DOWN = /overloaded|server[_ ]error|internal[_ ](?:server[_ ])?error|unavailable|bad gateway|upstream/iu;

function codeOf(facts: FailureFacts): ErrorCode {
  if (facts.refusal === "too_large") return "too_large";
  if (facts.refusal === "redirect") return "provider_unavailable";
  const status = facts.status !== null && facts.status >= 400 ? facts.status : statusBySaying(facts);
  if (status === null || status >= 500) return "provider_unavailable";
  return byStatus(status, `${facts.code} ${facts.words}`);
}

/** A status for what was only said, inside a stream or a page that claims success. */
function statusBySaying({ code, words }: FailureFacts): number | null {
  const said = `${code} ${words}`;
  if (RATE.test(said)) return 429;
  if (CONTEXT.test(said) || FILTER.test(said) || MODEL.test(said)) return 400;
  if (CREDIT.test(said)) return 402;
  if (DOWN.test(said)) return 503;
  if (KEY.test(said)) return 401;
  return /invalid[_ ]request/iu.test(code) ? 400 : null;
}

function byStatus(status: number, said: string): ErrorCode {
  if (status === 402) return "provider_no_credit";
  if (status === 429) return CREDIT.test(said) ? "provider_no_credit" : "rate_limited";
  if (status === 408) return "provider_timeout";
  if (status === 413) return "context_too_long";
  if (status === 401) return "invalid_key";
  return bySaying(status, said);
}

/** 400, 403, 404, 422 and the rest mean what the provider says they mean. */
function bySaying(status: number, said: string): ErrorCode {
  if (CONTEXT.test(said)) return "context_too_long";
  if (FILTER.test(said)) return "content_filtered";
  if (CREDIT.test(said)) return "provider_no_credit";
  if (MODEL.test(said) || status === 404) return "key_lacks_model";
  return status === 403 || KEY.test(said) ? "invalid_key" : "invalid";
}

type Words = (request: FailedRequest, facts: FailureFacts) => string;
const seconds = (ms: number) => `${Math.max(1, Math.ceil(ms / 1000))} s`;

/** What happened, in words for a person; what to do about it the screen knows (ux.md §3.9). */
const MESSAGES: Partial<Readonly<Record<ErrorCode, Words>>> = {
  invalid_key: ({ provider }) => `The key was refused by ${provider}.`,
  key_lacks_model: ({ model }) => `This key can't use ${model}.`,
  provider_no_credit: ({ provider }) => `The ${provider} account behind this key has no credit left.`,
  rate_limited: ({ provider }, { retryAfterMs }) =>
    retryAfterMs === null ? `${provider} asks us to wait.` : `${provider} asks us to wait ${seconds(retryAfterMs)}.`,
  context_too_long: ({ model }) => `This chat no longer fits ${model}.`,
  content_filtered: ({ provider }) => `${provider} declined to answer this.`,
  provider_unavailable: ({ provider }) => `${provider} isn't responding.`,
  provider_timeout: ({ provider }) => `${provider} took too long.`,
  too_large: ({ provider }) => `${provider} sent more than a reply can be. What came is kept.`,
  invalid: ({ provider }) => `${provider} refused the request.`,
};
