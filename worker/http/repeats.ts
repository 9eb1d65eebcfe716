import { AppError } from "../../shared/app-error.ts";
import { claimRun, endRun, type KeptAnswer } from "../services/idempotency/kept-answers.ts";
import type { Call } from "./call.ts";

/** The header of a call that may come twice. */
const HEADER = "Idempotency-Key";
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Does `work` once for all calls of one person under one Idempotency-Key, and answers the others with the first answer.
 * Without the header, and for calls whose repetition does no harm, it only does the work.
 *
 * @param work Never throws: errors are answers too.
 * @throws AppError `invalid` for a key that is none; see `claimRun`.
 */
export async function onlyOnce(call: Call, work: () => Promise<Response>): Promise<Response> {
  const { endpoint, request, context } = call;
  const key = request.headers.get(HEADER);
  const isHarmless = endpoint.method !== "POST" || endpoint.changesNothing || endpoint.givesSecret;
  if (key === null || context.principal === null || isHarmless) return work();
  if (!KEY.test(key))
    throw new AppError("invalid", "idempotency key", {
      fields: [{ path: HEADER, message: "is 1 to 255 visible ASCII characters" }],
    });
  const { db, nowMs, principal, url } = context;
  const user = principal.userId;
  const repeatable = {
    user,
    key,
    method: endpoint.method,
    path: url.pathname + url.search,
    body: await call.body(),
    nowMs,
  };
  const claimed = await claimRun(db, repeatable);
  if ("status" in claimed) return replay(claimed, call.headers);
  const response = await work();
  await endRun(db, claimed, response);
  return response;
}

function replay({ status, content_type, body }: KeptAnswer, headers: Headers): Response {
  headers.set("idempotency-replayed", "true");
  if (content_type !== null) headers.set("content-type", content_type);
  return new Response(status === 204 ? null : body, { status, headers });
}
