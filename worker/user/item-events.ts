import { JobCard, Notification, RoomCard, type UserEvent, UserLimits } from "../../shared/protocol/user-frames.ts";
import type { Item } from "./user-store.ts";

/** The card of a stored room; null where it is gone. */
export const roomOf = ({ payload }: Item): RoomCard | null =>
  payload === null ? null : RoomCard.parse(JSON.parse(payload));

export const jobOf = ({ payload }: Item): JobCard | null =>
  payload === null ? null : JobCard.parse(JSON.parse(payload));

export const notificationOf = ({ payload, seq, at }: Item): Notification | null =>
  payload === null ? null : Notification.parse({ ...JSON.parse(payload), seq, at });

/** What a stored thing is as the event that brought it, in its newest state. */
export function eventOf(item: Item): UserEvent {
  const { kind, id, seq, at, payload } = item;
  const stamp = { seq, at };
  const hidden: UserEvent = { ...stamp, type: "hidden" };
  if (payload === null) return kind === "room" ? { ...stamp, type: "room.gone", room_id: id } : hidden;
  const value: unknown = JSON.parse(payload);
  switch (kind) {
    case "room":
      return { ...stamp, type: "room.changed", room: RoomCard.parse(value) };
    case "job":
      return { ...stamp, type: "job.changed", job: JobCard.parse(value) };
    case "notification": {
      const notification = notificationOf(item);
      return notification ? { ...stamp, type: "notification.created", notification } : hidden;
    }
    case "seen":
      return { ...stamp, type: "notification.seen", up_to: Number(value) };
    case "balance":
      return { ...stamp, type: "balance.changed", balance: Number(value) };
    case "limits":
      return { ...stamp, type: "limit.changed", limits: UserLimits.parse(value) };
    default:
      return kind satisfies never;
  }
}
