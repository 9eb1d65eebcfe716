import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { ACTIVATION_MODES, KNOWLEDGE_TYPES, KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import { releaseFile } from "../../services/documents/document-files.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { countEntries, ENTRY_SORTS, listEntries, readEntry } from "../../services/knowledge/read-entries.ts";
import { createEntry, deleteEntry, entryPatch, updateEntry } from "../../services/knowledge/write-entries.ts";
import { TagList } from "../../services/tag-filter.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { Flag, listAnswer, listQuery, readerOf, viewerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });
/** MAX_ENTRY_TEXT at three bytes a character, a thousand long keys, and what an import kept. */
const BODY_LIMIT = 4 * 1_024 * 1_024;

const list = endpoint({
  method: "GET",
  path: "/api/knowledge",
  need: "none",
  summary: "Entries of one tome, or of all my tomes and those shared with me",
  query: ListQuery.extend({
    knowledge_collection: Id.optional(),
    activation_mode: z.enum(ACTIVATION_MODES).optional(),
    type: z.enum(KNOWLEDGE_TYPES).optional(),
    tags: TagList.optional(),
    is_vectorized: Flag,
    is_legacy_memory: Flag,
    includeMemoryTomes: Flag,
    sort: sortOf(ENTRY_SORTS, "-createdAt"),
  }),
  output: listOf(KnowledgeRow),
  handler: (context, { query }) => {
    const [asked, reader] = [listQuery(query), viewerOf(context)];
    const count = () => countEntries(context.db, asked, reader);
    // `order` is a column of the group `positioning`.
    const cursorOf = (row: KnowledgeRow) => cursorBy(query.sort)({ ...row, order: row.positioning.order });
    return listAnswer(query, listEntries(context.db, asked, reader), cursorOf, count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/knowledge",
  need: "session",
  summary: "Write an entry into a tome I may write in",
  body: KnowledgeInput,
  bodyLimit: BODY_LIMIT,
  output: KnowledgeRow,
  status: 201,
  rate: { max: 300, windowS: 60 },
  handler: (context, { body }) => createEntry(context.db, body, readerOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/knowledge/:id",
  need: "none",
  summary: "An entry",
  params: ById,
  output: KnowledgeRow,
  handler: (context, { params }) => readEntry(context.db, params.id, viewerOf(context)),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/knowledge/:id",
  need: "write",
  summary: "Change an entry, or move it to another tome I may write in",
  params: ById,
  body: entryPatch.schema,
  bodyLimit: BODY_LIMIT,
  output: KnowledgeRow,
  handler: (context, { params, body }) => updateEntry(context.db, params.id, body, readerOf(context), context.expects),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/knowledge/:id",
  need: "write",
  summary: "Delete an entry; the log of what it did stays",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    const file = await deleteEntry(context.db, params.id, viewerOf(context), context.expects);
    await releaseFile(context.env, file);
    return null;
  },
});

export const knowledgeEndpoints: readonly Endpoint[] = [list, create, read, update, remove];
