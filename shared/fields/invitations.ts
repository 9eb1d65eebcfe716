/** What an invitation makes of who accepts it (api.md); the owner of a room is its maker. */
export const INVITATION_ROLES = ["member", "viewer"] as const;
