import { z } from "zod";
import { Ref, Send, saysSomething } from "../protocol/client-messages.ts";
import { Id } from "./common.ts";

const { text, persona_id, reply_to_id, mentions, attachments, aside, whisper_to, respond } = Send.shape;

/** Body of `POST /api/messages`: what `send` says on a socket, under the names of the row. */
export const MessageInput = z
  .strictObject({
    conversation: Id,
    entry: text,
    /** Minted by the client: the same one twice posts one message. Without it every call posts. */
    ref: Ref.optional(),
    persona_id,
    reply_to_id,
    mentions,
    attachments,
    aside,
    whisper_to,
    respond,
  })
  .refine(({ entry, attachments: shown }) => saysSomething(entry, shown), {
    path: ["entry"],
    error: "write something first",
  });
export type MessageInput = z.infer<typeof MessageInput>;
