import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../shared/app-error.ts";
import { replyErrorFor } from "./error-map.ts";
import { redacted } from "./redact.ts";
import { UpstreamRefusal } from "./upstream.ts";

const KEY = "sk-live-4f9a8b7c6d5e4f3a2b1c";
const REQUEST = { provider: "OpenAI", model: "nova-8b", secrets: [KEY], nowMs: Date.UTC(2026, 0, 1) };
const http = (statusCode: number, error: unknown = {}, responseHeaders: Record<string, string> = {}) =>
  Object.assign(new Error("failed"), { statusCode, responseBody: JSON.stringify({ error }), responseHeaders });
const codeOf = (thrown: unknown) => replyErrorFor(thrown, REQUEST).code;
const said = (message: string, code?: string) => ({ message, ...(code === undefined ? {} : { code }) });

describe("the table", () => {
  test.each([
    ["401", http(401, said("Incorrect API key provided")), "invalid_key"],
    ["403", http(403, said("Forbidden")), "invalid_key"],
    [
      "400 with a bad key (as some answer)",
      http(400, said("API key not valid. Please pass a valid API key.")),
      "invalid_key",
    ],
    ["402", http(402), "provider_no_credit"],
    [
      "429 without quota",
      http(429, said("You exceeded your current quota", "insufficient_quota")),
      "provider_no_credit",
    ],
    ["403 without balance", http(403, said("Insufficient balance")), "provider_no_credit"],
    ["429", http(429, said("slow down", "rate_limit_exceeded")), "rate_limited"],
    ["429 that mentions a key", http(429, said("Too many requests for API key authentication")), "rate_limited"],
    [
      "400 context",
      http(400, said("This model's maximum context length is 8192 tokens", "context_length_exceeded")),
      "context_too_long",
    ],
    ["413", http(413), "context_too_long"],
    ["400 other", http(400, said("Unknown parameter: foo")), "invalid"],
    ["422", http(422, said("messages: field required")), "invalid"],
    ["404 model", http(404, said("The model `x` does not exist", "model_not_found")), "key_lacks_model"],
    [
      "403 for the model",
      http(403, said("Project does not have access to model nova-8b", "model_not_found")),
      "key_lacks_model",
    ],
    ["400 for the model", http(400, said("nova is not a valid model ID")), "key_lacks_model"],
    ["400 filter", http(400, said("Your request was flagged", "content_policy_violation")), "content_filtered"],
    ["500", http(500), "provider_unavailable"],
    [
      "500 that mentions a key",
      http(500, said("authentication service: invalid api key store")),
      "provider_unavailable",
    ],
    ["503", http(503, said("The engine is overloaded")), "provider_unavailable"],
    ["529", http(529), "provider_unavailable"],
    ["408", http(408), "provider_timeout"],
    ["error in the stream: rate", { message: "Rate limit reached", type: "rate_limit_exceeded" }, "rate_limited"],
    ["error in the stream: numeric code", { message: "Provider returned error", code: 429 }, "rate_limited"],
    [
      "error in the stream: server",
      { message: "The server had an error", type: "server_error" },
      "provider_unavailable",
    ],
    ["error in the stream: context", { message: "too long", code: "context_length_exceeded" }, "context_too_long"],
    ["error in the stream: quota", { message: "x", type: "insufficient_quota" }, "provider_no_credit"],
    ["error in the stream: anything", { message: "hm" }, "provider_unavailable"],
    [
      "error in the stream, as the library wraps it",
      Object.assign(new Error("x"), { data: { message: "x", code: "insufficient_quota" } }),
      "provider_no_credit",
    ],
    [
      "error in the stream, as a cause",
      new Error("reported", { cause: { message: "x", code: "invalid_api_key" } }),
      "invalid_key",
    ],
    [
      "200 with a JSON error",
      new UpstreamRefusal("not_a_stream", 200, JSON.stringify({ error: said("x", "invalid_api_key") })),
      "invalid_key",
    ],
    ["200 with HTML", new UpstreamRefusal("not_a_stream", 200, "<html>invalid api key</html>"), "provider_unavailable"],
    ["redirect", new UpstreamRefusal("redirect", 302), "provider_unavailable"],
    ["gzip bomb", new UpstreamRefusal("too_large", 200), "too_large"],
    [
      "too large, inside a 200 of the library",
      Object.assign(new Error("x", { cause: new UpstreamRefusal("too_large", 200) }), { statusCode: 200 }),
      "too_large",
    ],
    ["dead network", new Error("fetch failed"), "provider_unavailable"],
    [
      "dead network, as the library wraps it",
      Object.assign(new Error("Cannot connect"), { cause: new Error("ECONNREFUSED") }),
      "provider_unavailable",
    ],
    ["half a stream", new Error("Response stream ended without a finish reason."), "provider_unavailable"],
    ["nothing at all", undefined, "provider_unavailable"],
  ])("[MODEL9] %s", (_, thrown, code) => {
    expect(codeOf(thrown)).toBe(code);
  });

  test("[MODEL9] 429 and 5xx are never an invalid key, whatever they say", () => {
    for (const status of [429, 500, 502, 503, 504, 520, 529])
      for (const words of ["invalid_api_key", "Unauthorized", "authentication_error"])
        expect(codeOf(http(status, said(words, words)))).not.toBe("invalid_key");
  });

  test("[MODEL9] how long to wait: seconds, a date, milliseconds, or nothing", () => {
    const wait = (headers: Record<string, string>) => replyErrorFor(http(429, {}, headers), REQUEST).retry_after_ms;
    expect(wait({ "retry-after": "20" })).toBe(20_000);
    expect(wait({ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" })).toBe(5_000);
    expect(wait({ "retry-after": "Thu, 01 Jan 2020 00:00:05 GMT" })).toBe(0);
    expect(wait({ "retry-after-ms": "1500" })).toBe(1_500);
    expect(wait({ "retry-after": "soon" })).toBeUndefined();
    expect(wait({})).toBeUndefined();
    expect(replyErrorFor(http(429, {}, { "retry-after": "20" }), REQUEST).message).toBe("OpenAI asks us to wait 20 s.");
  });

  test("[MODEL9] every failure says what happened, and whether trying again may help is the code's", () => {
    for (const thrown of [http(401), http(402), http(429), http(500), http(404), http(400), http(413), http(408)]) {
      const error = replyErrorFor(thrown, REQUEST);
      expect(error.message).toMatch(/^(?:The|This|OpenAI).*\.$/u);
      expect(error.retryable).toBe(ERROR_CODES[error.code as keyof typeof ERROR_CODES].retryable);
    }
  });
});

describe("details", () => {
  test("[MODEL10] the provider's own words, without the key", () => {
    const error = replyErrorFor(
      http(401, said(`Incorrect API key provided: ${KEY}. See https://x.y/keys?id=7`)),
      REQUEST,
    );
    expect(error.details).toBe("Incorrect API key provided: […]. See https://x.y/keys?id=[…]");
    expect(replyErrorFor(http(502, "upstream broke"), REQUEST).details).toBe("upstream broke");
    expect(replyErrorFor(new Error("x".repeat(300)), REQUEST)).not.toHaveProperty("details");
  });

  test.each([
    "Bearer abcdef123456",
    "sk-proj-a1b2***wxyz",
    "AIzaSyA1234567890abcdefghijklmnopq",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x-y_z",
    "d3adb33fd3adb33fd3adb33fd3adb33f",
    "https://user:pass@host.example/",
    "someone@example.org",
  ])("[MODEL10] hides %s", (secret) => {
    const shown = redacted(`before ${secret} after`, []);
    expect(shown).toMatch(/^before .*\[…\].* after$/u);
    for (const piece of secret.match(/[A-Za-z0-9]{6,}/gu) ?? [])
      if (!["Bearer", "https", "example"].includes(piece)) expect(shown).not.toContain(piece);
  });

  test("[MODEL10] one line, cut, ordinary words untouched", () => {
    expect(redacted("a\nb\u0000c", [])).toBe("a b c");
    expect(redacted("x ".repeat(600), []).length).toBeLessThanOrEqual(500);
    const plain = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9300 tokens.";
    expect(redacted(plain, [""])).toBe(plain);
    expect(redacted("key abc!def was wrong", ["abc!def"])).toBe("key […] was wrong");
  });
});
