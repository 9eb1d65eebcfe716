import { z } from "zod";
import { BotInput, GENDERS } from "../../../shared/fields/bot.ts";
import { BotRow } from "../../../shared/fields/bot-row.ts";
import { Id } from "../../../shared/fields/common.ts";
import { createBot } from "../../services/bots/create-bot.ts";
import { deleteBot } from "../../services/bots/delete-bot.ts";
import { BOT_SORTS, botPage, countBots, listBots, readBot } from "../../services/bots/read-bots.ts";
import { botPatch, updateBot } from "../../services/bots/update-bot.ts";
import { sortNames } from "../../services/keyset.ts";
import { DELETION_JOB, DeletionQuery, deletionAnswer } from "../deletion-answer.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery, viewerOf } from "../sorted-list.ts";
import { TagList } from "../tag-list.ts";

const ById = z.object({ id: Id });
/** Several texts of MAX_PROMPT_TEXT, three bytes a character. */
const BODY_LIMIT = 4 * 1_024 * 1_024;

const list = endpoint({
  method: "GET",
  path: "/api/bots",
  need: "none",
  summary:
    "My bots and those shared with me; with `public=true` everyone's public ones; those of one creator, also by a username given up not long ago; those I like. `tags` are separated by commas, and a bot has all of them",
  query: ListQuery.extend({
    public: Flag,
    creator_profile: Id.optional(),
    username: z.string().max(100).optional(),
    slug: z.string().max(100).optional(),
    gender: z.enum(GENDERS).optional(),
    tags: TagList,
    liked: Flag,
    favorited: Flag,
    followed: Flag,
    exclude_own: Flag,
    shared_with_me: Flag,
    sort: z.enum([...sortNames(BOT_SORTS), "random"]).default("-createdAt"),
  }),
  output: listOf(BotRow),
  handler: (context, { query }) => {
    const [asked, viewer] = [listQuery(query), viewerOf(context)];
    const page = botPage(asked);
    const count = () => countBots(context.db, asked, viewer);
    return listAnswer(query, listBots(context.db, asked, viewer, page), page.cursorOf, count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/bots",
  need: "session",
  summary: "Make a bot; its slug is made from the name, and a creator profile from yours, where there are none",
  body: BotInput,
  bodyLimit: BODY_LIMIT,
  output: BotRow,
  status: 201,
  rate: { max: 60, windowS: 60 },
  handler: ({ db, principal, nowMs }, { body }) =>
    createBot(db, body, { userId: principal.userId, name: principal.name, nowMs }),
});

const read = endpoint({
  method: "GET",
  path: "/api/bots/:id",
  need: "none",
  summary: "A bot; what it is told and knows only for those who may edit it",
  params: ById,
  output: BotRow,
  handler: (context, { params }) => readBot(context.db, params.id, viewerOf(context)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/bots/:id",
  need: "write",
  summary: "Change a bot; its visibility and slug need more than an editor's right",
  params: ById,
  body: botPatch.schema,
  bodyLimit: BODY_LIMIT,
  output: BotRow,
  handler: (context, { params, body }) => updateBot(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/bots/:id",
  need: "admin",
  summary:
    "Delete a bot; rooms keep what it said. With `undo`, and where many rows name it, it goes by a job, answered with 202",
  params: ById,
  query: DeletionQuery,
  output: z.null(),
  status: 204,
  also: DELETION_JOB,
  handler: async (context, { params, query }) =>
    deletionAnswer(context, await deleteBot(context.env, params.id, { ...editorOf(context), ...query })),
});

export const botEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
