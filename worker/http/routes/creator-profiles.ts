import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import {
  CreatorProfileInput,
  CreatorProfilePatch,
  CreatorProfileRow,
} from "../../../shared/fields/creator-profiles.ts";
import { createCreatorProfile } from "../../services/creator-profiles/create-creator-profile.ts";
import { listCreatorProfiles, readCreatorProfile } from "../../services/creator-profiles/read-creator-profiles.ts";
import { updateCreatorProfile } from "../../services/creator-profiles/update-creator-profile.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { decodeCursor, ListQuery, listOf, toPage } from "../list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/creator-profiles",
  need: "none",
  summary: "Creators, lately active first; `?username=` finds one",
  query: ListQuery.omit({ count: true }).extend({
    sort: z.literal("-last_active").optional(),
    username: z.string().max(100).optional(),
    user: Id.optional(),
  }),
  output: listOf(CreatorProfileRow),
  handler: async ({ db, principal }, { query: { limit, cursor, search, username, user } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const viewer = principal?.userId ?? null;
    const rows = await listCreatorProfiles(db, { viewer, limit, after, search, username, user });
    return toPage(rows, limit, ({ last_active, id }) => ({ value: last_active, id }));
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
  handler: async ({ db, principal, nowMs }, { body }) => {
    const id = await createCreatorProfile(db, principal.userId, body, nowMs);
    return readCreatorProfile(db, id, principal.userId);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/creator-profiles/:id",
  need: "none",
  summary: "A creator's profile",
  params: ById,
  output: CreatorProfileRow,
  handler: ({ db, principal }, { params }) => readCreatorProfile(db, params.id, principal?.userId ?? null),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/creator-profiles/:id",
  need: "owner",
  summary: "Change my creator profile",
  params: ById,
  body: CreatorProfilePatch,
  output: CreatorProfileRow,
  handler: async ({ db, principal, nowMs }, { params, body }) => {
    await updateCreatorProfile(db, params.id, principal.userId, body, nowMs);
    return readCreatorProfile(db, params.id, principal.userId);
  },
});

export const creatorProfileEndpoints: readonly Endpoint[] = [list, create, read, update];
