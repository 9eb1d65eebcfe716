import type { Env } from "../../env.ts";
import { plan } from "./plan.ts";

type Handler = (request: Request, env: Env, ctx: ExecutionContext) => Response | Promise<Response>;

/** The product's front door, and `POST /__faults` beside it, which sets what goes wrong from now on. */
export function withFaults(handle: Handler): Handler {
  return async (request, env, ctx) => {
    if (new URL(request.url).pathname !== "/__faults") return await handle(request, env, ctx);
    Object.assign(plan, await request.json());
    return Response.json(plan);
  };
}
