import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { KnowledgeCollectionRow } from "../../../shared/fields/knowledge-collection-row.ts";
import {
  COLLECTION_CATEGORIES,
  DIFFICULTY_LEVELS,
  KnowledgeCollectionInput,
} from "../../../shared/fields/knowledge-collections.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { deleteTome } from "../../services/knowledge-collections/delete-tome.ts";
import { countTomes, listTomes, readTome, TOME_SORTS } from "../../services/knowledge-collections/read-tomes.ts";
import { createTome, tomePatch, updateTome } from "../../services/knowledge-collections/write-tomes.ts";
import { TagList } from "../../services/tag-filter.ts";
import { DELETION_JOB, deletionAnswer } from "../deletion-answer.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery, readerOf, viewerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });
/** What an import keeps of a book is the largest part. */
const BODY_LIMIT = 2 * 1_024 * 1_024;

const list = endpoint({
  method: "GET",
  path: "/api/knowledge-collections",
  need: "none",
  summary: "My tomes and those shared with me, memory tomes only with `includeMemoryTomes=true`; or public ones",
  query: ListQuery.extend({
    public: Flag,
    includeMemoryTomes: Flag,
    collection_category: z.enum(COLLECTION_CATEGORIES).optional(),
    tags: TagList.optional(),
    difficulty_level: z.enum(DIFFICULTY_LEVELS).optional(),
    exclude_own: Flag,
    bot: Id.optional(),
    sort: sortOf(TOME_SORTS, "-createdAt"),
  }),
  output: listOf(KnowledgeCollectionRow),
  handler: (context, { query }) => {
    const [asked, viewer] = [listQuery(query), viewerOf(context)];
    const count = () => countTomes(context.db, asked, viewer);
    return listAnswer(query, listTomes(context.db, asked, viewer), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/knowledge-collections",
  need: "session",
  summary: "Make a tome; only an admin can make it public",
  body: KnowledgeCollectionInput,
  bodyLimit: BODY_LIMIT,
  output: KnowledgeCollectionRow,
  status: 201,
  rate: { max: 60, windowS: 60 },
  handler: (context, { body }) => createTome(context.db, body, readerOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/knowledge-collections/:id",
  need: "none",
  summary: "A tome",
  params: ById,
  output: KnowledgeCollectionRow,
  handler: (context, { params }) => readTome(context.db, params.id, viewerOf(context)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/knowledge-collections/:id",
  need: "write",
  summary: "Change a tome; its sharing needs more than an editor's right, publishing an admin's",
  params: ById,
  body: tomePatch.schema,
  bodyLimit: BODY_LIMIT,
  output: KnowledgeCollectionRow,
  handler: (context, { params, body }) => updateTome(context.db, params.id, body, readerOf(context), context.expects),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/knowledge-collections/:id",
  need: "admin",
  summary: "Delete a tome with its entries; a large one by a job, which is answered with 202",
  params: ById,
  output: z.null(),
  status: 204,
  also: DELETION_JOB,
  handler: async (context, { params }) =>
    deletionAnswer(context, await deleteTome(context.env, params.id, editorOf(context))),
});

export const knowledgeCollectionEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
