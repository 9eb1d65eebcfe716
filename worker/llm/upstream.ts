/** Why we turned away what a provider sent. */
export type RefusalKind = "redirect" | "not_a_stream" | "too_large";

/** An answer we do not read: the wire was fine, what came over it was not. */
export class UpstreamRefusal extends Error {
  override readonly name = "UpstreamRefusal";
  readonly kind: RefusalKind;
  readonly status: number;
  /** The beginning of what it said, for sorting the failure. */
  readonly body: string;

  constructor(kind: RefusalKind, status: number, body = "") {
    super(`refused: ${kind}`);
    this.kind = kind;
    this.status = status;
    this.body = body;
  }
}

/** Most of a failure's body that is read, bytes. */
const MAX_ERROR_BYTES = 64 * 1024;
/** Bytes of a streamed reply allowed for each token it may have, and beside them. Chosen: a token's frame is ~300. */
const BYTES_A_TOKEN = 2_048;
const BYTES_BESIDE = 1024 * 1024;

interface GuardedFetch {
  readonly fetch: typeof fetch;
  readonly key: string;
  /** Most tokens of the reply. */
  readonly maxOutputTokens: number;
}

/**
 * A fetch for one request to a provider, with a fixed set of headers. Follows no redirect, for it would carry the key
 * along; reads no more than a reply can need, counted after decompression; takes nothing but an event stream.
 *
 * @throws UpstreamRefusal for all of these, also from within the body.
 */
export function guardedFetch({ fetch, key, maxOutputTokens }: GuardedFetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, {
      method: "POST",
      redirect: "manual",
      headers: {
        accept: "text/event-stream",
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "user-agent": "BotCafe",
      },
      body: init?.body ?? null,
      signal: init?.signal ?? null,
    });
    return await checked(response, BYTES_BESIDE + maxOutputTokens * BYTES_A_TOKEN);
  };
}

async function checked(response: Response, maxBytes: number): Promise<Response> {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    throw new UpstreamRefusal("redirect", status);
  }
  if (!response.ok) {
    const body = await beginningOf(response);
    return new Response(body, { status, headers: failureHeaders(headers) });
  }
  if (/^\s*(?:text\/html|application\/(?:problem\+)?json)/iu.test(headers.get("content-type") ?? ""))
    throw new UpstreamRefusal("not_a_stream", status, await beginningOf(response));
  return new Response(response.body?.pipeThrough(limit(maxBytes, status)) ?? null, { status, headers });
}

/** Of a failure's headers those we read; the others may not fit the body that is left. */
function failureHeaders(headers: Headers): Headers {
  const kept = new Headers({ "content-type": headers.get("content-type") ?? "text/plain" });
  for (const name of ["retry-after", "retry-after-ms"]) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  while (bytes < MAX_ERROR_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

function limit(maxBytes: number, status: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(new UpstreamRefusal("too_large", status));
      else controller.enqueue(chunk);
    },
  });
}
