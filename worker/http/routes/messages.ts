import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { MessageInput } from "../../../shared/fields/message-input.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { postMessage } from "../../services/messages/post-message.ts";
import { countMessages, listMessages, MESSAGE_SORTS, readMessage } from "../../services/messages/read-messages.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { MessageAnswer, messageAnswer } from "../message-answer.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

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
  output: listOf(MessageAnswer),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countMessages(db, asked, principal.userId);
    const rows = listMessages(db, asked, principal.userId).then((found) => found.map(messageAnswer));
    return listAnswer(query, rows, cursorBy(query.sort), count);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/messages/:id",
  need: "read",
  summary: "One message",
  params: z.object({ id: Id }),
  output: MessageAnswer,
  handler: async ({ db, principal }, { params }) => messageAnswer(await readMessage(db, params.id, principal.userId)),
});

const post = endpoint({
  method: "POST",
  path: "/api/messages",
  need: "session",
  summary: "Say something in a conversation; its room tells all devices, and bots answer by its turn-taking",
  body: MessageInput,
  output: MessageAnswer,
  status: 201,
  handler: async ({ env, principal: { userId, name } }, { body }) =>
    messageAnswer(await postMessage(env, body, { userId, name })),
});

export const messageEndpoints: readonly Endpoint[] = [list, post, read];
