import { z } from "zod";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { MOODS, MoodInput, MoodPatch, MoodRow, MoodStats } from "../../../shared/fields/moods.ts";
import { sortOf } from "../../services/keyset.ts";
import { moodStats } from "../../services/wellbeing/mood-stats.ts";
import { createMood, deleteMood, MOOD_SORTS, moodReader, updateMood } from "../../services/wellbeing/moods.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";
import { editorOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const stats = endpoint({
  method: "GET",
  path: "/api/moods/stats",
  need: "session",
  summary: "My moods summed up: streak, weeks, trend; in the days of `?timezone=`",
  query: z.strictObject({ timezone: z.string().trim().min(1).max(64).default("UTC") }),
  output: MoodStats,
  handler: ({ db, principal, nowMs }, { query }) => moodStats(db, principal.userId, query.timezone, nowMs),
});

const reads = ownReads({
  path: "/api/moods",
  one: "one of my moods",
  many: "my moods, newest first",
  query: ListQuery.extend({
    mood: z.enum(MOODS).optional(),
    intensity: z.coerce.number().int().min(1).max(5).optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(MOOD_SORTS, "-createdAt"),
  }),
  row: MoodRow,
  reader: moodReader,
});

const create = endpoint({
  method: "POST",
  path: "/api/moods",
  need: "session",
  summary: "Say how I feel",
  body: MoodInput,
  output: MoodRow,
  status: 201,
  handler: (context, { body }) => createMood(context.db, body, editorOf(context)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/moods/:id",
  need: "owner",
  summary: "Change one of my moods",
  params: ById,
  body: MoodPatch,
  output: MoodRow,
  handler: (context, { params, body }) => updateMood(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/moods/:id",
  need: "owner",
  summary: "Delete one of my moods",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteMood(context.db, params.id, editorOf(context));
    return null;
  },
});

export const moodEndpoints: readonly Endpoint[] = [stats, ...reads, create, update, remove];
