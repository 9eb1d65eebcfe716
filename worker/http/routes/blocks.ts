import { z } from "zod";
import { BlockInput, BlockRow } from "../../../shared/fields/blocks.ts";
import { Id } from "../../../shared/fields/common.ts";
import { cutOffBetween } from "../../services/access/cut-off.ts";
import {
  BLOCK_SORTS,
  countBlocks,
  createBlock,
  deleteBlock,
  listBlocks,
  readBlock,
} from "../../services/blocks/blocks.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { tellUser } from "../../services/users/tell-user.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/blocks",
  need: "session",
  summary: "Whom I blocked",
  query: ListQuery.omit({ search: true }).extend({
    blocked: Id.optional(),
    sort: sortOf(BLOCK_SORTS, "-createdAt"),
  }),
  output: listOf(BlockRow),
  handler: (context, { query }) => {
    const [asked, blocker] = [listQuery(query), editorOf(context)];
    const count = () => countBlocks(context.db, asked, blocker);
    return listAnswer(query, listBlocks(context.db, asked, blocker), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/blocks",
  need: "session",
  summary: "Block somebody, by `user` or `username`: neither of us finds what the other owns",
  body: BlockInput,
  output: BlockRow,
  status: 201,
  rate: { max: 30, windowS: 60 },
  handler: async (context, { body }) => {
    const block = await createBlock(context.db, body, editorOf(context));
    await cutOffBetween(context.env, block.blocker, block.blocked);
    // Neither is shown to the other any more where they sit in a room of somebody else's.
    for (const one of [block.blocker, block.blocked]) context.later(tellUser(context.env, one, { kind: "look" }));
    return block;
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/blocks/:id",
  need: "session",
  summary: "A block of mine",
  params: ById,
  output: BlockRow,
  handler: (context, { params }) => readBlock(context.db, params.id, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/blocks/:id",
  need: "owner",
  summary: "Take a block back; what was shared before counts again",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteBlock(context.db, params.id, editorOf(context));
    return null;
  },
});

export const blockEndpoints: readonly Endpoint[] = [list, create, read, remove];
