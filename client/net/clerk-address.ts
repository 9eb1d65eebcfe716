/** Where a link has to lead to sign in with Clerk and come back to `to`. The server's: the router has to let it go. */
export function clerkAddress(to: string | undefined, page: "login" | "signup"): string {
  const query = new URLSearchParams({ ...(to !== undefined && { to }), ...(page === "signup" && { new: "1" }) });
  return `/api/session/clerk?${query}`;
}
