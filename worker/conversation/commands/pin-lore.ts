import type { PinLore } from "../../../shared/protocol/client-messages.ts";
import { accept, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Entries awake by hand at once. Chosen: more would be a book of constants. */
const MAX_PINS = 20;

/**
 * Wakes an entry for the next bot turns, or takes that back. What is left of a pin is counted over the transcript, so
 * that taking a turn back gives it back. Rules CMD48, CMD49.
 */
export function pinLore(state: RoomState, command: PinLore): Decision {
  const { entry_id, turns } = command;
  const pins = state.view.room.lore_pins ?? [];
  const others = pins.filter((pin) => pin.entry_id !== entry_id && state.pinnedTurnsLeft(pin) > 0);
  if (turns === 0 && !pins.some((pin) => pin.entry_id === entry_id)) return accept({ events: [] });
  if (turns > 0 && others.length >= MAX_PINS)
    return refuse("too_large", `at most ${MAX_PINS} entries can be pinned at once`, "entry_id");
  const pin = { entry_id, turns, since: state.view.seq };
  return accept({ events: [{ type: "room.updated", lore_pins: turns === 0 ? others : [...others, pin] }] });
}
