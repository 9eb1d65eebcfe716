import type { TurnStrategy } from "../../../shared/fields/conversation.ts";
import type { SetRoom } from "../../../shared/protocol/client-messages.ts";
import type { NewEvent } from "../../../shared/room/events.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse, type TurnQueue } from "../core/state.ts";

/**
 * Changes the room's settings; fields given replace theirs. A member's own status was kept before this was asked: it is
 * nothing of the room's. Rules CMD20–CMD22, CONF1, CONF2.
 */
export function setRoom(state: RoomState, command: SetRoom, ctx: CommandContext): Decision {
  if (ctx.actor.role !== "owner") return accept({ events: [] });
  const { title, status, settings, turn_taking, persona_id } = command;
  if (persona_id && !ctx.persona) return refuse("not_found", "you have no such persona", "persona_id");
  if (settings?.api_key_id && !ctx.ownsKey) return refuse("not_found", "you have no such key", "settings.api_key_id");

  const { room } = state.view;
  const event: Extract<NewEvent, { type: "room.updated" }> = {
    type: "room.updated",
    ...(title !== undefined && { title: title || null }),
    ...(status !== undefined && { status }),
    ...(settings !== undefined && { settings: { ...room.settings, ...given(settings) } }),
    ...(turn_taking !== undefined && { turn_taking: { ...room.turn_taking, ...given(turn_taking) } }),
    ...(persona_id !== undefined && { persona_id }),
  };
  return accept({
    events: [event],
    ...(turn_taking?.strategy && { queue: withRule(state.queue, turn_taking.strategy) }),
  });
}

/** Another rule ends what the one before it has set going. */
const withRule = (queue: TurnQueue, strategy: TurnStrategy): TurnQueue => ({
  ...queue,
  auto: strategy === "auto" ? queue.auto : null,
  pick: strategy === "director" ? queue.pick : null,
});

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields that were given: an absent optional is no value. */
function given<T extends object>(fields: T): Partial<Given<T>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Given<T>>;
}
