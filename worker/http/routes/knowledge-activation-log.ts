import { z } from "zod";
import { ActivationLogAnswer } from "../../../shared/fields/activation-log-answer.ts";
import { Id } from "../../../shared/fields/common.ts";
import { ACTIVATION_METHODS, EXCLUSION_REASONS } from "../../../shared/fields/knowledge-activation-log.ts";
import { countLog, deleteLog, LOG_SORTS, listLog, readLog } from "../../services/activation-log/read-log.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { Flag, listAnswer, listQuery, readerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/knowledge-activation-log",
  need: "session",
  summary: "Why lore woke or did not, newest first: in my conversations, and of my lore anywhere",
  query: ListQuery.omit({ search: true }).extend({
    conversation_id: Id.optional(),
    message_index: z.coerce.number().int().min(0).optional(),
    message_id: Id.optional(),
    knowledge_entry_id: Id.optional(),
    knowledge_collection: Id.optional(),
    activation_method: z.enum(ACTIVATION_METHODS).optional(),
    was_included: Flag,
    exclusion_reason: z.enum(EXCLUSION_REASONS).optional(),
    bot_id: Id.optional(),
    sort: sortOf(LOG_SORTS, "-activation_timestamp"),
  }),
  output: listOf(ActivationLogAnswer),
  handler: (context, { query }) => {
    const [asked, reader] = [listQuery(query), readerOf(context)];
    const count = () => countLog(context.db, asked, reader);
    return listAnswer(query, listLog(context.db, asked, reader), cursorBy(query.sort), count);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/knowledge-activation-log/:id",
  need: "read",
  summary: "One row of the log",
  params: ById,
  output: ActivationLogAnswer,
  handler: (context, { params }) => readLog(context.db, params.id, readerOf(context)),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/knowledge-activation-log/:id",
  need: "owner",
  summary: "Delete a row of the log of my conversation",
  params: ById,
  output: z.null(),
  status: 204,
  handler: async (context, { params }) => {
    await deleteLog(context.db, params.id, readerOf(context));
    return null;
  },
});

export const activationLogEndpoints: readonly Endpoint[] = [list, read, remove];
