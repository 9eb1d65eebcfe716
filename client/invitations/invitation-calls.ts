import * as z from "zod/mini";
import { Entered, InvitationRow, InvitationView } from "../../shared/fields/invitations.ts";
import { type Api, NOTHING } from "../net/api.ts";

const Made = z.extend(InvitationRow, { code: z.string() });
const Page = z.object({ docs: z.array(InvitationRow) });

export interface InvitationWish {
  readonly role: InvitationRow["role"];
  readonly expires_at: string | null;
  readonly uses: number | null;
}

export const makeInvitation = (api: Api, room_id: string, body: InvitationWish) =>
  api.call("POST", `/conversations/${room_id}/invitations`, Made, { body });

/** The newest hundred: at most fifty of them hold. */
export const listInvitations = (api: Api, room_id: string, signal: AbortSignal) =>
  api.call("GET", `/conversations/${room_id}/invitations?limit=100`, Page, { signal });

export const revokeInvitation = (api: Api, room_id: string, id: string) =>
  api.call("DELETE", `/conversations/${room_id}/invitations/${id}`, NOTHING);

export const viewInvitation = (api: Api, code: string, signal: AbortSignal) =>
  api.call("GET", `/invitations/${encodeURIComponent(code)}`, InvitationView, { signal });

export const acceptInvitation = (api: Api, code: string) =>
  api.call("POST", `/invitations/${encodeURIComponent(code)}/accept`, Entered);
