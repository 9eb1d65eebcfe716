import type { Settings } from "../env.ts";

/** One year, for pages that came over TLS (reliability S-40). */
const HSTS = "max-age=31536000; includeSubDomains";

/** Browser features no page of ours asks for. The microphone stays for dictation on our own pages. */
const PERMISSIONS = [
  "accelerometer=()",
  "camera=()",
  "display-capture=()",
  "geolocation=()",
  "gyroscope=()",
  "magnetometer=()",
  "microphone=(self)",
  "midi=()",
  "payment=()",
  "usb=()",
].join(", ");

/**
 * The policy of our pages: nothing but our own scripts and styles, nothing framed, nothing injected, whoever signs people
 * in. Where Clerk does, its host may be asked for the next token of a sign-in, and for nothing that runs.
 */
export function contentSecurityPolicy(settings: Settings): string {
  const sockets = settings.origins.map((origin) => origin.replace(/^http/, "ws"));
  const clerk = settings.clerk === null ? [] : [`https://${settings.clerk.host}`];
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...sockets, ...clerk],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "frame-src": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}

/** A policy is made once for the settings of a deployment. */
const policies = new WeakMap<Settings, string>();

function policyOf(settings: Settings | null): string {
  if (settings === null) return "default-src 'none'";
  const policy = policies.get(settings) ?? contentSecurityPolicy(settings);
  policies.set(settings, policy);
  return policy;
}

/** `response`, or a copy of one whose headers are another's: what objects, files and caches answer cannot be changed. */
export function ownHeaders(response: Response): Response {
  try {
    // A header that every answer has: to write it is the only way to learn whether one may.
    response.headers.set("x-content-type-options", "nosniff");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}

/**
 * `response` with the headers every answer of ours has. A stricter policy an answer brings along stays.
 * @param isSecure Whether the request came over TLS.
 */
export function withSecurityHeaders(response: Response, settings: Settings | null, isSecure: boolean): Response {
  if (response.webSocket) return response;
  const finished = ownHeaders(response);
  const { headers } = finished;
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", policyOf(settings));
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("permissions-policy", PERMISSIONS);
  if (isSecure) headers.set("strict-transport-security", HSTS);
  return finished;
}
