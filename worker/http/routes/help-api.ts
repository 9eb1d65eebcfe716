import { z } from "zod";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { HELP_API_CSS, helpApiPage } from "../help-api-page.ts";
import { VERSION } from "./health.ts";

const page = (body: string, type: string): Response =>
  new Response(body, { headers: { "content-type": `${type}; charset=utf-8`, "cache-control": "public, max-age=300" } });

/** The page about all `endpoints`, made on first use, and its style. Both are the same for everyone. */
export function helpApiEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  let made: string | undefined;
  const read = endpoint({
    method: "GET",
    path: "/help/api",
    need: "none",
    summary: "This API as a page for people",
    output: z.string(),
    handler: async () => {
      made ??= helpApiPage(endpoints, VERSION);
      return page(made, "text/html");
    },
  });
  const style = endpoint({
    method: "GET",
    path: "/help/api.css",
    need: "none",
    summary: "How that page looks",
    output: z.string(),
    handler: async () => page(HELP_API_CSS, "text/css"),
  });
  return [read, style];
}
