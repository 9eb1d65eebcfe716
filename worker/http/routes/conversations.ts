import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { CONVERSATION_STATUSES } from "../../../shared/fields/conversation.ts";
import { ConversationInput, ConversationPatch, ConversationRow } from "../../../shared/fields/conversation-row.ts";
import { RoomFile } from "../../../shared/fields/room-file.ts";
import { Trace } from "../../../shared/lore/trace.ts";
import { PromptReceipt } from "../../../shared/prompt/receipt.ts";
import { Ref } from "../../../shared/protocol/client-messages.ts";
import { attachedMedia } from "../../services/conversations/attached-media.ts";
import { branchConversation } from "../../services/conversations/branch.ts";
import { createConversation } from "../../services/conversations/create.ts";
import { deleteConversation } from "../../services/conversations/delete.ts";
import { explainLore, explainPrompt } from "../../services/conversations/explain.ts";
import { readHistory } from "../../services/conversations/history.ts";
import {
  CONVERSATION_SORTS,
  countConversations,
  listConversations,
  readConversation,
} from "../../services/conversations/read-conversations.ts";
import { updateConversation } from "../../services/conversations/update.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { attachmentNamed } from "../../services/room-file/room-file-name.ts";
import { takeRoom } from "../../services/room-file/take-room.ts";
import { DELETION_JOB, DeletionQuery, deletionAnswer } from "../deletion-answer.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { decodeCursor, encodeCursor, ListQuery, listOf } from "../list.ts";
import { MessageAnswer, messageAnswer } from "../message-answer.ts";
import { pictureAnswer } from "../picture-answer.ts";
import { editorOf, listAnswer, listQuery, readerOf } from "../sorted-list.ts";

const ById = z.object({ id: Id });
const ByReply = z.object({ id: Id, message_id: Id });
const ByPicture = z.object({ id: Id, message_id: Id, media_id: Id });

const list = endpoint({
  method: "GET",
  path: "/api/conversations",
  need: "session",
  summary: "Conversations I take part in, lately active first",
  query: ListQuery.extend({
    status: z.enum(CONVERSATION_STATUSES).optional(),
    bot: Id.optional(),
    sort: sortOf(CONVERSATION_SORTS, "-last_activity"),
  }),
  output: listOf(ConversationRow),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countConversations(db, asked, principal.userId);
    return listAnswer(query, listConversations(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const create = endpoint({
  method: "POST",
  path: "/api/conversations",
  need: "session",
  summary: "Begin a conversation; the first bot is primary, its greeting the first message",
  body: ConversationInput,
  output: ConversationRow,
  status: 201,
  rate: { max: 60, windowS: 60 },
  handler: async ({ env, db, principal, nowMs }, { body }) => {
    const { userId, name } = principal;
    const { room } = await createConversation(env, { userId, name, nowMs }, body);
    return readConversation(db, room.id, userId);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/conversations/:id",
  need: "read",
  summary: "A conversation I take part in",
  params: ById,
  output: ConversationRow,
  handler: ({ db, principal }, { params }) => readConversation(db, params.id, principal.userId),
});

const update = endpoint({
  method: "PATCH",
  path: "/api/conversations/:id",
  need: "read",
  summary: "Change a conversation: its room tells all devices at once; or link tomes to it. A member: my own status",
  params: ById,
  body: ConversationPatch,
  output: ConversationRow,
  handler: ({ env, principal: { userId, name }, nowMs }, { params, body }) =>
    updateConversation(env, params.id, body, { userId, name, nowMs }),
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/conversations/:id",
  need: "owner",
  summary:
    "Delete a conversation for everyone in it; lore stays. With `undo`, and where it is long, it goes by a job, answered with 202",
  params: ById,
  query: DeletionQuery,
  output: z.null(),
  status: 204,
  also: DELETION_JOB,
  handler: async (context, { params, query }) =>
    deletionAnswer(context, await deleteConversation(context.env, params.id, { ...editorOf(context), ...query })),
});

const branch = endpoint({
  method: "POST",
  path: "/api/conversations/:id/branch",
  need: "read",
  summary: "Open a conversation of my own with everything up to a message; the old one stays as it is",
  params: ById,
  body: z.strictObject({ message_id: Id, ref: Ref.optional() }),
  output: ConversationRow,
  status: 201,
  rate: { max: 60, windowS: 60 },
  handler: ({ env, principal: { userId, name }, nowMs }, { params, body }) =>
    branchConversation(env, params.id, body, { userId, name, nowMs }),
});

/** A file is kept, never shown as a page of ours, whatever is said in it. */
const FILE_POLICY = "default-src 'none'; sandbox";

const take = endpoint({
  method: "GET",
  path: "/api/conversations/:id/export",
  need: "read",
  summary:
    "A conversation as a file, as I see it: `json` as described here, `jsonl` a chat for SillyTavern, `md` to be read",
  params: ById,
  query: z.strictObject({ format: z.enum(["json", "jsonl", "md"]).default("json") }),
  output: z.object(RoomFile.shape),
  rate: [
    { max: 10, windowS: 60 },
    { max: 50, windowS: 24 * 3_600, lasting: true },
  ],
  handler: async ({ env, principal: { userId }, nowMs }, { params, query: { format } }) => {
    const { name, type, body } = await takeRoom(env, { id: params.id, format, userId, nowMs });
    return new Response(body, {
      headers: {
        "content-type": type,
        "content-disposition": attachmentNamed(name),
        "content-security-policy": FILE_POLICY,
      },
    });
  },
});

const HistoryQuery = z.strictObject({
  before: Id.optional(),
  after: Id.optional(),
  /** The message that starts it. */
  thread: Id.optional(),
  cursor: ListQuery.shape.cursor,
  limit: ListQuery.shape.limit,
});

/** A cursor of history is a direction and the message to go on from. */
function fromWhere({ before, after, cursor }: z.output<typeof HistoryQuery>): { before?: string; after?: string } {
  const given = [before, after, cursor].filter((place) => place !== undefined);
  if (given.length > 1)
    throw new AppError("invalid", "two places", {
      publicMessage: "Give one of before, after and cursor.",
      fields: [{ path: "before", message: "one of before, after and cursor" }],
    });
  if (cursor !== undefined) {
    const { value, id } = decodeCursor(cursor);
    return value === "after" ? { after: id } : { before: id };
  }
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

const history = endpoint({
  method: "GET",
  path: "/api/conversations/:id/messages",
  need: "read",
  summary: "A page of the transcript or of one thread, oldest first: before or after a message, else the newest",
  params: ById,
  query: HistoryQuery,
  output: listOf(MessageAnswer).extend({ has_more_before: z.boolean(), has_more_after: z.boolean() }),
  handler: async ({ env, principal }, { params, query }) => {
    const where = fromWhere(query);
    const { next, docs, ...more } = await readHistory(
      env,
      params.id,
      { ...where, ...(query.thread !== undefined && { thread: query.thread }), limit: query.limit },
      principal.userId,
    );
    const value = where.after === undefined ? "before" : "after";
    return {
      docs: docs.map(messageAnswer),
      next_cursor: next === null ? null : encodeCursor({ value, id: next }),
      ...more,
    };
  },
});

const trace = endpoint({
  method: "GET",
  path: "/api/conversations/:id/messages/:message_id/trace",
  need: "read",
  summary: "Why lore woke for a reply or did not: every entry I may read, the others as a count",
  params: ByReply,
  output: z.object({ ...Trace.shape, not_yours: z.number() }),
  handler: (context, { params }) =>
    explainLore(context.env, { conversationId: params.id, messageId: params.message_id, ...readerOf(context) }),
});

const prompt = endpoint({
  method: "GET",
  path: "/api/conversations/:id/messages/:message_id/prompt",
  need: "read",
  summary: "What a bot read for a reply: sections, tokens, what was left out, payer, model",
  params: ByReply,
  output: z.object(PromptReceipt.shape),
  handler: (context, { params }) =>
    explainPrompt(context.env, { conversationId: params.id, messageId: params.message_id, ...readerOf(context) }),
});

const picture = endpoint({
  method: "GET",
  path: "/api/conversations/:id/messages/:message_id/media/:media_id",
  need: "read",
  summary: "A picture that a message shows, for those who may read the message now",
  params: ByPicture,
  output: z.null(),
  handler: async ({ env, request, principal }, { params }) => {
    const { id, message_id: messageId, media_id: mediaId } = params;
    const row = await attachedMedia(env, { conversationId: id, messageId, mediaId }, principal.userId);
    return pictureAnswer(env, request, row, true);
  },
});

export const conversationEndpoints: readonly Endpoint[] = [
  list,
  create,
  read,
  update,
  remove,
  branch,
  take,
  history,
  trace,
  prompt,
  picture,
];
