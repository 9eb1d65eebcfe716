import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import { ConvertToLore, MEMORY_TYPES, MemoryInput, MemoryRow } from "../../../shared/fields/memories.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { convertToLore } from "../../services/memories/convert-to-lore.ts";
import { countMemories, listMemories, MEMORY_SORTS, readMemory } from "../../services/memories/read-memories.ts";
import { createMemory, deleteMemory, memoryPatch, updateMemory } from "../../services/memories/write-memories.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, Flag, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });
/** MAX_ENTRY_TEXT at three bytes a character. */
const BODY_LIMIT = 1_024 * 1_024;

const list = endpoint({
  method: "GET",
  path: "/api/memories",
  need: "session",
  summary: "My memories",
  query: ListQuery.extend({
    bot: Id.optional(),
    conversation: Id.optional(),
    type: z.enum(MEMORY_TYPES).optional(),
    min_importance: z.coerce.number().int().min(1).max(10).optional(),
    converted_to_lore: Flag,
    sort: sortOf(MEMORY_SORTS, "-createdAt"),
  }),
  output: listOf(MemoryRow),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countMemories(db, asked, principal.userId);
    return listAnswer(query, listMemories(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/memories",
  need: "session",
  summary: "Remember something of a bot I may chat with, or of a conversation of mine",
  body: MemoryInput,
  bodyLimit: BODY_LIMIT,
  output: MemoryRow,
  status: 201,
  handler: (context, { body }) => createMemory(context.db, body, editorOf(context)),
});

const read = endpoint({
  method: "GET",
  path: "/api/memories/:id",
  need: "owner",
  summary: "One of my memories",
  params: ById,
  output: MemoryRow,
  handler: ({ db, principal }, { params }) => readMemory(db, params.id, principal.userId),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/memories/:id",
  need: "owner",
  summary: "Change a memory",
  params: ById,
  body: memoryPatch.schema,
  bodyLimit: BODY_LIMIT,
  output: MemoryRow,
  handler: (context, { params, body }) => updateMemory(context.db, params.id, body, editorOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/memories/:id",
  need: "owner",
  summary: "Delete a memory; lore that was made of it stays",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteMemory(context.db, params.id, editorOf(context));
    return null;
  },
});

const convert = endpoint({
  method: "POST",
  path: "/api/memories/:id/convert-to-lore",
  need: "owner",
  summary: "Make an entry of a memory, once, in a tome I may write in",
  params: ById,
  body: ConvertToLore,
  output: KnowledgeRow,
  status: 201,
  handler: (context, { params, body }) => convertToLore(context.db, params.id, body, editorOf(context)),
});

export const memoryEndpoints: readonly Endpoint[] = [list, create, read, update, remove, convert];
