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

const Message = z.object(MessageRow.shape);

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
    return listAnswer(query, listMessages(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/messages/:id",
  need: "read",
  summary: "One message",
  params: z.object({ id: Id }),
  output: Message,
  handler: ({ db, principal }, { params }) => readMessage(db, params.id, principal.userId),
});

const post = endpoint({
  method: "POST",
  path: "/api/messages",
  need: "session",
  summary: "Say something in a conversation; its room tells all devices, and bots answer by its turn-taking",
  body: MessageInput,
  output: Message,
  status: 201,
  handler: ({ env, principal: { userId, name } }, { body }) => postMessage(env, body, { userId, name }),
});

export const messageEndpoints: readonly Endpoint[] = [list, post, read];
