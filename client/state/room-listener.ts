import type { Ack, ActivationFrame } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import type { RoomView } from "../../shared/room/room-view.ts";

/** Other stores that follow the same room. Called in the tick of the change, after the view has it. */
export interface RoomListener {
  applied?(event: RoomEvent): void;
  /** A snapshot took the place of everything known. */
  replaced?(view: RoomView): void;
  /** Of all messages this device holds only these any more. */
  kept?(message_ids: ReadonlySet<string>): void;
  activation?(frame: ActivationFrame): void;
  /** A command has taken effect. */
  answered?(ack: Ack): void;
}
