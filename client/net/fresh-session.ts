import type { ClerkSession } from "./clerk-session.ts";

/** Ours no script can read: a session cookie in sight is Clerk's, whose tokens last a minute. */
const CLERKS = /(?:^|; )__session(?:_\w+)?=/;

/** Whether Clerk signed this browser in. */
export const isClerks = (): boolean => CLERKS.test(document.cookie);

/** Sees to a token that still counts before a call or a socket shows it. Without Clerk, and without a network, at once. */
export async function freshSession(): Promise<void> {
  if (isClerks()) await withClerk((clerk) => clerk.renew());
}

/** Signs out at Clerk too: else its page would sign the next one in as the same person. */
export async function endClerkSession(): Promise<void> {
  if (isClerks()) await withClerk((clerk) => clerk.end());
}

/** Its code comes only where it is needed; where it does not come, the call itself says what is wrong. */
const withClerk = (work: (clerk: ClerkSession) => Promise<void>): Promise<void> =>
  import("./clerk-session.ts").then(({ clerkSession }) => work(clerkSession())).catch(() => undefined);
