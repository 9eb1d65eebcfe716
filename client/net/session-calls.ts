import * as z from "zod/mini";
import type { SessionCalls } from "../state/session-store.ts";
import { type Api, NOTHING } from "./api.ts";

/** Who is signed in, as the server tells it and as the device remembers it. */
export const SessionUser = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.string(),
  guest: z.boolean(),
  expires_at: z.nullable(z.string()),
  preferences: z.optional(z.record(z.string(), z.unknown())),
});

const Current = z.object({ user: z.nullable(SessionUser) });
const Minted = z.pipe(
  z.object({ user: SessionUser, expires_at: z.string(), room: z.optional(z.nullable(z.string())) }),
  z.transform(({ user, expires_at, room }) => ({ user, expires_at, room: room ?? null })),
);

/**
 * The session's calls over HTTP (api.md, Signing in).
 * @param endElsewhere Ends a sign-in where it began, before it ends here.
 */
export const createSessionCalls = (api: Api, endElsewhere = async () => {}): SessionCalls => ({
  // Not `/me`: to be nobody is no error, and browsers call every 401 one.
  async me() {
    const answer = await api.call("GET", "/session", Current);
    return answer.ok ? { ok: true, value: answer.value.user } : answer;
  },
  guest: (name) => api.call("POST", "/guest", Minted, { body: name === null ? {} : { name } }),
  devSignIn: (email, displayName) =>
    api.call("POST", "/dev/session", Minted, { body: { email, ...(displayName !== null && { displayName }) } }),
  async signOut() {
    await endElsewhere();
    return api.call("POST", "/logout", NOTHING);
  },
});
