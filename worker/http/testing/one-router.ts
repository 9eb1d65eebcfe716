import { env as workerEnv } from "cloudflare:test";
import { type Env, settings } from "../../env.ts";
import { issuerOf } from "../../services/session/issuer.ts";
import { signSession } from "../../services/session/tokens.ts";
import { addUser } from "../../testing/d1-rows.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Limiter } from "../rate-limit.ts";
import { createRouter } from "../router.ts";

const ORIGIN = "http://127.0.0.1:8787";
const env = workerEnv as unknown as Env;

/** A router of a test's own endpoints. */
export interface OneRouter {
  /** One request of the person whose token it is; of nobody without one. */
  ask(path: string, options?: Ask): Promise<Response>;
}

export interface Ask {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** The address the call comes from; one of its own without it. */
  readonly ip?: string;
  /** When the call comes, Unix milliseconds; now without it. */
  readonly nowMs?: number;
}

/** Mounts `endpoints` alone, so that what the registry promises is tried without any collection. */
export function oneRouter(endpoints: readonly Endpoint[], limiter?: Limiter): OneRouter {
  const router = createRouter(endpoints, limiter);
  return {
    ask(path, { method, json, body, token, headers: more, ip = crypto.randomUUID(), nowMs = Date.now() } = {}) {
      const headers = new Headers({ "cf-connecting-ip": ip, ...more });
      if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
      if (json !== undefined) headers.set("content-type", "application/json");
      const sent = json === undefined ? body : JSON.stringify(json);
      const wanted = method ?? (sent === undefined ? "GET" : "POST");
      const request = new Request(`${ORIGIN}${path}`, {
        method: wanted,
        headers,
        ...(sent === undefined ? {} : { body: sent }),
      });
      return router(request, { env, settings: settings(env), requestId: "request-1", nowMs, later: () => {} });
    },
  };
}

/** Adds a person and signs them in. @returns A token good for a day. */
export async function someone(id: string, role: "user" | "moderator" | "admin" = "user"): Promise<string> {
  await addUser(env.DB, id);
  await env.DB.prepare("UPDATE users SET role = ? WHERE id = ?").bind(role, id).run();
  const nowMs = Date.now();
  const of = { userId: id, email: `${id}@x.test`, sessionId: `s-${id}`, azp: ORIGIN, expiresAtMs: nowMs + 86_400_000 };
  return (await signSession(await issuerOf(env.DB, nowMs), of, nowMs)).token;
}
