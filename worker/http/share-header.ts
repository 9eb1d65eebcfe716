import type { Env } from "../env.ts";
import type { Unlocked } from "../services/access/unlocked.ts";
import { issuerOf } from "../services/session/issuer.ts";
import { readShareToken } from "../services/share-passwords/share-token.ts";

/** Where a caller shows what they unlocked. A header and never a query: addresses are logged, kept and passed on. */
const SHARE_HEADER = "x-share-token";

/** What the caller has unlocked, or null: a token that is over, foreign or of an older password opens nothing. */
export async function unlockedBy(
  request: Request,
  env: Env,
  userId: string | null,
  nowMs: number,
): Promise<Unlocked | null> {
  const token = request.headers.get(SHARE_HEADER);
  return token === null ? null : readShareToken(await issuerOf(env.DB, nowMs), token, userId, nowMs);
}
