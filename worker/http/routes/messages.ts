import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { MessageRow } from "../../../shared/fields/message.ts";
import { MessageInput } from "../../../shared/fields/message-input.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { postMessage } from "../../services/messages/post-message.ts";
import { countMessages, listMessages, MESSAGE_SORTS, readMessage } from "../../services/messages/read-messages.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

/** A message as D1 has it: the room's own row, and the pair every collection ends with. */
const Message = z.object({ ...MessageRow.shape, createdAt: z.string(), updatedAt: z.string() });
const toAnswer = (row: MessageRow): z.input<typeof Message> => ({
  ...row,
  createdAt: row.created_timestamp,
  updatedAt: row.modified_timestamp,
});

const list = endpoint({
  method: "GET",
  path: "/api/messages",
  need: "session",
  summary: "Messages across my conversations, or of one; copies a moment behind the room",
  query: ListQuery.extend({
    conversation: Id.optional(),
    bot: Id.optional(),
    sort: sortOf(MESSAGE_SORTS, "-created_timestamp"),
  }),
  output: listOf(Message),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countMessages(db, asked, principal.userId);
    const rows = listMessages(db, asked, principal.userId).then((found) => found.map(toAnswer));
    return listAnswer(query, rows, cursorBy(query.sort), count);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/messages/:id",
  need: "read",
  summary: "One message",
  params: z.object({ id: Id }),
  output: Message,
  handler: async ({ db, principal }, { params }) => toAnswer(await readMessage(db, params.id, principal.userId)),
});

const post = endpoint({
  method: "POST",
  path: "/api/messages",
  need: "session",
  summary: "Say something in a conversation; its room tells all devices, and bots answer by its turn-taking",
  body: MessageInput,
  output: Message,
  status: 201,
  handler: async ({ env, principal: { userId, name } }, { body }) =>
    toAnswer(await postMessage(env, body, { userId, name })),
});

export const messageEndpoints: readonly Endpoint[] = [list, post, read];
