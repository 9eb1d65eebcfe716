import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import {
  CreatorProfileInput,
  CreatorProfileRow,
  VERIFICATION_STATUSES,
} from "../../../shared/fields/creator-profiles.ts";
import { createCreatorProfile } from "../../services/creator-profiles/create-creator-profile.ts";
import { deleteCreatorProfile } from "../../services/creator-profiles/delete-creator-profile.ts";
import {
  CREATOR_SORTS,
  countCreatorProfiles,
  listCreatorProfiles,
  readCreatorProfile,
} from "../../services/creator-profiles/read-creator-profiles.ts";
import { creatorProfilePatch, updateCreatorProfile } from "../../services/creator-profiles/update-creator-profile.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery, viewerOf } from "../sorted-list.ts";
import { TagList } from "../tag-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/creator-profiles",
  need: "none",
  summary: "Creators, lately active first; `?username=` finds one, also by a name given up not long ago",
  query: ListQuery.extend({
    username: z.string().max(100).optional(),
    user: Id.optional(),
    featured_creator: Flag,
    verification_status: z.enum(VERIFICATION_STATUSES).optional(),
    followed: Flag,
    tags: TagList,
    sort: sortOf(CREATOR_SORTS, "-last_active"),
  }),
  output: listOf(CreatorProfileRow),
  handler: (context, { query }) => {
    const [asked, viewer] = [listQuery(query), viewerOf(context)];
    const count = () => countCreatorProfiles(context.db, asked, viewer);
    return listAnswer(query, listCreatorProfiles(context.db, asked, viewer), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/creator-profiles",
  need: "session",
  summary: "Make my creator profile; the first bot makes one by itself",
  body: CreatorProfileInput,
  output: CreatorProfileRow,
  status: 201,
  handler: async (context, { body }) => {
    const { db, principal, nowMs } = context;
    const id = await createCreatorProfile(db, principal.userId, body, nowMs);
    return readCreatorProfile(db, id, viewerOf(context));
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/creator-profiles/:id",
  need: "none",
  summary: "A creator's profile",
  params: ById,
  output: CreatorProfileRow,
  handler: (context, { params }) => readCreatorProfile(context.db, params.id, viewerOf(context)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/creator-profiles/:id",
  need: "owner",
  summary: "Change my creator profile; a username given up leads here for 90 days and is kept for me",
  params: ById,
  body: creatorProfilePatch.schema,
  output: CreatorProfileRow,
  handler: (context, { params, body }) => updateCreatorProfile(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/creator-profiles/:id",
  need: "owner",
  summary: "Delete my creator profile; refused while there are bots under it",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteCreatorProfile(context.db, params.id, editorOf(context));
    return null;
  },
});

export const creatorProfileEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
