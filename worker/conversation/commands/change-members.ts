import type { RoomMember } from "../../../shared/fields/conversation.ts";
import type { Members } from "../../../shared/protocol/client-messages.ts";
import type { NewEvent } from "../../../shared/room/events.ts";
import { conversationType } from "../core/conversation-type.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Effect,
  type Refusal,
  type RoomState,
  refuse,
} from "../core/state.ts";
import { isWaiting } from "../core/turns/turn-queue.ts";

/** Lets people go or changes their part; who is gone is cut off at once. Rules CMD44–CMD47, CMD51. */
export function changeMembers(state: RoomState, command: Members, ctx: CommandContext): Decision {
  const refusal = checkMembers(state, command, ctx);
  if (refusal) return refusal;
  const { members, room } = state.view;
  const gone = members.filter((m) => command.remove?.includes(m.user_id));
  const changed = changedMember(members, command);
  const type = conversationType(state.view.bots.length, members.length - gone.length);
  const events: NewEvent[] = [
    ...gone.map((member): NewEvent => ({ type: "member.left", member })),
    ...(changed ? [{ type: "member.updated" as const, member: changed }] : []),
    ...(changed?.role === "owner" ? handOver(state, changed.user_id) : []),
    ...(type === room.conversation_type ? [] : [{ type: "room.updated" as const, conversation_type: type }]),
  ];
  const isTheirs = (userId: string) => gone.some((m) => m.user_id === userId);
  const turns = state.queue.turns.filter((t) => !isWaiting(t) || !isTheirs(t.asked_by));
  const kept = <T extends { asked_by: string }>(asked: T | null) => (asked && isTheirs(asked.asked_by) ? null : asked);
  const queue = { ...state.queue, turns, auto: kept(state.queue.auto), pick: kept(state.queue.pick) };
  return accept({
    events,
    letGo: gone.map(({ user_id }) => user_id).filter((id) => id !== ctx.actor.userId),
    ...(gone.length > 0 && { queue }),
    effects: gone.map(({ user_id }): Effect => ({ type: "cut-off", userId: user_id })),
  });
}

function checkMembers(state: RoomState, { remove = [], update }: Members, ctx: CommandContext): Refusal | null {
  const { userId, role } = ctx.actor;
  const isOwner = role === "owner";
  if (!isOwner && (update || remove.some((id) => id !== userId)))
    return refuse("forbidden", "only an owner may change who takes part");
  const members = new Map(state.view.members.map((m) => [m.user_id, m.role]));
  if (remove.some((id) => !members.has(id))) return refuse("not_found", "that person is not in the room", "remove");
  if (remove.some((id) => members.get(id) === "owner"))
    return refuse("invalid", "the owner stays: hand the room over or delete it", "remove");
  if (!update) return null;
  if (!members.has(update.user_id)) return refuse("not_found", "that person is not in the room", "update.user_id");
  if (members.get(update.user_id) === "owner")
    return refuse("invalid", "the owner's part is not changed", "update.user_id");
  return null;
}

function changedMember(members: readonly RoomMember[], { remove, update }: Members): RoomMember | null {
  const member = members.find((m) => m.user_id === update?.user_id);
  if (!member || !update || member.role === update.role || remove?.includes(member.user_id)) return null;
  return { ...member, role: update.role };
}

/** The room becomes another's; whose it was stays as a member. Their persona, keys and the room they came from do not. */
function handOver({ view }: RoomState, userId: string): NewEvent[] {
  const { room, bots, members } = view;
  const demoted = members
    .filter((m) => m.user_id === room.user)
    .map((member): NewEvent => ({ type: "member.updated", member: { ...member, role: "member" } }));
  const withoutKeys = bots
    .filter((bot) => bot.api_key_id !== null)
    .map((bot): NewEvent => ({ type: "bot.updated", bot: { ...bot, api_key_id: null } }));
  const settings = { ...room.settings, api_key_id: null, others_key_turns: 0 };
  const branched_from = room.branched_from && null;
  const handed: NewEvent = { type: "room.updated", user: userId, persona_id: null, settings, branched_from };
  return [...demoted, handed, ...withoutKeys];
}
