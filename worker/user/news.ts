import type { JobCard, Notification } from "../../shared/protocol/user-frames.ts";
import type { RoomNews } from "../conversation/core/room-news.ts";

/**
 * What rooms, jobs and services tell a person's object, after their own commit and without waiting. Each may come late,
 * twice or never: a room carries its `rev`, a job its `updatedAt`, a notification its id, and the rest says only that
 * something is to be looked up.
 */
export type UserNews =
  | { readonly kind: "room"; readonly room: RoomNews }
  | { readonly kind: "room_gone"; readonly room_id: string }
  | { readonly kind: "job"; readonly job: JobCard }
  | { readonly kind: "notification"; readonly notification: Omit<Notification, "seq" | "at"> }
  /** Rooms, jobs, balance and limits are to be read from D1 again. */
  | { readonly kind: "look" };
