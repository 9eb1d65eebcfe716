import { jwtVerify } from "jose";
import { z } from "zod";
import { LOCKABLE_TYPES, type Unlocked } from "../access/unlocked.ts";
import { ALG, type Issuer } from "../session/issuer.ts";

/** `typ` of an unlock token: no session token and no ticket is one. */
const TYP = "bc-share+jwt";
const AUDIENCE = "share";
/** How long a shown password counts, milliseconds. Chosen: a day of reading. */
const SHARE_TOKEN_MS = 12 * 3_600_000;

const Claims = z.object({
  sub: z.string().optional(),
  share_type: z.enum(LOCKABLE_TYPES),
  share_id: z.string(),
  share_version: z.int(),
});

/**
 * Signs that the password of a share was shown. Bound to that password (`version`) and, where somebody was signed in,
 * to them; a stranger's goes with whoever holds it, as the password does.
 */
export async function issueShareToken(issuer: Issuer, of: Unlocked, userId: string | null, nowMs: number) {
  const iat = Math.floor(nowMs / 1_000);
  const exp = iat + SHARE_TOKEN_MS / 1_000;
  const share = { share_type: of.type, share_id: of.id, share_version: of.version };
  const who = userId === null ? {} : { sub: userId };
  const token = await issuer.sign({ iss: issuer.iss, aud: AUDIENCE, iat, exp, ...who, ...share }, TYP);
  return { token, expiresAtMs: exp * 1_000 };
}

/** @returns Null for anything that is not an unlock token of this instance, in its time and for this caller. Never throws. */
export async function readShareToken(
  issuer: Issuer,
  token: string,
  userId: string | null,
  nowMs: number,
): Promise<Unlocked | null> {
  try {
    const { payload } = await jwtVerify(token, issuer.publicKey, {
      algorithms: [ALG],
      issuer: issuer.iss,
      audience: AUDIENCE,
      typ: TYP,
      currentDate: new Date(nowMs),
    });
    const claims = Claims.parse(payload);
    if (claims.sub !== undefined && claims.sub !== userId) return null;
    return { type: claims.share_type, id: claims.share_id, version: claims.share_version };
  } catch {
    return null;
  }
}
