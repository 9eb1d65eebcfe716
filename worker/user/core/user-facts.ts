import * as z from "zod/mini";

/** What is remembered of a person's socket while the object sleeps; well under the 16 KB of an attachment. */
export const UserFacts = z.object({
  user_id: z.string(),
  /** The sign-in: one of the person's on one device. */
  session_id: z.string(),
  /** When the proof of identity ends, Unix milliseconds. */
  expires_at_ms: z.number(),
  device_kind: z.string(),
  device_id: z.string(),
  device_name: z.string(),
  /** Has said `hello`: before that a socket hears nothing. */
  live: z.boolean(),
  in_sight: z.boolean(),
  /** The room on its screen. */
  room: z.nullable(z.string()),
  /** Up to when its use is counted, Unix milliseconds; null while its page is out of sight. */
  counted_to_ms: z.nullable(z.number()),
});
export type UserFacts = z.infer<typeof UserFacts>;
