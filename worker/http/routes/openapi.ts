import { z } from "zod";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { openApi } from "../openapi.ts";
import { VERSION } from "./health.ts";

/** The description of all `endpoints` and of itself, made on first use. */
export function describedBy(endpoints: readonly Endpoint[]): Endpoint {
  let made: unknown;
  const self: Endpoint = endpoint({
    method: "GET",
    path: "/api/openapi.json",
    need: "none",
    summary: "This API's description, OpenAPI 3.1",
    output: z.unknown(),
    handler: async () => {
      made ??= openApi([...endpoints, self], VERSION);
      return Response.json(made, { headers: { "cache-control": "public, max-age=300" } });
    },
  });
  return self;
}
