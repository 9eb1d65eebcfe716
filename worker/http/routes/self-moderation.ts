import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { SelfModerationPatch, SelfModerationRow } from "../../../shared/fields/self-moderation.ts";
import { sortOf } from "../../services/keyset.ts";
import { tellUser } from "../../services/users/tell-user.ts";
import {
  LIMIT_SORTS,
  selfModerationReader,
  setLimits,
  updateLimits,
} from "../../services/wellbeing/self-moderation.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";
import { editorOf } from "../sorted-list.ts";

const reads = ownReads({
  path: "/api/self-moderation",
  one: "the limits I set",
  many: "the limits I set: one row, or none yet",
  query: ListQuery.omit({ search: true }).extend({ sort: sortOf(LIMIT_SORTS, "-createdAt") }),
  row: SelfModerationRow,
  reader: selfModerationReader,
});

const set = endpoint({
  method: "PATCH",
  path: "/api/self-moderation",
  need: "session",
  summary: "Set my limits, also for the first time; null takes one away",
  body: SelfModerationPatch,
  output: SelfModerationRow,
  handler: async (context, { body }) => {
    const limits = await setLimits(context.db, body, editorOf(context));
    context.later(tellUser(context.env, context.principal.userId, { kind: "look" }));
    return limits;
  },
});

const update = endpoint({
  method: "PATCH",
  path: "/api/self-moderation/:id",
  need: "owner",
  summary: "Change the limits I set; null takes one away",
  params: z.object({ id: Id }),
  body: SelfModerationPatch,
  output: SelfModerationRow,
  handler: async (context, { params, body }) => {
    const limits = await updateLimits(context.db, params.id, body, editorOf(context));
    context.later(tellUser(context.env, context.principal.userId, { kind: "look" }));
    return limits;
  },
});

export const selfModerationEndpoints: readonly Endpoint[] = [...reads, set, update];
