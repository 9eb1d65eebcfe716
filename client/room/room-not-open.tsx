import type { VNode } from "preact";
import type { CloseReason } from "../state/room-mirror.ts";
import { connectionWords } from "./connection-words.ts";

/** Why a room does not open, and the one way on. */
export function RoomNotOpen({ reason }: { reason: CloseReason }): VNode {
  return (
    <div class="page-block">
      <h2>This room does not open</h2>
      <p>{connectionWords("closed", 0, reason)}</p>
      <a class="button button-primary" href="/rooms">
        All rooms
      </a>
    </div>
  );
}
