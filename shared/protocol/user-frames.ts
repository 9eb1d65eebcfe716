import * as z from "zod/mini";
import { CONVERSATION_STATUSES, CONVERSATION_TYPES, MEMBER_ROLES } from "../fields/conversation.ts";
import { Ack, Nack, Pong } from "./server-messages.ts";

/** A room as its person's lists draw it; the names are those of `GET /api/conversations`. */
export const RoomCard = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  status: z.enum(CONVERSATION_STATUSES),
  role: z.enum(MEMBER_ROLES),
  conversation_type: z.enum(CONVERSATION_TYPES),
  bots: z.array(z.object({ bot_id: z.string(), name: z.string(), picture: z.nullable(z.string()) })),
  /** The newest line this person may see. */
  last_message: z.nullable(z.object({ author_name: z.string(), entry: z.string(), failed: z.boolean() })),
  unread: z.number(),
  conversation_metadata: z.object({ total_messages: z.number(), last_activity: z.string() }),
  /** Bots that have the floor now. */
  speaking: z.array(z.object({ bot_id: z.string(), name: z.string() })),
  /** Counts up with every change of the room: of two cards the one with the higher number is the newer. */
  rev: z.number(),
});
export type RoomCard = z.infer<typeof RoomCard>;

/** Long work (api.md, jobs). */
export const JobCard = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  done: z.number(),
  total: z.number(),
  paused: z.optional(z.boolean()),
  phase: z.optional(z.nullable(z.string())),
  result: z.optional(z.unknown()),
  error: z.optional(z.nullable(z.object({ code: z.string(), message: z.string() }))),
  /** Until when a deletion that waits can be taken back. */
  undo_until: z.optional(z.nullable(z.string())),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type JobCard = z.infer<typeof JobCard>;

export const NOTIFICATION_KINDS = ["mention", "joined", "job_done", "job_failed"] as const;

/** Something that happened to this person while they may have been elsewhere. */
export const Notification = z.object({
  id: z.string(),
  kind: z.enum(NOTIFICATION_KINDS),
  at: z.string(),
  /** Who or what did it: a name to show. */
  who: z.optional(z.string()),
  /** The first words of what was said, or what went wrong. */
  text: z.optional(z.string()),
  room_id: z.optional(z.string()),
  room_title: z.optional(z.nullable(z.string())),
  message_id: z.optional(z.string()),
  /** Kind and id of a job. */
  job_kind: z.optional(z.string()),
  job_id: z.optional(z.string()),
  /** The event that carried it; what was looked at is told by it. */
  seq: z.number(),
});
export type Notification = z.infer<typeof Notification>;

/** What a person set for themselves, and minutes of use however many devices: today, and in seven days. */
export const UserLimits = z.object({
  daily_limit: z.nullable(z.number()),
  weekly_limit: z.nullable(z.number()),
  break_reminder_interval: z.nullable(z.number()),
  night_mode_enabled: z.boolean(),
  night_mode_start: z.string(),
  night_mode_end: z.string(),
  used_today: z.number(),
  used_week: z.number(),
});
export type UserLimits = z.infer<typeof UserLimits>;

/** A device of this person's that is connected now. */
export const UserDevice = z.object({
  device_id: z.string(),
  name: z.string(),
  kind: z.string(),
  /** Its page is being looked at. */
  in_sight: z.boolean(),
  /** The room on its screen. */
  room: z.nullable(z.string()),
});
export type UserDevice = z.infer<typeof UserDevice>;

const stamp = { seq: z.number(), at: z.string() };
const KnownEvent = z.discriminatedUnion("type", [
  z.object({ ...stamp, type: z.literal("room.changed"), room: RoomCard }),
  z.object({ ...stamp, type: z.literal("room.gone"), room_id: z.string() }),
  z.object({ ...stamp, type: z.literal("job.changed"), job: JobCard }),
  z.object({ ...stamp, type: z.literal("notification.created"), notification: Notification }),
  z.object({ ...stamp, type: z.literal("notification.seen"), up_to: z.number() }),
  z.object({ ...stamp, type: z.literal("balance.changed"), balance: z.number() }),
  z.object({ ...stamp, type: z.literal("limit.changed"), limits: UserLimits }),
  z.object({ ...stamp, type: z.literal("device.changed"), devices: z.array(UserDevice) }),
]);
/** An event of a kind this version does not know still moves `seq`. */
const AnyEvent = z.union([
  KnownEvent,
  z.pipe(
    z.object(stamp),
    z.transform(({ seq, at }) => ({ seq, at, type: "hidden" as const })),
  ),
]);
export type UserEvent = z.infer<typeof AnyEvent>;

export const UserWelcome = z.object({
  type: z.literal("welcome"),
  v: z.number(),
  /** Head of the log: where the client will stand when the events that follow are applied. */
  seq: z.number(),
  /** Absent, as the three after it, where the events after `since` follow instead. */
  rooms: z.optional(z.array(RoomCard)),
  jobs: z.optional(z.array(JobCard)),
  /** Newest first. */
  notifications: z.optional(z.array(Notification)),
  /** Notifications up to this event were looked at. */
  seen_up_to: z.optional(z.number()),
  /** Micro-tokens; null until it is known. */
  balance: z.nullable(z.number()),
  limits: UserLimits,
  devices: z.array(UserDevice),
});
export type UserWelcome = z.infer<typeof UserWelcome>;

/** A place another device of this person's has sent here. */
export const PlaceFrame = z.object({
  type: z.literal("place"),
  from: z.object({ device_id: z.string(), name: z.string() }),
  room: z.string(),
  message_id: z.optional(z.string()),
  pane: z.optional(z.string()),
});
export type PlaceFrame = z.infer<typeof PlaceFrame>;

export const UserServerMessage = z.discriminatedUnion("type", [
  UserWelcome,
  z.object({ type: z.literal("event"), event: AnyEvent }),
  z.object({ type: z.literal("events"), list: z.array(AnyEvent) }),
  PlaceFrame,
  Ack,
  Nack,
  Pong,
]);
export type UserServerMessage = z.infer<typeof UserServerMessage>;
