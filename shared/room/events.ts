import * as z from "zod/mini";
import { RoomBot, RoomInfo, RoomMember } from "../fields/conversation.ts";
import { ActivationCounts, MessageRow, Take } from "../fields/message.ts";

const stamp = { seq: z.number(), at: z.string() };

/**
 * The room's log, one durable event a line. `seq` counts 1, 2, 3 … without gaps and is the only order; `at` is for
 * people. Every device folds these with `applyEvent` and nothing else.
 */
export const RoomEvent = z.discriminatedUnion("type", [
  z.object({ ...stamp, type: z.literal("message.created"), message: MessageRow, ref: z.optional(z.string()) }),
  z.object({ ...stamp, type: z.literal("message.updated"), message: MessageRow }),
  z.object({ ...stamp, type: z.literal("message.deleted"), message_id: z.string() }),
  z.object({ ...stamp, type: z.literal("take.created"), message_id: z.string(), take: Take }),
  z.object({ ...stamp, type: z.literal("take.chosen"), message_id: z.string(), take_id: z.string() }),
  z.object({ ...stamp, type: z.literal("take.deleted"), message_id: z.string(), take_id: z.string() }),
  z.object({
    ...stamp,
    type: z.literal("path.changed"),
    head: z.nullable(z.string()),
    messages: z.array(MessageRow),
    has_more: z.boolean(),
  }),
  z.object({
    ...stamp,
    type: z.literal("room.updated"),
    ...z.partial(RoomInfo).shape,
  }),
  z.object({ ...stamp, type: z.literal("bot.joined"), bot: RoomBot }),
  z.object({ ...stamp, type: z.literal("bot.updated"), bot: RoomBot }),
  z.object({ ...stamp, type: z.literal("bot.left"), bot: RoomBot }),
  z.object({ ...stamp, type: z.literal("member.joined"), member: RoomMember }),
  z.object({ ...stamp, type: z.literal("member.updated"), member: RoomMember }),
  z.object({ ...stamp, type: z.literal("member.left"), member: RoomMember }),
  /** Null where nothing is read any more. */
  z.object({ ...stamp, type: z.literal("read.moved"), user_id: z.string(), message_id: z.nullable(z.string()) }),
  z.object({
    ...stamp,
    type: z.literal("activation.turn"),
    message_id: z.string(),
    take_id: z.string(),
    counts: ActivationCounts,
  }),
  z.object({ ...stamp, type: z.literal("hidden") }),
]);
export type RoomEvent = z.infer<typeof RoomEvent>;

/** An event before the commit gives it its number. */
export type NewEvent = RoomEvent extends infer E ? (E extends RoomEvent ? Omit<E, "seq" | "at"> : never) : never;
