import { z } from "zod";
import {
  AccessControlInput,
  AccessControlPatch,
  AccessControlRow,
  PERMISSION_TYPES,
  RESOURCE_TYPES,
} from "../../../shared/fields/access-control.ts";
import { Id } from "../../../shared/fields/common.ts";
import { countGrants, GRANT_SORTS, listGrants, readGrant } from "../../services/access-control/read-grants.ts";
import { createGrant, revokeGrant, updateGrant } from "../../services/access-control/write-grants.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery, readerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/access-control",
  need: "session",
  summary: "What was shared with me, and who has access to what I own or manage; revoked grants stay in the list",
  query: ListQuery.omit({ search: true }).extend({
    resource_type: z.enum(RESOURCE_TYPES).optional(),
    resource_id: Id.optional(),
    user: Id.optional(),
    permission_type: z.enum(PERMISSION_TYPES).optional(),
    is_revoked: Flag,
    sort: sortOf(GRANT_SORTS, "-createdAt"),
  }),
  output: listOf(AccessControlRow),
  handler: (context, { query }) => {
    const [asked, reader] = [listQuery(query), readerOf(context)];
    const count = () => countGrants(context.db, asked, reader);
    return listAnswer(query, listGrants(context.db, asked, reader), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/access-control",
  need: "session",
  summary: "Share a bot or a tome that I own or manage with somebody, by `user` or `username`",
  body: AccessControlInput,
  output: AccessControlRow,
  status: 201,
  rate: { max: 30, windowS: 60 },
  handler: (context, { body }) => createGrant(context.db, body, editorOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/access-control/:id",
  need: "session",
  summary: "A grant made to me or on what I manage",
  params: ById,
  output: AccessControlRow,
  handler: async (context, { params }) => (await readGrant(context.db, params.id, readerOf(context))).row,
});

const update = endpoint({
  method: "PATCH",
  path: "/api/access-control/:id",
  need: "admin",
  summary: "Change what a grant gives and until when; nobody changes their own",
  params: ById,
  body: AccessControlPatch,
  output: AccessControlRow,
  handler: (context, { params, body }) => updateGrant(context.db, params.id, body, editorOf(context)),
});

const revoke = endpoint({
  method: "DELETE",
  path: "/api/access-control/:id",
  need: "session",
  summary: "Revoke a grant on what I manage, or give up my own; the row stays as history",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await revokeGrant(context.db, params.id, editorOf(context));
    return null;
  },
});

export const accessControlEndpoints: readonly Endpoint[] = [list, create, read, update, revoke];
