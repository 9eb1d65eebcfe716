import { z } from "zod";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import {
  Entered,
  INVITATION_ROLES,
  InvitationRow,
  InvitationView,
  MAX_INVITATION_USES,
} from "../../../shared/fields/invitations.ts";
import { acceptInvitation, viewInvitation } from "../../services/invitations/accept-invitation.ts";
import {
  countInvitations,
  INVITATION_SORTS,
  listInvitations,
  makeInvitation,
  revokeInvitation,
} from "../../services/invitations/own-invitations.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery, readerOf, viewerOf } from "../sorted-list.ts";

const ByRoom = z.object({ id: Id });
const ByInvitation = z.object({ id: Id, invitation_id: Id });
/** Whatever an address may hold: what is no code is answered as a code that nobody has. */
const ByCode = z.object({ code: z.string().min(1).max(128) });
const Row = z.object(InvitationRow.shape);

const make = endpoint({
  method: "POST",
  path: "/api/conversations/:id/invitations",
  need: "owner",
  summary: "Make a link into my conversation. Its code is told this once",
  params: ByRoom,
  body: z.strictObject({
    role: z.enum(INVITATION_ROLES),
    expires_at: IsoDate.nullable().default(null),
    uses: z.int().min(1).max(MAX_INVITATION_USES).nullable().default(null),
  }),
  output: Row.extend({ code: z.string() }),
  status: 201,
  rate: { max: 60, windowS: 60 },
  givesSecret: true,
  handler: (context, { params, body }) => makeInvitation(context.db, params.id, body, readerOf(context)),
});

const list = endpoint({
  method: "GET",
  path: "/api/conversations/:id/invitations",
  need: "owner",
  summary: "Links into my conversation, without their codes",
  params: ByRoom,
  query: ListQuery.omit({ search: true }).extend({ sort: sortOf(INVITATION_SORTS, "-createdAt") }),
  output: listOf(Row),
  handler: (context, { params, query }) => {
    const rows = listInvitations(context.db, params.id, listQuery(query), readerOf(context));
    return listAnswer(query, rows, cursorBy(query.sort), () => countInvitations(context.db, params.id));
  },
});

const revoke = endpoint({
  method: "DELETE",
  path: "/api/conversations/:id/invitations/:invitation_id",
  need: "owner",
  summary: "Take a link back: nobody comes in by it any more, whoever did stays",
  params: ByInvitation,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await revokeInvitation(context.env, params.id, params.invitation_id, readerOf(context));
    return null;
  },
});

const view = endpoint({
  method: "GET",
  path: "/api/invitations/:code",
  need: "none",
  summary: "What a link opens: who invites, which bots, who pays for their words",
  params: ByCode,
  output: z.object(InvitationView.shape),
  rate: { max: 60, windowS: 60 },
  handler: (context, { params }) => viewInvitation(context.env, params.code, viewerOf(context)),
});

const accept = endpoint({
  method: "POST",
  path: "/api/invitations/:code/accept",
  need: "session",
  summary: "Come in by a link, guests too. Who is in already is told where",
  params: ByCode,
  output: z.object(Entered.shape),
  rate: { max: 60, windowS: 60 },
  handler: ({ env, principal: { userId, name }, nowMs }, { params }) =>
    acceptInvitation(env, params.code, { userId, name, nowMs }),
});

export const invitationEndpoints: readonly Endpoint[] = [make, list, revoke, view, accept];
