import { z } from "zod";
import { MEMBER_ROLES } from "../../shared/fields/conversation.ts";

/** The header in which the Worker tells the object who is at the other end. Stripped from anything that comes in. */
export const IDENTITY_HEADER = "x-bc-identity";

/** Who a socket belongs to, as the Worker has proved it. */
export const Identity = z.object({
  user_id: z.string(),
  /** The sign-in: one of a person's on one device. */
  session_id: z.string(),
  name: z.string(),
  role: z.enum(MEMBER_ROLES),
  /** When the proof ends, Unix milliseconds; at most PROOF_MS ahead. */
  expires_at_ms: z.number(),
  /** `phone`, `tablet` or `desktop`, read from the user agent. */
  device_kind: z.string(),
});
export type Identity = z.infer<typeof Identity>;

/** Header-safe text of `identity`; names may hold any character. */
export const encodeIdentity = (identity: Identity): string => encodeURIComponent(JSON.stringify(identity));

/** The identity in a request the Worker has forwarded, or null where it is missing or broken. */
export function decodeIdentity(header: string | null): Identity | null {
  if (header === null) return null;
  try {
    return Identity.safeParse(JSON.parse(decodeURIComponent(header))).data ?? null;
  } catch {
    return null;
  }
}
