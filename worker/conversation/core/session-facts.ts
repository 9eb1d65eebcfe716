import * as z from "zod/mini";

/** What is remembered of a socket while the object sleeps; well under the 16 KB of an attachment. */
export const SessionFacts = z.object({
  user_id: z.string(),
  /** The sign-in it came by; absent in what an earlier version saved. */
  session_id: z._default(z.string(), ""),
  name: z.string(),
  /** When the proof of identity ends, Unix milliseconds. */
  expires_at_ms: z.number(),
  device_kind: z.string(),
  device_id: z.string(),
  device_name: z.string(),
  /** Has said `hello`: before that a socket hears nothing. */
  live: z.boolean(),
  watch_activation: z.boolean(),
  watch_prompt: z.boolean(),
});
export type SessionFacts = z.infer<typeof SessionFacts>;
