import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { CreatorFollowInput, CreatorFollowRow, FollowState } from "../../../shared/fields/creator-follows.ts";
import {
  countFollows,
  createFollow,
  deleteFollow,
  FOLLOW_SORTS,
  listFollows,
  readFollow,
  setFollow,
} from "../../services/creator-follows/follows.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/creator-follows",
  need: "session",
  summary: "Whom I follow; with `followers=true` who follows me, as far as they have a public profile",
  query: ListQuery.omit({ search: true }).extend({
    following: Id.optional(),
    followers: Flag,
    sort: sortOf(FOLLOW_SORTS, "-createdAt"),
  }),
  output: listOf(CreatorFollowRow),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countFollows(db, asked, principal.userId);
    return listAnswer(query, listFollows(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/creator-follows",
  need: "read",
  summary: "Follow a creator",
  body: CreatorFollowInput,
  output: CreatorFollowRow,
  status: 201,
  handler: (context, { body }) => createFollow(context.db, body.following, editorOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/creator-follows/:id",
  need: "owner",
  summary: "One creator I follow",
  params: ById,
  output: CreatorFollowRow,
  handler: ({ db, principal }, { params }) => readFollow(db, params.id, principal.userId),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/creator-follows/:id",
  need: "owner",
  summary: "Follow a creator no more, also one whose profile is no longer there for me",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteFollow(context.db, params.id, editorOf(context));
    return null;
  },
});

const follow = endpoint({
  method: "PUT",
  path: "/api/creator-profiles/:id/follow",
  need: "read",
  summary: "Follow a creator; oneself nobody can follow",
  params: ById,
  output: FollowState,
  handler: (context, { params }) => setFollow(context.db, params.id, true, editorOf(context)),
});

const unfollow = endpoint({
  method: "DELETE",
  path: "/api/creator-profiles/:id/follow",
  need: "read",
  summary: "Follow a creator no more",
  params: ById,
  output: FollowState,
  handler: (context, { params }) => setFollow(context.db, params.id, false, editorOf(context)),
});

export const creatorFollowEndpoints: readonly Endpoint[] = [list, create, read, remove, follow, unfollow];
