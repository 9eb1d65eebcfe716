import { join } from "node:path";
import { STATE } from "./bootstrap.mjs";

/** Keeps Cloudflare's tools off the network and their files inside the checkout. */
export const WRANGLER_ENV = {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_LOG_PATH: join(STATE, "logs"),
} as const;
