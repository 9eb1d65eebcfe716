import type { Ticket } from "../../shared/protocol/server-messages.ts";
import type { ReasonContext } from "./ticket-words.ts";

/** What the reader is in the room, as far as rights go. */
export interface Actor extends ReasonContext {
  readonly role: string | undefined;
}

/** Why the reader may not change anything here; null where they may. The room decides in the end. */
export const writeRefusal = (role: string | undefined): string | null =>
  role === "viewer" ? "You can read this room, but not change it." : null;

/** Why the reader may not change bots and rules; null where they may. */
export const ownerRefusal = (role: string | undefined): string | null =>
  role === "owner" ? null : "Only an owner of this room can change that.";

/** Why the reader may not end this turn; null where they may: whoever asked for it, who pays for it, and owners. */
export function endRefusal(
  ticket: Pick<Ticket, "asked_by" | "payer"> | undefined,
  { role, me, nameOf }: Actor,
): string | null {
  const cannotWrite = writeRefusal(role);
  if (cannotWrite !== null) return cannotWrite;
  const isTheirs = !ticket || role === "owner" || ticket.asked_by === me || ticket.payer === me;
  return isTheirs ? null : `Only ${nameOf(ticket.asked_by)}, who asked, who pays, or an owner can end this.`;
}
