import {
  savedFacts as productFacts,
  savedId as productId,
  doSocket as productSocket,
} from "../../conversation/adapters/do-socket.ts";
import type { RoomSocket } from "../../conversation/ports.ts";
import { call, silenced, spin } from "./failpoints.ts";

export const savedFacts = productFacts;
export const savedId = productId;

/** A socket of the product before which the process can die, and which then says nothing any more. */
export function doSocket(...args: Parameters<typeof productSocket>): RoomSocket {
  const socket = productSocket(...args);
  return {
    ...socket,
    send(frame) {
      if (frame.startsWith('{"type":"event')) atEvent();
      else if (frame.startsWith('{"type":"ack"')) atAck();
      else if (frame.startsWith('{"type":"delta"')) atDelta();
      if (!silenced()) socket.send(frame);
    },
  };
}

function atEvent(): void {
  spin("event-unsent");
  call("event-committed");
}
function atAck(): void {
  spin("ack-unsent");
  call("ack-committed");
}
function atDelta(): void {
  spin("delta-unsent");
  call("delta-committed");
}
