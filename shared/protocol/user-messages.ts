import { z } from "zod";
import { Id } from "../fields/common.ts";
import { Auth, Hello, Ping, Ref } from "./client-messages.ts";

const DeviceId = Hello.shape.device_id;

/** First frame of a socket, and again after a gap. Answered by `welcome`, or by a close. */
export const UserHello = z.strictObject({
  type: z.literal("hello"),
  v: z.int().positive(),
  device_id: DeviceId,
  device_name: Hello.shape.device_name,
  /** Highest event the client has applied; absent asks for everything. */
  since: z.int().nonnegative().optional(),
  /** Where the device is, as `Intl` names it: the day of its minutes ends there. Added. */
  time_zone: z.string().max(64).optional(),
});
export type UserHello = z.infer<typeof UserHello>;

/** Whether the page is in sight, and where: said when it changes, and every minute while it is. No `ref`, no answer. */
export const InSight = z.strictObject({
  type: z.literal("in_sight"),
  on: z.boolean(),
  /** The room on screen. */
  room: Id.nullable().optional(),
});
export type InSight = z.infer<typeof InSight>;

/** Sends a place to another device of one's own. */
export const SendPlace = z.strictObject({
  type: z.literal("place"),
  ref: Ref,
  /** The device it goes to. */
  device_id: DeviceId,
  room: Id,
  message_id: Id.optional(),
  pane: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional(),
});
export type SendPlace = z.infer<typeof SendPlace>;

/** Ends the sign-in of another device of one's own. */
export const SignOut = z.strictObject({ type: z.literal("sign_out"), ref: Ref, device_id: DeviceId });
export type SignOut = z.infer<typeof SignOut>;

/** Notifications up to this event were looked at, on any device. No `ref`, no answer. */
export const Seen = z.strictObject({ type: z.literal("seen"), up_to: z.int().nonnegative() });
export type Seen = z.infer<typeof Seen>;

export const UserClientMessage = z.discriminatedUnion("type", [
  UserHello,
  InSight,
  SendPlace,
  SignOut,
  Seen,
  Auth,
  Ping,
]);
export type UserClientMessage = z.infer<typeof UserClientMessage>;
