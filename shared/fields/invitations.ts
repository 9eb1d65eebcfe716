import * as z from "zod/mini";

/** What an invitation makes of who accepts it (api.md); the owner of a room is its maker. */
export const INVITATION_ROLES = ["member", "viewer"] as const;

/** Most people one invitation may name. Chosen: more than a room holds, so that "any number" is said by leaving it out. */
export const MAX_INVITATION_USES = 1_000;

/** An invitation as the room's owner sees it. The code is answered once, when it is made: only its hash is kept. */
export const InvitationRow = z.object({
  id: z.string(),
  conversation: z.string(),
  role: z.enum(INVITATION_ROLES),
  created_by: z.string(),
  /** Null holds until it is taken back. */
  expires_at: z.nullable(z.string()),
  /** How many may come in by it; null is any number. */
  uses: z.nullable(z.number()),
  used: z.number(),
  revoked_at: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type InvitationRow = z.infer<typeof InvitationRow>;

/** Where an invitation stands for whoever shows its code. What is not to be known of answers as what is not there. */
export const INVITATION_STATES = ["open", "joined", "expired", "used_up", "full"] as const;

/** Who pays for a bot's words: nobody, the café, or a key of the room's owner. */
export const BOT_PAYERS = ["practice", "house", "owner"] as const;

/** What a link shows before one comes in. Of a room that cannot be entered any more nothing is shown but who invited. */
export const InvitationView = z.object({
  state: z.enum(INVITATION_STATES),
  role: z.enum(INVITATION_ROLES),
  inviter_name: z.string(),
  expires_at: z.nullable(z.string()),
  title: z.nullable(z.string()),
  /** How many take part now. */
  people: z.number(),
  bots: z.array(
    z.object({ bot_id: z.string(), name: z.string(), picture: z.nullable(z.string()), pays: z.enum(BOT_PAYERS) }),
  ),
  /** Turns a day that others may have on the owner's key; null is any number. */
  others_key_turns: z.optional(z.nullable(z.number())),
  /** The room, for whoever is in it already. */
  conversation: z.nullable(z.string()),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** What accepting answers: where to go. */
export const Entered = z.object({ conversation: z.string(), role: z.enum(["owner", "member", "viewer"]) });
