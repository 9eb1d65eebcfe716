import type { MemberRole, RoomMember } from "../../../shared/fields/conversation.ts";
import { MAX_PEOPLE } from "../../../shared/protocol/limits.ts";
import type { NewEvent } from "../../../shared/room/events.ts";
import type { RoomView } from "../../../shared/room/room-view.ts";
import { conversationType } from "./conversation-type.ts";

/** A way into the room, as its owner made it. What became of it since is the room's to know. Times are ISO. */
export interface Invitation {
  readonly id: string;
  readonly role: Exclude<MemberRole, "owner">;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  /** How many may come in by it; null is any number. */
  readonly uses: number | null;
}

export interface UsedInvitation {
  readonly used: number;
  readonly revoked_at: string | null;
}

/** Who stands at the door; null is nobody who has said so. */
interface AtDoor {
  readonly userId: string | null;
  /** When they were last let go by somebody else, or null. */
  readonly letGoAt: string | null;
  readonly now: string;
}

/** `closed`: it never was, for all one may know. */
export type DoorVerdict = "open" | "joined" | "closed" | "expired" | "used_up" | "full";

/**
 * Whether an invitation lets someone in. It holds only as long as who made it takes part, and does not bring back whom
 * the room has let go since it was made. Pure.
 */
export function judge(
  view: RoomView,
  invitation: Invitation,
  { used, revoked_at }: UsedInvitation,
  who: AtDoor,
): DoorVerdict {
  if (view.members.some((m) => m.user_id === who.userId)) return "joined";
  const isHeld = view.members.some((m) => m.user_id === invitation.created_by);
  const wasLetGo = who.letGoAt !== null && who.letGoAt >= invitation.created_at;
  if (revoked_at !== null || !isHeld || wasLetGo) return "closed";
  if (invitation.expires_at !== null && invitation.expires_at <= who.now) return "expired";
  if (invitation.uses !== null && used >= invitation.uses) return "used_up";
  return view.members.length >= MAX_PEOPLE ? "full" : "open";
}

/**
 * Someone comes in. They have read what was said before. Where they make two of one, the room leaves the rule for one
 * person: bots then answer when asked (rooms.md §5).
 */
export function comeIn({ room, bots, members }: RoomView, member: RoomMember): NewEvent[] {
  const type = conversationType(bots.length, members.length + 1);
  const isNoLongerAlone = members.length === 1 && room.turn_taking.strategy === "natural";
  const changes = {
    ...(type !== room.conversation_type && { conversation_type: type }),
    ...(isNoLongerAlone && { turn_taking: { ...room.turn_taking, strategy: "asked" as const } }),
  };
  const joined: NewEvent = { type: "member.joined", member };
  return Object.keys(changes).length === 0 ? [joined] : [joined, { type: "room.updated", ...changes }];
}
