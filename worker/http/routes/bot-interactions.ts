import { z } from "zod";
import {
  BotHearts,
  BotInteractionInput,
  BotInteractionPatch,
  BotInteractionRow,
} from "../../../shared/fields/bot-interactions.ts";
import { Id } from "../../../shared/fields/common.ts";
import { type Heart, setHeart } from "../../services/bot-interactions/hearts.ts";
import {
  countInteractions,
  createInteraction,
  deleteInteraction,
  INTERACTION_SORTS,
  listInteractions,
  readInteraction,
  updateInteraction,
} from "../../services/bot-interactions/interactions.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/bot-interactions",
  need: "session",
  summary: "What I said of bots: which I like, which I keep as favourites",
  query: ListQuery.omit({ search: true }).extend({
    bot: Id.optional(),
    liked: Flag,
    favorited: Flag,
    sort: sortOf(INTERACTION_SORTS, "-updatedAt"),
  }),
  output: listOf(BotInteractionRow),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countInteractions(db, asked, principal.userId);
    return listAnswer(query, listInteractions(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/bot-interactions",
  need: "read",
  summary: "Say something of a bot for the first time",
  body: BotInteractionInput,
  output: BotInteractionRow,
  status: 201,
  handler: (context, { body }) => createInteraction(context.db, body, editorOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/bot-interactions/:id",
  need: "owner",
  summary: "What I said of one bot",
  params: ById,
  output: BotInteractionRow,
  handler: ({ db, principal }, { params }) => readInteraction(db, params.id, principal.userId),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/bot-interactions/:id",
  need: "owner",
  summary: "Like a bot or not, keep it or not",
  params: ById,
  body: BotInteractionPatch,
  output: BotInteractionRow,
  handler: (context, { params, body }) => updateInteraction(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/bot-interactions/:id",
  need: "owner",
  summary: "Take back what I said of a bot",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteInteraction(context.db, params.id, editorOf(context));
    return null;
  },
});

/** The pair of calls that switch one heart. */
function heart(name: Heart, path: "like" | "favorite", words: readonly [on: string, off: string]): Endpoint[] {
  const common = { path: `/api/bots/:id/${path}`, need: "read", params: ById, output: BotHearts } as const;
  return [
    endpoint({
      ...common,
      method: "PUT",
      summary: words[0],
      handler: (context, { params }) => setHeart(context.db, params.id, name, true, editorOf(context)),
    }),
    endpoint({
      ...common,
      method: "DELETE",
      summary: words[1],
      handler: (context, { params }) => setHeart(context.db, params.id, name, false, editorOf(context)),
    }),
  ];
}

export const botInteractionEndpoints: readonly Endpoint[] = [
  list,
  create,
  read,
  update,
  remove,
  ...heart("liked", "like", ["Like a bot", "Like it no more"]),
  ...heart("favorited", "favorite", ["Keep a bot as a favourite", "Keep it no more"]),
];
