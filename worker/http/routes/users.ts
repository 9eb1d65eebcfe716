import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { Account, MePatch, PublicUser } from "../../../shared/fields/users.ts";
import type { Principal } from "../../services/session/principal.ts";
import { listUsers } from "../../services/users/list-users.ts";
import { tellUser } from "../../services/users/tell-user.ts";
import { toMe } from "../../services/users/to-me.ts";
import { readUser, updateMe } from "../../services/users/update-me.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { decodeCursor, ListQuery, listOf, toPage } from "../list.ts";
import { editorOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

/** Accounts are their own people's; staff see who there is. For everyone else there is nothing here. */
function demandSight(principal: Principal, id: string): void {
  if (principal.userId !== id && principal.role === "user") throw new AppError("not_found", "somebody else's account");
}

const list = endpoint({
  method: "GET",
  path: "/api/users",
  need: "platform",
  summary: "All accounts, newest first, as the public sees them; by name",
  query: ListQuery.omit({ count: true }).extend({ sort: z.literal("-createdAt").optional() }),
  output: listOf(PublicUser),
  handler: async ({ db }, { query: { limit, cursor, search } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await listUsers(db, { limit, after, search });
    return toPage(rows.map(toMe), limit, ({ createdAt, id }) => ({ value: createdAt, id }));
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/users/:id",
  need: "owner",
  summary: "An account: one's own whole, or any as the public sees it for staff",
  params: ById,
  output: Account,
  handler: async ({ db, principal }, { params }) => {
    demandSight(principal, params.id);
    const account = toMe(await readUser(db, params.id));
    return principal.userId === params.id ? account : PublicUser.parse(account);
  },
});

const update = endpoint({
  method: "PATCH",
  path: "/api/users/:id",
  need: "owner",
  summary: "Change one's own account",
  params: ById,
  body: MePatch,
  output: Account,
  handler: async (context, { params, body }) => {
    demandSight(context.principal, params.id);
    const { id } = await readUser(context.db, params.id);
    if (context.principal.userId !== id) throw new AppError("forbidden", "not their own account");
    const me = await updateMe(context.db, editorOf(context), body);
    // Whether they are seen elsewhere is among them.
    if (body.preferences !== undefined) context.later(tellUser(context.env, me.id, { kind: "look" }));
    return toMe(me);
  },
});

export const userEndpoints: readonly Endpoint[] = [list, read, update];
