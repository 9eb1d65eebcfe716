import { createExecutionContext, waitOnExecutionContext, env as workerEnv } from "cloudflare:test";
import type { Env } from "../../env.ts";
import { createApp } from "../app.ts";
import { createLimiter, type Limiter } from "../rate-limit.ts";

/** Origin of our own pages where no setting says otherwise. */
export const ORIGIN = "http://127.0.0.1:8787";

export interface CallOptions {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly token?: string;
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  /** Settings beside the bindings. */
  readonly vars?: Partial<Env>;
  /**
   * Which limits count: `all` as in the product; `own`, the standard, those an endpoint has for itself; `none` for
   * suites that make thousands of calls.
   */
  readonly limits?: "all" | "own" | "none";
}

/** Limits that every call has, whatever it calls. A test is faster than any person. */
const COMMON = ["address", "user", "writes", "platform"];
const counting = createLimiter();
const own: Limiter = {
  take: (limits, scope, headers) =>
    counting.take(
      limits.filter(({ name }) => !COMMON.includes(name)),
      scope,
      headers,
    ),
};
const none: Limiter = { take: async () => {} };
const APPS = {
  all: createApp(),
  own: createApp({ limiter: own }),
  none: createApp({ limiter: none }),
};

/** One object, as in an isolate: settings and what is known of tokens are kept by it. */
const bindings: Env = { ...(workerEnv as unknown as Env) };

/** The bindings of the test run, with `vars` beside them. */
export const envWith = (vars?: Partial<Env>): Env => (vars === undefined ? bindings : { ...bindings, ...vars });

/** One request through the whole Worker, with real D1, R2 and objects. */
export async function call(path: string, options: CallOptions = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  // Every call from an address of its own, so that only tests of the flood limit meet it.
  if (!headers.has("cf-connecting-ip")) headers.set("cf-connecting-ip", crypto.randomUUID());
  if (options.token !== undefined) headers.set("authorization", `Bearer ${options.token}`);
  if (options.cookie !== undefined) {
    headers.set("cookie", options.cookie);
    if (!headers.has("origin")) headers.set("origin", ORIGIN);
  }
  if (options.json !== undefined) headers.set("content-type", "application/json");
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const method = options.method ?? (body === undefined ? "GET" : "POST");
  const request = new Request(`${ORIGIN}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const execution = createExecutionContext();
  const response = await APPS[options.limits ?? "own"](request, envWith(options.vars), execution);
  await waitOnExecutionContext(execution);
  return response;
}

/** The answer's JSON, its shape a test's own business. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
export const json = async (response: Response): Promise<any> => response.json();

/** `name=value; …` of the cookies an answer sets. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .filter((pair) => !pair?.endsWith("="))
    .join("; ");

/** Signs in with the embedded issuer. */
export async function signIn(
  email: string,
  displayName?: string,
): Promise<{ token: string; cookie: string; user: { id: string; role: string; email: string } }> {
  const response = await call("/api/dev/session", { json: { email, ...(displayName ? { displayName } : {}) } });
  if (response.status !== 200) throw new Error(`sign-in answered ${response.status}`);
  const { token, user } = await json(response);
  return { token, user, cookie: cookiesOf(response) };
}

/** Makes a tome public as its instance's staff do. */
export async function publishTome(id: string, admin: string, sharing_settings: object = { is_public: true }) {
  const json = { reason: "worth reading by all", sharing_settings };
  const response = await call(`/api/admin/knowledge-collections/${id}`, { method: "PATCH", token: admin, json });
  if (response.status !== 200) throw new Error(`publishing answered ${response.status}`);
}
