import * as z from "zod/mini";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

/** What turns an answer into a value we know; a `zod/mini` schema is one. Unknown fields are ignored. */
export interface Decoder<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form in the place of `body`: files. */
  readonly form?: FormData;
  readonly signal?: AbortSignal;
  /** Reads an answer that is no JSON, for the decoder. */
  readonly read?: (response: Response) => Promise<unknown>;
  /** Makes a repeated POST have one effect. */
  readonly idempotency_key?: string;
  /** Changes only this version: another one is answered with `precondition_failed`. */
  readonly if_match?: string;
  /** Goes out even when the page is being left. */
  readonly keepalive?: boolean;
}

export interface Api {
  /** One call under `/api`. Never rejects: every failure is an `ApiProblem`. */
  call<T>(
    method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
    path: string,
    decoder: Decoder<T>,
    options?: CallOptions,
  ): Promise<ApiResult<T>>;
}

export interface ApiPorts {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Told of every 401, so that the page can stop pretending to be someone. */
  readonly onUnauthenticated: () => void;
}

/** For calls whose answer says nothing. */
export const NOTHING: Decoder<null> = { safeParse: () => ({ success: true, data: null }) };

/** RFC 9457, the fields we show. */
const ProblemBody = z.object({
  code: z.string(),
  detail: z.optional(z.string()),
  title: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

export function createApi({ fetch, onUnauthenticated }: ApiPorts): Api {
  return {
    async call(method, path, decoder, options = {}) {
      const answer = await ask(fetch, method, path, options);
      if ("problem" in answer) return { ok: false, problem: answer.problem };
      const { response, body } = answer;
      if (response.status === 401) onUnauthenticated();
      if (!response.ok) return { ok: false, problem: problemOf(response, body) };
      const read = decoder.safeParse(body);
      const etag = response.headers.get("etag");
      return read.success
        ? { ok: true, value: read.data, ...(etag !== null && { etag }) }
        : { ok: false, problem: unreadable(response.status) };
    },
  };
}

async function ask(
  fetch: ApiPorts["fetch"],
  method: string,
  path: string,
  { body, form, signal, read, idempotency_key, if_match, keepalive }: CallOptions,
): Promise<{ response: Response; body: unknown } | { problem: ApiProblem }> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (idempotency_key !== undefined) headers["idempotency-key"] = idempotency_key;
  if (if_match !== undefined) headers["if-match"] = if_match;
  try {
    const response = await fetch(`/api${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
      ...(signal && { signal }),
      ...(keepalive && { keepalive }),
    });
    return { response, body: await (read && response.ok ? read(response) : response.text().then(parseJson)) };
  } catch {
    return { problem: signal?.aborted ? ABORTED : OFFLINE };
  }
}

function problemOf(response: Response, body: unknown): ApiProblem {
  const { status } = response;
  const read = ProblemBody.safeParse(body);
  if (!read.success) return unreadable(status);
  const { code, detail, title, errors = [] } = read.data;
  const waitS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    status,
    code,
    detail: detail ?? title ?? "",
    errors,
    ...(Number.isFinite(waitS) && { retry_after_ms: waitS * 1_000 }),
  };
}

const OFFLINE: ApiProblem = {
  status: 0,
  code: "offline",
  detail: "No connection. Check the network and try again.",
  errors: [],
};
const ABORTED: ApiProblem = { status: 0, code: "aborted", detail: "", errors: [] };

/** An answer from something that is not our server, or a newer version of it. */
const unreadable = (status: number): ApiProblem => ({
  status,
  code: "unreadable",
  detail: "The server gave an answer this page does not understand. Reload the page.",
  errors: [],
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
