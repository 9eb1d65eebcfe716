import type { Db } from "../db.ts";
import type { Env, Settings } from "../env.ts";
import type { Unlocked } from "../services/access/unlocked.ts";
import type { Principal } from "../services/session/principal.ts";

/** One request on its way through a handler. `principal` is set wherever the endpoint needs a session. */
export interface RequestContext<P extends Principal | null = Principal | null> {
  readonly request: Request;
  readonly url: URL;
  readonly env: Env;
  readonly settings: Settings;
  readonly db: Db;
  readonly principal: P;
  readonly requestId: string;
  /** When the request came in, Unix milliseconds; the time all its writes carry. */
  readonly nowMs: number;
  /**
   * `updatedAt` of the version the caller wants to change, where it sent a matching If-Match. Services put
   * `sameVersion` (worker/services/version-guard.ts) before their writes with it.
   */
  readonly expects: string | undefined;
  /** What the caller has shown the share password of (`X-Share-Token`). */
  readonly unlocked: Unlocked | null;
  /** Headers to add to the answer, cookies among them. */
  readonly headers: Headers;
  /** Lets `work` end after the answer has gone. Its failure is logged. */
  readonly later: (work: Promise<unknown>) => void;
}
